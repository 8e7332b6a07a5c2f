import assert from "node:assert/strict";
import { createTallystick, TallystickError, type CreatedLink, type Link, type Tallystick } from "@tallystick/sdk";
import { sandboxBanks, type SandboxUser } from "../../src/index.ts";
import { until } from "../harness/until.ts";
import type { Paid } from "./books.ts";
import type { Ready } from "./killable-system.ts";
import { NobodyThere } from "./page.ts";
import { Payer, type ComesBack } from "./payer.ts";
import type { Scene } from "./scene.ts";

export interface Wanted {
  /** Tells this payment from every other, at the merchant, the hub and the bank. */
  readonly endToEndId: string;
  /** In bani. */
  readonly minor: bigint;
  readonly bank: string;
  readonly login: string;
  readonly closesTab?: boolean;
}

/** A bound and not a target: whatever is retried at once is over in a second. */
const withinMs = 60_000;

const creditor = { name: "Tally and Daughters", iban: "RO10RZBR0000069999999970" };

/** One payment link on its way from its creation to the last webhook, over any number of deaths of the system. */
export class Payment {
  readonly #scene: Scene;
  readonly #wanted: Wanted;
  readonly #payer: Payer;
  readonly #debtorIban: string;
  #link: CreatedLink | undefined;

  constructor(scene: Scene, wanted: Wanted) {
    this.#scene = scene;
    this.#wanted = wanted;
    const { bank, login, closesTab = false } = wanted;
    const user = userOf(bank, login);
    this.#debtorIban = user.accounts.find(({ currency }) => currency === "RON")?.iban ?? "";
    const code = new RegExp(`phone of ${RegExp.escape(login)}: code (\\d+)\\.`);
    const codes = () => scene.system.lines.flatMap((line) => code.exec(line)?.[1] ?? []);
    this.#payer = new Payer({ bank, login, password: user.password, pin: user.pin, codes, closesTab });
  }

  /** Creates the link and pays it. False when the system died before the payer was done. */
  async begin(ready: Ready): Promise<boolean> {
    return survived(async () => this.#payer.pay((await this.#create(ready)).web_url));
  }

  /** Goes on in a later life; the link is asked for again by the same key, in case the answer was lost. */
  async goOn(ready: Ready, how: ComesBack | "never"): Promise<boolean> {
    return survived(async () => {
      const before = this.#link;
      const link = await this.#create(ready);
      if (before === undefined) return this.#payer.pay(link.web_url);
      assert.equal(link.link_id, before.link_id);
      if (how !== "never") await this.#payer.goOn(how);
    });
  }

  async #create(ready: Ready): Promise<CreatedLink> {
    const { endToEndId, minor } = this.#wanted;
    const payment_intent = {
      amount: `${minor / 100n}.${String(minor % 100n).padStart(2, "0")}`,
      currency: "RON",
      creditor,
      description: `Kill ${endToEndId}`,
      end_to_end_id: endToEndId,
    };
    const options = { webhook_url: this.#scene.receiver.url };
    const { links } = clientOf(ready);
    const idempotencyKey = endToEndId;
    const create = () => patiently(() => links.create({ payment_intent, options }, { idempotencyKey }));
    this.#link = await until("the link's creation", create);
    return this.#link;
  }

  /** What the books must show. */
  get #paid(): Paid {
    const { endToEndId, minor: amount, bank } = this.#wanted;
    return { endToEndId, amount, bank, debtorIban: this.#debtorIban, creditorIban: creditor.iban };
  }

  /** The link is completed and the merchant was told every step once and in order. */
  async proveCompleted(ready: Ready): Promise<void> {
    const { receiver, system } = this.#scene;
    const linkId = this.#link?.link_id ?? assert.fail("no link was created");
    const { links } = clientOf(ready);
    let link: Link | undefined;
    const look = async (): Promise<true | undefined> => {
      link = await patiently(() => links.get(linkId));
      return link?.status === "completed" || undefined;
    };
    await until("the link to be completed", look, { withinMs, seen: () => `${link?.status}\n${system.lastLines}` });
    const history = (link?.history ?? []).map(({ status }) => status);
    const arrived = () => receiver.eventsOf(linkId);
    const events = await until("every webhook", () => (arrived().length >= history.length ? arrived() : undefined), {
      withinMs,
      seen: () => `${arrived().map(({ status }) => status)} of ${history}`,
    });
    assert.deepEqual(
      events.map(({ status }) => status),
      history,
    );
    assert.equal(events.at(-1)?.status, "completed");
    assert.deepEqual(receiver.refused, []);
  }

  /** Waits until nothing is left that the next life would begin with. */
  async untilQuiet(): Promise<void> {
    const look = async () => (await this.#scene.readBooks((books) => books.isQuiet(this.#wanted.bank))) || undefined;
    await until("the last work to be done", look, { withinMs });
  }

  /** Waits until the merchant has heard of the completion; false when the system has died before. */
  async isToldUnlessDead(): Promise<boolean> {
    const { receiver, system } = this.#scene;
    const linkId = this.#link?.link_id ?? "";
    const told = () => receiver.eventsOf(linkId).at(-1)?.status === "completed";
    const look = () => (system.isDead ? "dead" : told() ? "told" : undefined);
    return (await until("the end of the payment, or of the system", look, { withinMs })) === "told";
  }

  /** Rows P3, P4, P8: the money has moved once. */
  async provePaidOnce(): Promise<void> {
    await this.#scene.readBooks((books) => books.proveOneExecution(this.#paid));
  }
}

function clientOf({ hub, test_client: client }: Ready): Tallystick {
  return createTallystick({
    baseUrl: `${hub}/test`,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    timeoutMs: 30_000,
  });
}

/** The hub's "not now": the database has not yet noticed that a first call's process is gone, or too many asked at once. */
const notNow: ReadonlySet<string> = new Set(["request_in_progress", "rate_limited"]);

async function patiently<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TallystickError && notNow.has(error.code)) return undefined;
    throw error;
  }
}

/** False when the system was not there any more. */
async function survived(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const silence = error instanceof TallystickError && error.code === "no_answer";
    if (silence || error instanceof NobodyThere) return false;
    throw error;
  }
}

function userOf(bank: string, login: string): SandboxUser {
  const users = sandboxBanks.find(({ profile }) => profile.providerId === bank)?.users ?? [];
  return users.find((user) => user.login === login) ?? assert.fail(`${bank} has no ${login}`);
}
