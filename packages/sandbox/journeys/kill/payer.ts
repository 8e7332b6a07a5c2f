import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { bodyData, exchange, formOf, linkOf, titleOf, type Form, type Page } from "./page.ts";
import { until } from "../harness/until.ts";

export interface PayerOptions {
  readonly bank: string;
  readonly login: string;
  readonly password: string;
  /** Every one-time code that this person's phone has got so far, oldest first. */
  readonly codes: () => readonly string[];
  /** For banks that want a pin instead. */
  readonly pin?: string | undefined;
  /** Closes the tab once the bank has the answer, and never sees the hub again. */
  readonly closesTab?: boolean;
}

/** How somebody goes on whose page did not load. */
export type ComesBack =
  /** Loads the address again. */
  | "reload"
  /** Sends the form again, as a browser offers on reload. */
  | "resend"
  /** Opens the payment link anew. */
  | "reopen";

const withinMs = 60_000;
const paid: ReadonlySet<string> = new Set(["paid", "on_their_way", "already_paid"]);

/** A person with a browser, who does what each page asks for until it says that the payment is made. */
export class Payer {
  readonly #options: PayerOptions;
  readonly #cookies = new Map<string, { host: string; path: string; pair: string }>();
  readonly #codeOf = new Map<string, string>();
  #codesKnown: number;
  #link = "";
  #address = "";
  #unanswered: Form | undefined;

  constructor(options: PayerOptions) {
    this.#options = options;
    this.#codesKnown = options.codes().length;
  }

  /** Rejects with `NobodyThere` when the system is gone; `goOn` then goes on. */
  async pay(webUrl: string): Promise<void> {
    this.#link = webUrl;
    await this.#finish(await this.#open(webUrl));
  }

  async goOn(how: ComesBack): Promise<void> {
    const form = this.#unanswered;
    if (how === "reopen") return this.pay(this.#link);
    await this.#finish(
      how === "resend" && form !== undefined ? await this.#submit(form) : await this.#open(this.#address),
    );
  }

  async #finish(first: Page): Promise<void> {
    let page = first;
    const seen: string[] = [];
    for (const ends = performance.now() + withinMs; performance.now() < ends;) {
      seen.push(describe(page));
      const next = bodyData(page, "step") === undefined ? await this.#atBank(page) : await this.#atHub(page);
      if (next === undefined) return;
      page = next;
    }
    assert.fail(`still not paid after ${withinMs} ms:\n${seen.slice(-8).join("\n")}`);
  }

  /** The next page; nothing when the payment is made. */
  async #atHub(page: Page): Promise<Page | undefined> {
    const { origin, pathname } = new URL(page.url);
    const step = bodyData(page, "step");
    if (step === "choose") return this.#open(`${origin}${pathname}?bank=${this.#options.bank}`);
    if (step === "confirm") return this.#submit(formOf(page, pathname) ?? lost(page));
    if (step === "go") return this.#open(page.refresh ?? lost(page));
    if (step === "wait") return this.#lookLater();
    const code = bodyData(page, "code") ?? "";
    if (paid.has(code)) return undefined;
    if (code !== "not_finished") lost(page);
    const onward = linkOf(page, (href) => href.endsWith("/go"));
    return onward === undefined ? this.#lookLater() : this.#open(onward);
  }

  async #lookLater(): Promise<Page> {
    await wait(100);
    return this.#open(this.#link);
  }

  async #atBank(page: Page): Promise<Page | undefined> {
    const { login, password } = this.#options;
    const asked = formOf(page, "/login");
    if (asked !== undefined) return this.#submit(asked, { login, secret: password });
    const answer = formOf(page, "/answer");
    if (answer !== undefined) return this.#answer(page, answer);
    const form = formOf(page, "/account") ?? formOf(page, "/method") ?? formOf(page, "/challenge");
    if (form !== undefined) return this.#submit(form);
    // "Back to the shop" at the end, "Continue" where a form that is sent again no longer fits.
    return this.#open(linkOf(page, (href) => /\/sca\/[^/#]+(?:\/return)?$/.test(href)) ?? lost(page));
  }

  async #answer(page: Page, form: Form): Promise<Page | undefined> {
    const code = this.#options.pin ?? (await this.#codeFor(form.fields["challenge_id"] ?? ""));
    // A message that was lost with the process is sent again when asked for.
    if (code === undefined) return this.#submit(formOf(page, "/challenge") ?? lost(page));
    if (this.#options.closesTab !== true) return this.#submit(form, { code });
    await this.#post(form, { code });
    return undefined;
  }

  async #codeFor(challengeId: string): Promise<string | undefined> {
    const look = (): string | undefined => {
      const codes = this.#options.codes();
      if (codes.length === this.#codesKnown) return this.#codeOf.get(challengeId);
      this.#codesKnown = codes.length;
      this.#codeOf.set(challengeId, codes.at(-1) ?? "");
      return codes.at(-1);
    };
    return until("a code on the phone", look, { withinMs: 1_000 }).catch(() => undefined);
  }

  async #submit(form: Form, typed: Readonly<Record<string, string>> = {}): Promise<Page> {
    const page = await this.#post(form, typed);
    return page.location === undefined ? page : this.#open(page.location);
  }

  async #post(form: Form, typed: Readonly<Record<string, string>> = {}): Promise<Page> {
    const filled: Form = { action: form.action, fields: { ...form.fields, ...typed } };
    this.#unanswered = filled;
    const { origin } = new URL(form.action);
    const page = await this.#exchange({
      method: "POST",
      url: form.action,
      headers: { origin, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(filled.fields).toString(),
    });
    this.#unanswered = undefined;
    return page;
  }

  async #open(url: string): Promise<Page> {
    let target: string | undefined = url;
    for (let hop = 0; hop < 10; hop += 1) {
      this.#address = target;
      this.#unanswered = undefined;
      const page: Page = await this.#exchange({ method: "GET", url: target, headers: {} });
      target = page.location;
      if (target === undefined) return page;
    }
    return assert.fail(`redirects without an end from ${url}`);
  }

  async #exchange(sending: Parameters<typeof exchange>[0]): Promise<Page> {
    const { hostname, pathname } = new URL(sending.url);
    const cookie = [...this.#cookies.values()]
      .filter(({ host, path }) => host === hostname && pathname.startsWith(path))
      .map(({ pair }) => pair)
      .join("; ");
    const headers = { accept: "text/html", ...sending.headers, ...(cookie === "" ? {} : { cookie }) };
    const page = await exchange({ ...sending, headers });
    for (const line of page.cookies) {
      const pair = line.split(";")[0] ?? "";
      const path = /;\s*path=([^;]*)/i.exec(line)?.[1] ?? "/";
      this.#cookies.set(`${hostname} ${path} ${pair.split("=")[0]}`, { host: hostname, path, pair });
    }
    assert.ok(page.status < 500, `${sending.method} ${sending.url}: ${describe(page)}`);
    return page;
  }
}

function lost(page: Page): never {
  return assert.fail(`a payer would not know what to do: ${describe(page)}`);
}

function describe(page: Page): string {
  return `${page.status} ${titleOf(page)} (${bodyData(page, "code") ?? "bank"})`;
}
