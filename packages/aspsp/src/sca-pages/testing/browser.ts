import assert from "node:assert/strict";
import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";

export interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly location: string | undefined;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly host: string;
}

export interface BrowserOptions {
  /** PEM of an authority to trust. */
  readonly ca?: string;
}

/** As much of a browser as these pages need: cookies by host and path, forms, the headers that a browser sends. */
export class TestBrowser {
  #cookies: Cookie[] = [];
  #options: BrowserOptions;

  constructor(options: BrowserOptions = {}) {
    this.#options = options;
  }

  get cookies(): readonly Cookie[] {
    return this.#cookies;
  }

  /** Another browser with the same cookies as now. */
  copy(): TestBrowser {
    const copy = new TestBrowser(this.#options);
    copy.#cookies = [...this.#cookies];
    return copy;
  }

  plant(cookie: Cookie): void {
    this.#keep(cookie);
  }

  get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send("GET", url, headers);
  }

  /** Follows redirects within the origin; a redirect that leads elsewhere is the last answer. */
  async open(url: string): Promise<Answer> {
    return this.follow(await this.get(url));
  }

  async follow(answer: Answer): Promise<Answer> {
    let last = answer;
    for (let hops = 0; hops < 10; hops++) {
      if (last.location === undefined) return last;
      const next = new URL(last.location, last.url);
      if (next.origin !== new URL(last.url).origin) return last;
      last = await this.get(next.href);
    }
    return assert.fail("redirects without an end");
  }

  post(url: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const { origin } = new URL(url);
    const own = { origin, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };
    return this.#send("POST", url, { ...own, ...headers }, new URLSearchParams(fields).toString());
  }

  /** Sends the form whose action ends in `name`, filled in with `fields`; redirects are not followed. */
  submit(page: Answer, name: string, fields: Record<string, string> = {}): Promise<Answer> {
    const form = formOf(page, name);
    return this.post(form.action, { ...form.fields, ...fields });
  }

  /** As above, and goes where it leads. */
  async fill(page: Answer, name: string, fields: Record<string, string> = {}): Promise<Answer> {
    return this.follow(await this.submit(page, name, fields));
  }

  async #send(method: string, url: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const { protocol, hostname, pathname } = new URL(url);
    const cookie = this.#cookies
      .filter((one) => one.host === hostname && covers(one.path, pathname))
      .map((one) => `${one.name}=${one.value}`)
      .join("; ");
    const send = protocol === "https:" ? tlsRequest : plainRequest;
    const all = { accept: "text/html", ...headers, ...(cookie === "" ? {} : { cookie }) };
    const answer = await new Promise<Answer>((resolve, reject) => {
      const req = send(url, { method, headers: all, ca: this.#options.ca, agent: false }, (res) => {
        const chunks: Buffer[] = [];
        res.on("data", (chunk: Buffer) => chunks.push(chunk));
        res.once("error", reject);
        res.once("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ url, status: res.statusCode ?? 0, headers: res.headers, text, location: res.headers.location });
        });
      });
      req.once("error", reject);
      req.end(body);
    });
    for (const line of [answer.headers["set-cookie"] ?? []].flat()) this.#keep(parseCookie(line, hostname));
    return answer;
  }

  #keep(cookie: Cookie): void {
    this.#cookies = this.#cookies.filter(
      (one) => one.name !== cookie.name || one.path !== cookie.path || one.host !== cookie.host,
    );
    if (cookie.value !== "") this.#cookies.push(cookie);
  }
}

export function formOf(page: Answer, name: string): { action: string; fields: Record<string, string> } {
  for (const [, action = "", inside = ""] of page.text.matchAll(
    /<form method="post" action="([^"]*)"[^>]*>(.*?)<\/form>/gs,
  )) {
    if (!action.endsWith(`/${name}`)) continue;
    const fields: Record<string, string> = {};
    for (const [tag] of inside.matchAll(/<input\s[^>]*>/g)) {
      const field = /name="([^"]*)"/.exec(tag)?.[1] ?? "";
      const isChosen = !tag.includes('type="radio"') || /\schecked/.test(tag);
      if (isChosen) fields[field] = unescaped(/value="([^"]*)"/.exec(tag)?.[1] ?? "");
    }
    return { action: new URL(unescaped(action), page.url).href, fields };
  }
  return assert.fail(`no form "${name}" on ${page.url} (${page.status}): ${titleOf(page)}`);
}

export function titleOf(page: Answer): string {
  return unescaped(/<title>([^<]*)<\/title>/.exec(page.text)?.[1] ?? "");
}

/** The text that a reader sees, without markup. */
export function textOf(page: Answer): string {
  const body = page.text.replaceAll(/<(style|script)[^>]*>.*?<\/\1>/gs, "");
  return unescaped(body.replaceAll(/<[^>]*>/g, " ").replaceAll(/[\s\u00a0\u202f]+/g, " "));
}

function unescaped(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => named[name] ?? whole);
}

function parseCookie(line: string, host: string): Cookie {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const equals = pair.indexOf("=");
  const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? "/";
  const isOver = attributes.some((one) => /^expires=Thu, 01 Jan 1970/i.test(one));
  return { name: pair.slice(0, equals), value: isOver ? "" : pair.slice(equals + 1), path, host };
}

function covers(cookiePath: string, path: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith("/") ? cookiePath : `${cookiePath}/`);
}
