// One sandbox bank as a process of its own, on the ledger of its database.
import { createPrivateKey } from "node:crypto";
import { join } from "node:path";
import { serveBank } from "@tallystick/aspsp";
import { createLog, migrate, openDb, systemClock } from "@tallystick/kit";
import {
  createCoreBanking,
  ledgerMigrations,
  makeSandboxPki,
  openSandboxBank,
  type LedgerSchema,
} from "../../src/index.ts";
import { bulkBank } from "./plan.ts";

const [databaseUrl = "", dataDir = "", xs2aPort = "", pagesPort = ""] = process.argv.slice(2);
const { providerId } = bulkBank.profile;
const pki = await makeSandboxPki(join(dataDir, "pki"));
const ledger = openDb<LedgerSchema>({ url: databaseUrl, schema: "ledger", max: 8 });
await migrate(ledger, "ledger", ledgerMigrations);
await openSandboxBank(ledger, bulkBank, systemClock.now());
// Every line of standard output is a message to somebody's phone, but the first.
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const signing = { ...createPrivateKey(pki.tpp.key).export({ format: "jwk" }), kid: "bulk", alg: "ES256", use: "sig" };
await serveBank({
  profile: bulkBank.profile,
  spi: createCoreBanking({ bank: bulkBank, db: ledger, clock: systemClock, onCode: say }),
  databaseUrl,
  log: createLog({ level: "error" }),
  xs2a: {
    url: `https://localhost:${xs2aPort}/${providerId}`,
    host: "localhost",
    port: Number(xs2aPort),
    tls: pki.server,
  },
  pages: { url: `http://127.0.0.1:${pagesPort}/${providerId}`, host: "127.0.0.1", port: Number(pagesPort) },
  trust: { anchors: pki.anchors },
  cookieKeys: ["a key of this journey and of no other use"],
  signingKeys: [signing],
});
say("ready");
