// `npm run bench`: each row measures one operation of ours beside a raw baseline in the same run and prints the ratio.
// docs/benchmarks.md says how, and what a row must do to be added.
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { silentLog, startPostgres } from "@tallystick/kit";
import { createScratchDatabase } from "@tallystick/kit/testing";
import { createAuthority, issueCertificate } from "@tallystick/sandbox/testing";
import { measureBank } from "./bank/measure-bank.ts";
import { measureCategorise } from "./categorise/measure-categorise.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", multiple: true, default: [] },
    seconds: { type: "string", default: "8" },
    rounds: { type: "string", default: "3" },
    entries: { type: "string", default: "1000000" },
    lines: { type: "string", default: "100000" },
    soak: { type: "string", default: "0" },
  },
});

const print = (text: string): void => void process.stdout.write(text);
const tppId = "PSDLT-BOL-123456";

const processor = `${cpus().length} cores, ${cpus()[0]?.model ?? "unknown processor"}`;

async function main(): Promise<void> {
  const [suite = "bank"] = positionals;
  if (suite !== "bank" && suite !== "categorise") throw new Error(`no suite ${suite}: there are bank and categorise`);
  print(`Node ${process.version}, ${processor}, load average at the start ${loadavg()[0]?.toFixed(1)}\n\n`);
  if (suite === "bank") return benchBank();
  measureCategorise({ rounds: Number(values.rounds), lines: Number(values.lines), print });
}

async function benchBank(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "tallystick-bench-"));
  const given = process.env["DATABASE_URL"];
  const postgres = given ? undefined : await startPostgres({ dataDir, log: silentLog });
  const database = await createScratchDatabase(given ?? postgres?.url ?? "");
  try {
    const authority = await createAuthority();
    const server = await issueCertificate(authority, { commonName: "localhost", sans: ["localhost", "127.0.0.1"] });
    const client = await issueCertificate(authority, {
      commonName: "tpp.example",
      organizationIdentifier: tppId,
      roles: ["PSP_PI", "PSP_AI"],
      sans: ["tpp.example"],
    });
    await measureBank({
      databaseUrl: database.url,
      authority,
      server,
      client,
      tppId,
      entries: { large: Number(values.entries), small: 10_000 },
      only: values.only.flatMap((names) => names.split(",")),
      measureMs: Number(values.seconds) * 1000,
      rounds: Number(values.rounds),
      soakSeconds: Number(values.soak),
      print,
    });
  } finally {
    await database.drop();
    await postgres?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

await main();
