import { randomBytes } from "node:crypto";
import {
  listen,
  MovableClock,
  noCheckpoint,
  silentLog,
  systemRandom,
  type Checkpoint,
  type SafeRequest,
} from "@tallystick/kit";
import { openTestDatabase } from "@tallystick/kit/testing";
import { banks } from "../connector/banks/all.ts";
import { registryOf } from "../connector/connector.ts";
import type { ClientCredentials } from "../client/clients.ts";
import type { LimitSettings } from "../client/limits.ts";
import type { HubDeps } from "../deps.ts";
import type { LinkStatusUpdate } from "../events.ts";
import { createHub, type Hub } from "../hub.ts";
import { hubMigrations } from "../migrations/index.ts";
import type { HubSchema } from "../migrations/schema.ts";
import { conform } from "./conform.ts";
import { FakeBank } from "./fake-bank.ts";

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

export interface Fixture {
  readonly hub: Hub;
  /** For verbs that have no route of the API. Its checkpoint and clock are those of the hub. */
  readonly deps: HubDeps;
  readonly clock: MovableClock;
  readonly url: string;
  readonly bank: FakeBank;
  readonly otherBank: FakeBank;
  readonly client: ClientCredentials;
  readonly other: ClientCredentials;
  /** Webhook bodies in the order of their arrival. */
  readonly received: LinkStatusUpdate[];
  /** POST with the client's credentials added unless the body has its own. */
  post(path: string, body: Record<string, unknown>, headers?: Record<string, string>): Promise<Reply>;
  raw(path: string, body: string | Uint8Array, headers?: Record<string, string>): Promise<Reply>;
  count(table: "link" | "attempt" | "link_event" | "outbox" | "idempotency"): Promise<number>;
  close(): Promise<void>;
}

export interface FixtureOptions {
  readonly limits?: LimitSettings;
  readonly checkpoint?: Checkpoint;
  readonly environment?: "test" | "live";
  /** Where webhooks go, in place of the receiver that takes them all. */
  readonly outbound?: SafeRequest;
}

const freely: LimitSettings = { perSecond: 1e6, concurrent: 1e6, wrongSecretsPerMinute: 1e6 };

/** A hub on a schema of its own, with two banks that do as they are told and a receiver that takes every webhook. */
export async function startFixture(options: FixtureOptions = {}): Promise<Fixture> {
  const database = await openTestDatabase<HubSchema>(hubMigrations);
  const clock = new MovableClock();
  const bank = new FakeBank(banks.find((one) => one.bank.providerId === "rzb_ro")!.bank);
  const otherBank = new FakeBank(banks.find((one) => one.bank.providerId === "bt_ro")!.bank);
  const connectors = registryOf([bank, otherBank]);
  const received: LinkStatusUpdate[] = [];
  const outbound: SafeRequest = async ({ body }) => {
    received.push(JSON.parse(Buffer.from(body ?? "").toString()) as LinkStatusUpdate);
    return { status: 204, headers: {}, body: new Uint8Array() };
  };
  const shared = {
    environment: options.environment ?? "test",
    url: "http://localhost:4000",
    db: database.db,
    connectors,
    clock,
    random: systemRandom,
    log: silentLog,
    checkpoint: options.checkpoint ?? noCheckpoint,
  } as const;
  const hub = await createHub({
    ...shared,
    outbound: options.outbound ?? outbound,
    sealKey: randomBytes(32),
    secureCookies: false,
    limits: options.limits ?? freely,
  });
  const webhookUrls = ["https://shop.test/webhook"];
  const client = await hub.clients.add({ name: "Shop", redirectUrls: ["https://shop.test/done"], webhookUrls });
  const other = await hub.clients.add({ name: "Other shop" });
  const listener = await listen({ handler: hub.handler, host: "127.0.0.1", port: 0, log: silentLog });

  async function raw(path: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Reply> {
    const answer = await fetch(listener.url + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: body as RequestInit["body"] & (string | Uint8Array),
    });
    const text = await answer.text();
    const reply = { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
    conform(path, reply);
    return reply;
  }

  return {
    hub,
    deps: { ...shared, wake: () => {} },
    clock,
    url: listener.url,
    bank,
    otherBank,
    client,
    other,
    received,
    raw,
    post: (path, body, headers) =>
      raw(path, JSON.stringify({ client_id: client.client_id, client_secret: client.client_secret, ...body }), headers),
    count: async (table) => {
      const { n } = await database.db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<string>().as("n"))
        .executeTakeFirstOrThrow();
      return Number(n);
    },
    close: async () => {
      await hub.stop();
      await listener.close();
      await database.close();
    },
  };
}

/** A body of `links/create` that is right in every member. */
export function goodLink(): { payment_intent: Record<string, any> } & Record<string, any> {
  return {
    payment_intent: {
      amount: "12.50",
      currency: "RON",
      creditor: { name: "Tally Shop", iban: "RO10RZBR0000069999999970" },
      description: "Order 1001",
    },
  };
}

/** The good body with one member, by its dotted path, set to `value` (or taken out, when undefined). */
export function withMember(path: string, value: unknown): Record<string, unknown> {
  const body: Record<string, any> = {
    ...goodLink(),
    payment_method: {},
    options: {},
    tracking: {},
  };
  const names = path.split(".");
  let node = body;
  for (const name of names.slice(0, -1)) node = node[name] ??= {};
  if (value === undefined) delete node[names.at(-1)!];
  else node[names.at(-1)!] = value;
  return body;
}
