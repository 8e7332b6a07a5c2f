import { request } from "node:http";

/** What a browser shows: the address it came from in the end, and the document. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  /** Where the page leads by itself: `Location`, or the target of `Refresh`. */
  readonly location: string | undefined;
  readonly refresh: string | undefined;
  readonly cookies: readonly string[];
}

/** Nobody answers at that address, or the connection broke. */
export class NobodyThere extends Error {
  override readonly name = "NobodyThere";
}

export interface Sending {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request on a connection of its own, so that none is left of a process that has died. */
export function exchange({ method, url, headers, body }: Sending): Promise<Page> {
  return new Promise((resolve, reject) => {
    const gone = (cause: Error): void => reject(new NobodyThere(`${method} ${url}`, { cause }));
    const req = request(url, { method, headers, agent: false, timeout: 30_000 }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.once("error", gone);
      res.once("end", () => {
        const { location, refresh } = res.headers;
        resolve({
          url,
          status: res.statusCode ?? 0,
          text: Buffer.concat(chunks).toString("utf8"),
          location: location === undefined ? undefined : new URL(location, url).href,
          refresh: /^0; url=(.+)$/.exec(String(refresh ?? ""))?.[1],
          cookies: res.headers["set-cookie"] ?? [],
        });
      });
    });
    req.once("error", gone);
    req.once("timeout", () => req.destroy(new Error("no answer")));
    req.end(body);
  });
}

export interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The page's form whose action ends so, with its fields as they are filled in; the first of several radio buttons. */
export function formOf(page: Page, end: string): Form | undefined {
  for (const [whole, inside = ""] of page.text.matchAll(/<form\s[^>]*method="post"[^>]*>(.*?)<\/form>/gs)) {
    const action = new URL(attribute(whole, "action") ?? "", page.url).href;
    if (!action.endsWith(end)) continue;
    const fields: Record<string, string> = {};
    for (const [tag] of inside.matchAll(/<input\s[^>]*>/g)) {
      const name = attribute(tag, "name");
      if (name !== undefined && !(name in fields)) fields[name] = attribute(tag, "value") ?? "";
    }
    return { action, fields };
  }
  return undefined;
}

/** The target of the first link for which `fits` says yes. */
export function linkOf(page: Page, fits: (href: string) => boolean): string | undefined {
  const hrefs = [...page.text.matchAll(/<a\s[^>]*>/g)].map(([tag]) => attribute(tag, "href"));
  const found = hrefs.find((href) => href !== undefined && fits(new URL(href, page.url).href));
  return found === undefined ? undefined : new URL(found, page.url).href;
}

/** What the hub's pages say of themselves for programs. */
export function bodyData(page: Page, name: "step" | "code"): string | undefined {
  return attribute(/<body\s[^>]*>/.exec(page.text)?.[0] ?? "", `data-${name}`);
}

export function titleOf(page: Page): string {
  return unescaped(/<title>([^<]*)<\/title>/.exec(page.text)?.[1] ?? "");
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescaped(value);
}

function unescaped(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };
  return text.replaceAll(/&(amp|lt|gt|quot|#39|#x27);/g, (whole, name: string) => named[name] ?? whole);
}
