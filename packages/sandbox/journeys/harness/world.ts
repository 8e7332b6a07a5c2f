import assert from "node:assert/strict";
import { systemRandom, type MovableClock } from "@tallystick/kit";
import { createTallystick, type CreatedLink, type CreateLink, type Tallystick } from "@tallystick/sdk";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import type { RunningSystem, SandboxUser } from "../../src/index.ts";
import { launchBrowser } from "@tallystick/kit/testing/browser";
import { tallyStick } from "../../src/shop/product.ts";
import { openSystem, type OwnSystem } from "./system.ts";
import { Troubles } from "./troubles.ts";

export type Intent = CreateLink["payment_intent"];
export type JourneyLink = Pick<CreatedLink, "link_id" | "web_id" | "web_url"> & { readonly intent: Intent };

const shopkeeper = { name: "Raboj Tally Sticks SRL", iban: "RO10RZBR0000069999999970" };

/** One whole system with its own data folder, database, ports and clock, and a browser beside it. */
export class World {
  readonly system: RunningSystem;
  readonly clock: MovableClock;
  readonly merchant: Tallystick;
  readonly log: readonly string[];
  readonly #browser: Browser;
  readonly #codes: readonly string[];
  readonly #contexts: { context: BrowserContext; troubles: Troubles }[] = [];
  readonly #end: () => Promise<void>;

  private constructor(started: OwnSystem, browser: Browser) {
    this.system = started.system;
    this.clock = started.clock;
    this.log = started.log;
    this.#codes = started.codes;
    this.#browser = browser;
    this.#end = () => started.end();
    this.merchant = createTallystick({ baseUrl: `${this.system.addresses.hub}/test`, ...this.system.testClient });
  }

  static async open(): Promise<World> {
    const [started, browser] = await Promise.allSettled([openSystem(), launchBrowser()]);
    if (started.status === "fulfilled" && browser.status === "fulfilled")
      return new World(started.value, browser.value);
    // Whichever is there would keep the process of the test from ending.
    if (started.status === "fulfilled") await started.value.end();
    if (browser.status === "fulfilled") await browser.value.close();
    throw started.status === "rejected" ? started.reason : (browser as PromiseRejectedResult).reason;
  }

  /** Ends everything; fails when a page misbehaved, or when the log has an error or a secret. */
  async close(): Promise<void> {
    await this.#browser.close();
    await this.#end();
    for (const { troubles } of this.#contexts) troubles.assertNone();
    const bad = this.log.filter((line) => /"level":(50|60|"error"|"fatal")|webhook_refused/.test(line));
    assert.deepEqual(bad, [], "the log has errors");
    const passwords = Object.values(this.system.users).flatMap((users) => users.map(({ password }) => password));
    const codes = this.#codes.flatMap((line) => /code (\d{7})/.exec(line)?.[1] ?? []);
    const text = this.log.join("\n");
    // Passwords that are all digits, or equal to the login, could stand in an id by chance.
    const secrets = [...passwords.filter((password) => password.includes("-")), ...codes];
    assert.deepEqual(
      secrets.filter((secret) => new RegExp(`(?<![\\w-])${secret}(?![\\w-])`).test(text)),
      [],
      "the log has secrets",
    );
  }

  /** A link that waits to be paid; its webhooks go to the shop. Every link has its own end-to-end id, by which the ledger knows it. */
  async createLink(
    intent: Partial<Intent> = {},
    { options, ...rest }: Omit<Partial<CreateLink>, "payment_intent"> = {},
  ): Promise<JourneyLink> {
    const { shop } = this.system.addresses;
    const whole: Intent = {
      amount: "12.50",
      currency: "RON",
      creditor: shopkeeper,
      description: tallyStick.description,
      end_to_end_id: `JOURNEY-${systemRandom.uuid().slice(0, 8)}`,
      ...intent,
    };
    const link = await this.merchant.links.create({
      payment_intent: whole,
      options: { webhook_url: `${shop}/webhooks`, redirect_url: `${shop}/orders`, ...options },
      ...rest,
    });
    return { link_id: link.link_id, web_id: link.web_id, web_url: link.web_url, intent: whole };
  }

  /** A browser of its own, with no cookie in common with any other. */
  async newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.#browser.newContext(options);
    context.setDefaultTimeout(15_000);
    this.#contexts.push({ context, troubles: new Troubles(context, (url) => this.#isOurs(url)) });
    return context;
  }

  async newPage(options: BrowserContextOptions = {}): Promise<Page> {
    return (await this.newContext(options)).newPage();
  }

  /** The newest code that was sent to that person, as the sandbox prints it. */
  codeFor(login: string): string {
    const line = this.#codes.findLast((one) => one.includes(`phone of ${login}: code `));
    const code = /: code (\d{7})\./.exec(line ?? "")?.[1];
    assert.ok(code, `no code was sent to ${login}`);
    return code;
  }

  user(providerId: string, login: string): SandboxUser {
    const user = this.system.users[providerId]?.find((one) => one.login === login);
    assert.ok(user, `${providerId} has no user ${login}`);
    return user;
  }

  /** Only documents of our own addresses, and of the machine itself: a stranger's site in a journey stands on loopback too. */
  #isOurs(url: string): boolean {
    const { hostname, protocol } = new URL(url);
    return protocol === "data:" || protocol === "blob:" || hostname === "localhost" || hostname === "127.0.0.1";
  }
}
