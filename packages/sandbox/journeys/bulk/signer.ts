import assert from "node:assert/strict";
import type { SandboxUser } from "../../src/index.ts";
import { until } from "../harness/until.ts";
import { exchange, formOf, titleOf, type Form, type Page } from "../kill/page.ts";

/** An account holder at the bank's pages, one payment after the other, with a phone beside the browser. */
export class Signer {
  readonly #user: SandboxUser;
  readonly #codes: () => readonly string[];
  #cookie = "";

  /** `codes`: what has come to this person's phone so far, oldest first. */
  constructor(user: SandboxUser, codes: () => readonly string[]) {
    this.#user = user;
    this.#codes = codes;
  }

  /** Logs in, reads what is to be signed, asks for a code and types it. The bank sends the browser back to the TPP. */
  async sign(scaRedirect: string): Promise<void> {
    let page = await this.#send({ method: "GET", url: scaRedirect });
    for (let step = 0; step < 12; step += 1) {
      const next = await this.#step(page);
      if (next === "signed") return;
      page = next;
    }
    assert.fail(`not signed: ${page.status} ${titleOf(page)} (${page.url})`);
  }

  async #step(page: Page): Promise<Page | "signed"> {
    if (page.location !== undefined) {
      if (page.location.startsWith("https://tpp.example/back")) return "signed";
      return this.#send({ method: "GET", url: page.location });
    }
    const login = formOf(page, "/login");
    if (login !== undefined) return this.#post(login, { login: this.#user.login, secret: this.#user.password });
    const answer = formOf(page, "/answer");
    if (answer !== undefined) return this.#post(answer, { code: await this.#newestCode() });
    const form = formOf(page, "/method") ?? formOf(page, "/challenge");
    if (form === undefined) return assert.fail(`nothing to do at ${page.status} ${titleOf(page)} (${page.url})`);
    this.#known = this.#codes().length;
    return this.#post(form, {});
  }

  #known = 0;

  #newestCode(): Promise<string> {
    return until("a code on the phone", () => (this.#codes().length > this.#known ? this.#codes().at(-1) : undefined));
  }

  #post({ action, fields }: Form, typed: Readonly<Record<string, string>>): Promise<Page> {
    return this.#send({
      method: "POST",
      url: action,
      headers: { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...fields, ...typed }).toString(),
    });
  }

  async #send(sending: { method: "GET" | "POST"; url: string; headers?: Record<string, string>; body?: string }) {
    const cookie = this.#cookie === "" ? {} : { cookie: this.#cookie };
    const page = await exchange({ ...sending, headers: { accept: "text/html", ...sending.headers, ...cookie } });
    const set = page.cookies.at(-1)?.split(";")[0];
    if (set !== undefined) this.#cookie = set;
    return page;
  }
}
