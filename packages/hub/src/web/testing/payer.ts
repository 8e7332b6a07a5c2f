import type { Fixture } from "../../testing/fixture.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Machine-readable code of the page. */
  readonly code: string | undefined;
  readonly location: string | null;
}

/** A browser without scripts: keeps its cookie, says what browsers say, sends the forms that pages give it. */
export class Payer {
  readonly #fixture: Pick<Fixture, "url">;
  cookie: string | undefined;
  page = "";

  constructor(fixture: Pick<Fixture, "url">) {
    this.#fixture = fixture;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#call("GET", path, { "sec-fetch-site": "none", ...headers });
  }

  async post(path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const type = { "content-type": "application/x-www-form-urlencoded" };
    const said = { origin: "http://localhost:4000", "sec-fetch-site": "same-origin" };
    return this.#call("POST", path, { ...type, ...said, ...headers }, new URLSearchParams(form).toString());
  }

  /** Sends the form of the present page that leads to `path`, with its hidden fields. */
  async submit(path: string, typed: Record<string, string> = {}, headers: Record<string, string> = {}) {
    return this.post(path, { ...this.fieldsOf(path), ...typed }, headers);
  }

  fieldsOf(path: string): Record<string, string> {
    const form = this.page
      .split("<form ")
      .find((part) => part.includes(`method="post"`) && part.includes(`action="${path}"`));
    if (form === undefined) throw new Error(`no form leads to ${path}`);
    const fields = [...form.split("</form>")[0]!.matchAll(/type="hidden"\s+name="(\w+)"\s+value="([^"]*)"/g)];
    return Object.fromEntries(fields.map(([, name, value]) => [name!, value!]));
  }

  async #call(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const answer = await fetch(this.#fixture.url + path, {
      method,
      redirect: "manual",
      headers: { ...(this.cookie === undefined ? {} : { cookie: this.cookie }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const [set] = answer.headers.getSetCookie();
    if (set !== undefined) this.cookie = set.split(";")[0];
    const text = await answer.text();
    if (answer.headers.get("content-type")?.startsWith("text/html")) this.page = text;
    const code = /<meta name="tallystick:code" content="(\w+)"/.exec(text)?.[1];
    return { status: answer.status, headers: answer.headers, text, code, location: answer.headers.get("location") };
  }
}

/** A new link's public id. */
export async function newLink(
  fixture: Fixture,
  body: Record<string, unknown>,
): Promise<{ webId: string; linkId: string }> {
  const { status, body: link } = await fixture.post("/test/links/create", body);
  if (status !== 200) throw new Error(`links/create answered ${status}: ${JSON.stringify(link)}`);
  return { webId: link.web_id, linkId: link.link_id };
}
