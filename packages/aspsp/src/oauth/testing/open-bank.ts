import { listen, MovableClock, silentLog, systemRandom, type HttpHandler, type Log } from "@tallystick/kit";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import { createBank, type Bank } from "../../bank.ts";
import { bankMigrations } from "../../migrations/index.ts";
import type { BankSchema } from "../../migrations/schema.ts";
import type { BankProfile } from "../../profile.ts";
import { rulesOf } from "../../standard/rules-of.ts";
import {
  issue,
  makeAuthority,
  type LeafOptions,
  type TestAuthority,
  type TestCertificate,
} from "../../testing/certificates.ts";
import { FakeCoreBanking } from "../../testing/fake-core-banking.ts";
import { flatProfile } from "../../testing/test-bank.ts";
import { mutualTlsFetch } from "./mutual-tls-fetch.ts";

/** A whole bank, as one or several processes would serve it, on real listeners. */
export interface OpenBank {
  readonly profile: BankProfile;
  readonly database: TestDatabase<BankSchema>;
  readonly clock: MovableClock;
  readonly spi: FakeCoreBanking;
  readonly ca: string;
  readonly bank: Bank;
  readonly issuer: string;
  readonly pagesUrl: string;
  /** Ports of the mutual-TLS listeners; the addresses are those of the first. */
  readonly ports: readonly number[];
  certificate(options?: LeafOptions): TestCertificate;
  /** Over mutual TLS, at the instance of that number. */
  fetchWith(certificate?: TestCertificate, instance?: number): typeof fetch;
  close(): Promise<void>;
}

export async function openBank(
  options: {
    profile?: BankProfile;
    instances?: number;
    log?: Log;
    authority?: TestAuthority;
    clock?: MovableClock;
  } = {},
): Promise<OpenBank> {
  const { profile = flatProfile, instances = 1, log = silentLog, authority = makeAuthority() } = options;
  const database = await openTestDatabase<BankSchema>(bankMigrations, 8);
  const { clock = new MovableClock() } = options;
  const spi = new FakeCoreBanking();
  const server = issue(authority, { hosts: ["localhost"], commonName: "localhost" });
  const tls = { cert: server.cert, key: server.key, clientCertificates: "request" } as const;
  const doors = await Promise.all(Array.from({ length: instances }, () => openDoors(log, tls)));
  const [first] = doors;
  if (first === undefined) throw new RangeError("a bank needs an instance");
  const xs2aUrl = `${first.xs2a.url}/${profile.providerId}`;
  const pagesUrl = `${first.pages.url}/${profile.providerId}`;
  const banks = await Promise.all(
    doors.map(() =>
      createBank({
        profile,
        db: database.db,
        spi,
        clock,
        random: systemRandom,
        log,
        xs2aUrl,
        pagesUrl,
        trust: { anchors: [authority.pem], blocked: new Set() },
        cookieKeys: ["a cookie key for tests that is long enough"],
        signingKeys: [],
      }),
    ),
  );
  banks.forEach((bank, at) => doors[at]?.let(bank));
  const ports = doors.map(({ xs2a }) => xs2a.port);
  return {
    profile,
    database,
    clock,
    spi,
    ca: authority.pem,
    bank: banks[0] as Bank,
    issuer: xs2aUrl + rulesOf(profile).path,
    pagesUrl,
    ports,
    certificate: (of) => issue(authority, of),
    fetchWith: (certificate, instance = 0) => mutualTlsFetch(authority.pem, certificate, () => ports[instance]),
    close: async () => {
      for (const { xs2a, pages } of doors) await Promise.all([xs2a.close(), pages.close()]);
      for (const bank of banks) await bank.stop();
      await database.close();
    },
  };
}

/** Listeners that are open before there is a bank, so that the bank can be told their addresses. */
async function openDoors(log: Log, tls: { cert: string; key: string; clientCertificates: "request" }) {
  const notYet: HttpHandler = (_req, res) => void res.writeHead(503).end();
  let inside: Pick<Bank, "xs2a" | "pages"> = { xs2a: notYet, pages: notYet };
  const xs2a = await listen({ host: "localhost", port: 0, log, tls, handler: (req, res) => inside.xs2a(req, res) });
  const pages = await listen({ host: "127.0.0.1", port: 0, log, handler: (req, res) => inside.pages(req, res) });
  return { xs2a, pages, let: (bank: Bank) => void (inside = bank) };
}
