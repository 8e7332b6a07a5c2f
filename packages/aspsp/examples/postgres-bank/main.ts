// A bank as a process of its own; docs/bank.md says how to run it.
import { readFile } from "node:fs/promises";
import { serveBank } from "@tallystick/aspsp";
import { migrate, openDb, readConfig, setting, systemClock } from "@tallystick/kit";
import { createPostgresCore } from "./core.ts";
import { addDemoCustomers } from "./demo.ts";
import { profile } from "./profile.ts";
import { coreTables } from "./tables.ts";

const config = readConfig(process.env, {
  databaseUrl: setting.secretFile("BANK_DATABASE_URL_FILE", { minLength: 1 }),
  cookieKey: setting.secretFile("BANK_COOKIE_KEY_FILE"),
  signingKey: setting.secretFile("BANK_SIGNING_KEY_FILE"),
  pki: setting.text("BANK_PKI"),
  xs2aPort: setting.port("BANK_XS2A_PORT", { default: 8443 }),
  pagesPort: setting.port("BANK_PAGES_PORT", { default: 8080 }),
});
const { databaseUrl, pagesPort, pki, xs2aPort } = config;
const core = openDb<unknown>({ url: databaseUrl, schema: "core" });
await migrate(core, "core", coreTables);
await addDemoCustomers(core);

const served = await serveBank({
  profile,
  spi: createPostgresCore({ db: core, clock: systemClock, timeZone: "Europe/Vilnius", bankCode: "99999" }),
  databaseUrl,
  xs2a: {
    url: `https://localhost:${xs2aPort}/demo_bank`,
    host: "localhost",
    port: xs2aPort,
    tls: { certFile: `${pki}/server.pem`, keyFile: `${pki}/server.key` },
  },
  pages: { url: `http://127.0.0.1:${pagesPort}/demo_bank`, host: "127.0.0.1", port: pagesPort },
  trust: { anchors: [await readFile(`${pki}/root.pem`, "utf8"), await readFile(`${pki}/issuing.pem`, "utf8")] },
  cookieKeys: [config.cookieKey],
  signingKeys: [JSON.parse(config.signingKey) as object],
});
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, stop);
process.stdout.write(`demo_bank serves TPPs on port ${served.xs2aPort}, browsers on port ${served.pagesPort}\n`);

/** Once, whichever comes first: a second signal ends the process as it would any other. */
function stop(): void {
  for (const signal of ["SIGTERM", "SIGINT"]) process.removeListener(signal, stop);
  void served.close().then(() => core.destroy());
}
