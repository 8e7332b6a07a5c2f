import { readFile } from "node:fs/promises";
import { createLog, listen, migrate, openDb, systemClock, systemRandom, type Listener } from "@tallystick/kit";
import { createBank, type Bank, type BankOptions } from "./bank.ts";
import { bankMigrations } from "./migrations/index.ts";
import type { BankSchema } from "./migrations/schema.ts";

type Given = "profile" | "spi" | "trust" | "cookieKeys" | "signingKeys";
type Defaulted = "clock" | "random" | "log" | "redirectHosts" | "checkpoint";

export interface ServeBankOptions extends Pick<BankOptions, Given>, Partial<Pick<BankOptions, Defaulted>> {
  /** PostgreSQL 15 to 18, "postgres://bank@db.example:5432/openbanking". The account may create a schema. */
  readonly databaseUrl: string;
  /** Default `bank_` and the provider id. */
  readonly schema?: string;
  /** Most connections to the database at a time; default 8. */
  readonly connections?: number;
  /** For TPPs, always TLS with client certificates. */
  readonly xs2a: Door & { readonly tls: TlsFiles };
  /** For browsers; without TLS it belongs behind a proxy that ends it. */
  readonly pages: Door & { readonly tls?: TlsFiles };
}

export interface Door {
  /** How it is reached from outside, with the provider id: "https://xs2a.bank.example/demo_bank". */
  readonly url: string;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
}

/** PEM files: the certificate with those of its issuers behind it, and its private key. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface ServedBank {
  readonly bank: Bank;
  readonly xs2aPort: number;
  readonly pagesPort: number;
  /** Takes no more requests, lets those under way end, gives work back. */
  close(): Promise<void>;
}

/** One bank as a process of its own: brings the database up to date, opens both doors and begins the work that is due. */
export async function serveBank(options: ServeBankOptions): Promise<ServedBank> {
  const cleanUp: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of cleanUp.splice(0).toReversed()) await step();
  };
  try {
    return await open(options, cleanUp, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  options: ServeBankOptions,
  cleanUp: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<ServedBank> {
  const { connections = 8, databaseUrl: url, log = createLog({ level: "info" }), pages, profile, xs2a } = options;
  const schema = options.schema ?? `bank_${profile.providerId}`;
  // Whatever a person may have to mend is read before anything is opened.
  const xs2aTls = { ...(await readTls(xs2a.tls)), clientCertificates: "request" } as const;
  const pagesTls = pages.tls === undefined ? {} : { tls: await readTls(pages.tls) };
  const db = openDb<BankSchema>({ url, schema, max: connections, reads: 1 });
  cleanUp.push(() => db.destroy());
  await migrate(db, schema, bankMigrations);
  const { clock = systemClock, random = systemRandom } = options;
  const bank = await createBank({ ...options, db, clock, random, log, xs2aUrl: xs2a.url, pagesUrl: pages.url });
  cleanUp.push(() => bank.stop());
  const doors: Listener[] = [];
  cleanUp.push(async () => void (await Promise.all(doors.map((door) => door.close()))));
  doors.push(await listen({ handler: bank.xs2a, host: xs2a.host, port: xs2a.port, tls: xs2aTls, log }));
  doors.push(await listen({ handler: bank.pages, host: pages.host, port: pages.port, ...pagesTls, log }));
  bank.start();
  const [xs2aPort = 0, pagesPort = 0] = doors.map(({ port }) => port);
  return { bank, xs2aPort, pagesPort, close };
}

async function readTls({ certFile, keyFile }: TlsFiles): Promise<{ readonly cert: string; readonly key: string }> {
  const [cert, key] = await Promise.all([readFile(certFile, "utf8"), readFile(keyFile, "utf8")]);
  return { cert, key };
}
