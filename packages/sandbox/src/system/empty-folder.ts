import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { startPostgres, type Log } from "@tallystick/kit";

/** Throws away what a data folder holds; the caller has its lock, which stays. */
export async function emptyFolder(dataDir: string, log: Log): Promise<void> {
  const names = await readdir(dataDir);
  // A database server that a killed run left behind would live on without its files, so it is taken over and ended.
  // One that cannot be started any more is no reason to keep its files.
  if (names.includes("postgres")) {
    await startPostgres({ dataDir: join(dataDir, "postgres"), log }).then(
      (postgres) => postgres.stop(),
      (error: unknown) => log.error("reset_without_database", { error }),
    );
  }
  for (const name of names) {
    if (name !== "locks") await rm(join(dataDir, name), { recursive: true, force: true });
  }
}
