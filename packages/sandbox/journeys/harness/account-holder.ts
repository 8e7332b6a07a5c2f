import assert from "node:assert/strict";
import { exchange, formOf, titleOf, type Page } from "../kill/page.ts";

export interface AccountHolder {
  readonly login: string;
  readonly password: string;
  /** The newest code on that person's phone. */
  readonly code: () => string;
}

/**
 * Does at the bank what each page asks for, without a browser, and answers where the bank leads in the end: an address
 * that begins with `back`.
 */
export async function authoriseAtBank(url: string, holder: AccountHolder, back: string): Promise<URL> {
  const jar = new Map<string, { path: string; pair: string }>();
  let { page, location } = await visit(jar, { url });
  for (let step = 0; step < 20; step += 1) {
    if (location?.startsWith(back) === true) return new URL(location);
    if (location === undefined) {
      const form = filledForm(page, holder);
      ({ page, location } = await visit(jar, form));
    } else ({ page, location } = await visit(jar, { url: location }));
  }
  return assert.fail(`the bank's pages do not come to an end: ${titleOf(page)}`);
}

/** An account where there is a choice is the first. */
function filledForm(page: Page, { login, password, code }: AccountHolder): { url: string; fields: URLSearchParams } {
  const typed: readonly (readonly [string, () => Record<string, string>])[] = [
    ["/login", () => ({ login, secret: password })],
    ["/account", () => ({})],
    ["/answer", () => ({ code: code() })],
    ["/method", () => ({})],
    ["/allow", () => ({})],
  ];
  for (const [end, fill] of typed) {
    const form = formOf(page, end);
    if (form !== undefined) {
      return { url: form.action, fields: new URLSearchParams({ ...form.fields, ...fill() }) };
    }
  }
  return assert.fail(`an account holder would not know what to do: ${page.status} ${titleOf(page)}`);
}

async function visit(
  jar: Map<string, { path: string; pair: string }>,
  { url, fields }: { url: string; fields?: URLSearchParams },
): Promise<{ page: Page; location: string | undefined }> {
  const { origin, pathname } = new URL(url);
  const cookies = [...jar.values()].filter(({ path }) => pathname.startsWith(path)).map(({ pair }) => pair);
  const headers = { accept: "text/html", ...(cookies.length === 0 ? {} : { cookie: cookies.join("; ") }) };
  const form = { origin, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };
  const page = await exchange(
    fields === undefined
      ? { method: "GET", url, headers }
      : { method: "POST", url, headers: { ...headers, ...form }, body: fields.toString() },
  );
  for (const line of page.cookies) {
    const [pair = ""] = line.split(";");
    const path = /;\s*path=([^;]*)/i.exec(line)?.[1] ?? "/";
    jar.set(`${path} ${pair.split("=")[0]}`, { path, pair });
  }
  assert.ok(page.status < 400, `${url}: ${page.status} ${titleOf(page)}`);
  return { page, location: page.location };
}
