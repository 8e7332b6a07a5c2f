// `npm run bench`: each row measures one operation of ours beside a raw baseline in the same run and prints the ratio.
// docs/benchmarks.md says how, and what a row must do to be added.
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { silentLog, startPostgres } from "@tallystick/kit";
import { createScratchDatabase } from "@tallystick/kit/testing";
import { createAuthority, issueCertificate } from "@tallystick/sandbox/testing";
import { measurePaymentStatus } from "./payment-status.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "8" }, rounds: { type: "string", default: "3" } },
});

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "tallystick-bench-"));
  const given = process.env["DATABASE_URL"];
  const postgres = given ? undefined : await startPostgres({ dataDir, log: silentLog });
  const database = await createScratchDatabase(given ?? postgres?.url ?? "");
  try {
    const authority = await createAuthority();
    const server = await issueCertificate(authority, { commonName: "localhost", sans: ["localhost", "127.0.0.1"] });
    const client = await issueCertificate(authority, {
      commonName: "tpp.example",
      organizationIdentifier: "PSDLT-BOL-123456",
      roles: ["PSP_PI"],
      sans: ["localhost"],
    });
    process.stdout.write(
      `Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? "unknown processor"}\n\n`,
    );
    const row = await measurePaymentStatus({
      databaseUrl: database.url,
      authority,
      server,
      client,
      signingKey: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
      measureMs: Number(values.seconds) * 1000,
      rounds: Number(values.rounds),
    });
    process.stdout.write(row);
  } finally {
    await database.drop();
    await postgres?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

await main();
