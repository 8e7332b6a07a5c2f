// `npm test [-- FILES]`: every test of the repository on one PostgreSQL, the embedded one unless DATABASE_URL names
// another. Node's own runner prints the closing lines and decides the exit code.
import { spawn } from "node:child_process";
import { glob, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog, startPostgres } from "@tallystick/kit";

const root = join(import.meta.dirname, "..");
const patterns = ["test/*.test.ts", "packages/*/src/**/*.test.ts", "packages/*/examples/**/*.test.ts"];
/** They start whole systems and a browser, so they run after the rest and one at a time. */
const journeys = ["packages/sandbox/journeys/*.test.ts"];

async function files(of: readonly string[]): Promise<string[]> {
  return (await Array.fromAsync(glob(of, { cwd: root }))).toSorted();
}

function run(databaseUrl: string, named: readonly string[]): Promise<number> {
  const args = ["--test", "--test-concurrency=2", "--test-reporter=spec", "--test-timeout=300000", ...named];
  const runner = spawn(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      NODE_COMPILE_CACHE: join(root, "node_modules/.cache/node-compile"),
    },
  });
  return new Promise((resolve) => runner.on("exit", (code) => resolve(code ?? 1)));
}

async function main(): Promise<number> {
  const asked = process.argv.slice(2);
  const named = asked.length > 0 ? asked : [...(await files(patterns)), ...(await files(journeys))];
  const given = process.env["DATABASE_URL"];
  if (given) return run(given, named);

  const dataDir = await mkdtemp(join(tmpdir(), "tallystick-test-"));
  const postgres = await startPostgres({ dataDir, log: silentLog });
  try {
    return await run(postgres.url, named);
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

process.exitCode = await main();
