// One sandbox bank as it is in production: its own process, its own database schema, mutual TLS. Started by
// bench/start-server.ts with its settings as one line of JSON on standard input.
import { text } from "node:stream/consumers";
import { bankMigrations, createBank, type BankSchema } from "@tallystick/aspsp";
import { createLog, listen, migrate, openDb, systemClock, systemRandom, type HttpHandler } from "@tallystick/kit";
import {
  createCoreBanking,
  ledgerMigrations,
  openSandboxBank,
  sandboxBanks,
  type LedgerSchema,
} from "@tallystick/sandbox";
import { answerParent } from "../answer-parent.ts";

interface Settings {
  readonly databaseUrl: string;
  readonly providerId: string;
  readonly cert: string;
  readonly key: string;
  readonly anchors: readonly string[];
  readonly signingKey: object;
}

const settings = JSON.parse(await text(process.stdin)) as Settings;
const { databaseUrl: url, providerId } = settings;
const found = sandboxBanks.find(({ profile }) => profile.providerId === providerId);
if (!found) throw new Error(`no sandbox bank ${providerId}`);
// Accounts without a past of their own: the bench books what it reads.
const users = found.users.map((user) => ({
  ...user,
  accounts: user.accounts.map(({ history: _past, ...rest }) => rest),
}));
const bank = { ...found, users };

const schema = `bank_${providerId}`;
const ledger = openDb<LedgerSchema>({ url, schema: "ledger", reads: 2 });
const db = openDb<BankSchema>({ url, schema, reads: 1 });
await migrate(ledger, "ledger", ledgerMigrations);
await migrate(db, schema, bankMigrations);
await openSandboxBank(ledger, bank, systemClock.now());

// The log is written as in production, one line a request; the parent throws standard error away.
const log = createLog({ level: "info" });
const tls = { cert: settings.cert, key: settings.key, clientCertificates: "request" } as const;
const notYet: HttpHandler = (_req, res) => void res.writeHead(503).end();
let inside = { xs2a: notYet, pages: notYet };
const host = "127.0.0.1";
const xs2a = await listen({ host, port: 0, tls, log, handler: (req, res) => inside.xs2a(req, res) });
const pages = await listen({ host, port: 0, log, handler: (req, res) => inside.pages(req, res) });
const running = await createBank({
  // The limiter does its work, and no load of the bench reaches the limit (decision 18).
  profile: {
    ...bank.profile,
    limits: { perSecond: 1_000_000, perHour: 1_000_000_000, concurrent: 100_000 },
    maximumOpen: Infinity,
  },
  db,
  spi: createCoreBanking({ bank, db: ledger, clock: systemClock }),
  clock: systemClock,
  random: systemRandom,
  log,
  xs2aUrl: `${xs2a.url}/${providerId}`,
  pagesUrl: `${pages.url}/${providerId}`,
  trust: { anchors: settings.anchors },
  redirectHosts: [],
  cookieKeys: [systemRandom.token()],
  signingKeys: [settings.signingKey],
});
inside = running;
running.start();
answerParent({ port: xs2a.port, pagesPort: pages.port });
