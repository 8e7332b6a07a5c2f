import { generateKeyPairSync, randomUUID } from "node:crypto";
import { Agent, request } from "node:https";
import { listen, MovableClock, silentLog, systemRandom, type Log } from "@tallystick/kit";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import { createBank, type Bank, type BankOptions } from "../bank.ts";
import { bankMigrations } from "../migrations/index.ts";
import type { BankSchema } from "../migrations/schema.ts";
import type { BankProfile } from "../profile.ts";
import { issue, makeAuthority, type TestAuthority, type TestCertificate } from "./certificates.ts";
import { FakeCoreBanking } from "./fake-core-banking.ts";
import { assertDocumented } from "./openapi/assert-documented.ts";
import type { DeviationName } from "./openapi/deviations.ts";
import { samplePayment, testProfile } from "./test-bank.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The decoded body; undefined without one. */
  readonly body: any;
  /** In what the answer differs, as decided, from the standard's OpenAPI file. */
  readonly deviations: readonly DeviationName[];
}

interface CallOptions {
  readonly method?: string;
  /** From `/v1` on; with `raw` the whole path. */
  readonly path: string;
  readonly raw?: boolean;
  /** Overrides; undefined leaves a header out. */
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
  /** An object is sent as JSON. */
  readonly body?: unknown;
  /** Null calls without a certificate. */
  readonly certificate?: TestCertificate | null;
}

/** A whole bank behind a real mutual-TLS listener, with the fake core banking. */
export interface HttpBank {
  readonly bank: Bank;
  readonly database: TestDatabase<BankSchema>;
  readonly clock: MovableClock;
  readonly spi: FakeCoreBanking;
  readonly authority: TestAuthority;
  readonly certificate: TestCertificate;
  readonly blocked: Set<string>;
  readonly base: string;
  readonly port: number;
  /** The answer, held against the standard's OpenAPI file. */
  call(options: CallOptions): Promise<Reply>;
  /** Initiates a payment with the body changed, and headers overridden. */
  initiate(change?: Record<string, unknown>, options?: Partial<CallOptions>): Promise<Reply>;
  countPayments(): Promise<number>;
  /** Ends every connection that was made with this certificate. */
  hangUp(certificate: TestCertificate): void;
  close(): Promise<void>;
}

export const productPath = "/v1/payments/domestic-ron-transfers";

export interface HttpBankOptions {
  readonly profile?: BankProfile;
  readonly log?: Log;
  readonly clock?: MovableClock;
  /** One more process of that bank: same database, core banking, clock and TPP. */
  readonly beside?: HttpBank;
  /** Overrides of what the bank is made with. */
  readonly bank?: (made: {
    authority: TestAuthority;
    clock: MovableClock;
    trust: BankOptions["trust"];
  }) => Promise<Partial<BankOptions>>;
}

export async function openHttpBank(options: HttpBankOptions = {}): Promise<HttpBank> {
  const { profile = testProfile, log = silentLog, beside } = options;
  const database = beside?.database ?? (await openTestDatabase<BankSchema>(bankMigrations));
  const { db } = database;
  const clock = beside?.clock ?? options.clock ?? new MovableClock();
  const [spi, authority] = [beside?.spi ?? new FakeCoreBanking(), beside?.authority ?? makeAuthority()];
  const [certificate, server] = [issue(authority), issue(authority, { hosts: ["localhost"], commonName: "localhost" })];
  const blocked = new Set<string>();
  const base = `/${profile.providerId}/xs2a/berlin/1.3`;
  const trust = { anchors: [authority.pem], blocked };
  const bank = await createBank({
    profile,
    db,
    spi,
    clock,
    random: systemRandom,
    log,
    xs2aUrl: `https://localhost:4443/${profile.providerId}`,
    pagesUrl: `http://127.0.0.1:4080/${profile.providerId}`,
    trust,
    redirectHosts: ["localhost:4000"],
    cookieKeys: ["a cookie key for tests that is long enough"],
    signingKeys: [signingKey()],
    ...(await options.bank?.({ authority, clock, trust })),
  });
  const tls = { cert: server.cert, key: server.key, clientCertificates: "request" } as const;
  const listener = await listen({ handler: bank.xs2a, host: "127.0.0.1", port: 0, tls, log });
  const agents = new Map<string, Agent>();
  const agentOf = (of: TestCertificate | null): Agent => {
    const key = of?.cert ?? "";
    const agent =
      agents.get(key) ??
      new Agent({ keepAlive: true, ca: authority.pem, ...(of ? { cert: of.cert, key: of.key } : {}) });
    agents.set(key, agent);
    return agent;
  };
  const call = async (o: CallOptions): Promise<Reply> => {
    const { certificate: used = certificate } = o;
    const sent = { ...o, headers: headersOf(o), path: o.raw === true ? o.path : `${base}${o.path}` };
    const reply = await send(agentOf(used), listener.port, sent);
    const { method = "GET", path, headers } = sent;
    const deviations = assertDocumented({ ...reply, method, path, requestId: headers["X-Request-ID"], profile });
    return { ...reply, deviations };
  };
  return {
    bank,
    database,
    clock,
    spi,
    authority,
    certificate,
    blocked,
    base,
    port: listener.port,
    call,
    initiate: (change, o) => call({ method: "POST", path: productPath, body: { ...samplePayment, ...change }, ...o }),
    countPayments: async () => {
      const count = db.selectFrom("payment").select((select) => select.fn.countAll<string>().as("n"));
      return Number((await count.executeTakeFirstOrThrow()).n);
    },
    hangUp: ({ cert }) => agents.get(cert)?.destroy(),
    close: async () => {
      for (const agent of agents.values()) agent.destroy();
      await listener.close();
      await bank.stop();
      if (beside === undefined) await database.close();
    },
  };
}

const bytesOf = ({ body }: CallOptions): string | Uint8Array | undefined =>
  body === undefined || typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);

function headersOf(o: CallOptions): Record<string, string> {
  const given: Record<string, string | string[] | undefined> = {
    "X-Request-ID": randomUUID(),
    "PSU-IP-Address": "192.0.2.1",
    "TPP-Redirect-URI": "https://tpp.example/back",
    ...(o.body === undefined ? {} : { "Content-Type": "application/json" }),
    ...o.headers,
  };
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Record<string, string>;
}

function send(
  agent: Agent,
  port: number,
  o: CallOptions & { headers: Record<string, string> },
): Promise<Omit<Reply, "deviations">> {
  return new Promise((resolve, reject) => {
    const options = {
      agent,
      host: "127.0.0.1",
      servername: "localhost",
      port,
      method: o.method ?? "GET",
      path: o.path,
      headers: o.headers,
    };
    const outgoing = request(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, body: decoded(text) });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(bytesOf(o));
  });
}

function decoded(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function signingKey() {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { ...privateKey.export({ format: "jwk" }), alg: "ES256", use: "sig" } as never;
}

/** The code of the first message of a NextGenPSD2 error body. */
export function codeOf(reply: Reply): string | undefined {
  return reply.body?.tppMessages?.[0]?.code;
}

/** Code and path of each message. */
export function messagesOf(reply: Reply): string[] {
  const messages: { code: string; path?: string }[] = reply.body?.tppMessages ?? [];
  return messages.map(({ code, path }) => `${code} ${path ?? ""}`.trim());
}
