import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { startPostgres, type Log } from "@tallystick/kit";

/** What the sandbox makes in its data folder, besides the lock. */
const ours = [
  "postgres",
  "pki",
  "secrets.json",
  "secrets.json.new",
  "link.json",
  "link.json.new",
  "clock.json",
  "clock.json.new",
];

/**
 * Throws away what the sandbox made in its data folder, and nothing else: the folder may be somebody's home. The caller
 * has the folder's lock, which stays.
 */
export async function emptyFolder(dataDir: string, log: Log): Promise<void> {
  // A database server that a killed run left behind would live on without its files, so it is taken over and ended.
  // One that cannot be started any more is no reason to keep its files.
  if (existsSync(join(dataDir, "postgres"))) {
    await startPostgres({ dataDir: join(dataDir, "postgres"), log }).then(
      (postgres) => postgres.stop(),
      (error: unknown) => log.error("reset_without_database", { error }),
    );
  }
  for (const name of ours) await rm(join(dataDir, name), { recursive: true, force: true });
}
