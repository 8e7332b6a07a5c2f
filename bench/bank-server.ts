// One sandbox bank as it is in production: its own process, its own database schema, mutual TLS. Started by
// bench/main.ts with its settings as one line of JSON on standard input.
import { text } from "node:stream/consumers";
import { bankMigrations, createBank, type BankSchema } from "@tallystick/aspsp";
import { createLog, listen, migrate, openDb, systemClock, systemRandom } from "@tallystick/kit";
import {
  createCoreBanking,
  ledgerMigrations,
  openSandboxBank,
  sandboxBanks,
  type LedgerSchema,
} from "@tallystick/sandbox";

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
const bank = sandboxBanks.find(({ profile }) => profile.providerId === providerId);
if (!bank) throw new Error(`no sandbox bank ${providerId}`);

const schema = `bank_${providerId}`;
const ledger = openDb<LedgerSchema>({ url, schema: "ledger" });
const db = openDb<BankSchema>({ url, schema });
await migrate(ledger, "ledger", ledgerMigrations);
await migrate(db, schema, bankMigrations);
await openSandboxBank(ledger, bank, systemClock.now());

// The log is written as in production, one line a request; the parent throws standard error away.
const log = createLog({ level: "info" });
const { xs2a } = await createBank({
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
  xs2aUrl: `https://localhost/${providerId}`,
  pagesUrl: `http://127.0.0.1/${providerId}`,
  trust: { anchors: settings.anchors },
  redirectHosts: ["localhost:4000"],
  cookieKeys: [systemRandom.token()],
  signingKeys: [settings.signingKey],
});
const tls = { cert: settings.cert, key: settings.key, clientCertificates: "request" } as const;
const listener = await listen({ handler: xs2a, host: "127.0.0.1", port: 0, tls, log });
process.send?.({ port: listener.port });
process.on("disconnect", () => process.exit(0));
