import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { hubMigrations, openClients, type Clients, type HubSchema } from "@tallystick/hub";
import {
  DataFolderInUse,
  migrate,
  openDb,
  runningPostgres,
  silentLog,
  startPostgres,
  systemClock,
  systemRandom,
} from "@tallystick/kit";
import { sandboxBanks } from "../banks/all.ts";
import { claimDatabase } from "./claim-database.ts";
import { openFolder } from "./gather-parts.ts";
import { keepSecrets } from "./secrets.ts";

export interface HubClientsOptions {
  readonly dataDir: string;
  /** Another PostgreSQL than the embedded one. */
  readonly databaseUrl?: string;
}

/**
 * Works with the API clients of the hub of a data folder, whether the sandbox runs or not: beside a running one on its
 * database, else on one that is started for the work and stopped after it.
 *
 * Throws `DataFolderUnusable`, `DataFolderInUse`, `DatabaseOfAnother`, `DatabaseUnreachable`, `PostgresUnavailable`.
 */
export async function withHubClients<T>(
  options: HubClientsOptions,
  work: (clients: Clients) => Promise<T>,
): Promise<T> {
  const { dataDir, databaseUrl } = options;
  const beside = databaseUrl ?? (await runningPostgres(join(dataDir, "postgres")));
  return beside === undefined ? onOwnDatabase(dataDir, work) : onDatabase(dataDir, beside, work);
}

/** How long a sandbox may take from taking its folder to having its database. */
const startingMs = 20_000;

async function onOwnDatabase<T>(dataDir: string, work: (clients: Clients) => Promise<T>): Promise<T> {
  const end = performance.now() + startingMs;
  for (;;) {
    try {
      const lock = await openFolder(dataDir);
      try {
        const postgres = await startPostgres({ dataDir: join(dataDir, "postgres"), log: silentLog });
        try {
          return await onDatabase(dataDir, postgres.url, work);
        } finally {
          await postgres.stop();
        }
      } finally {
        await lock.release();
      }
    } catch (error) {
      // It has just been started, or stopped.
      if (!(error instanceof DataFolderInUse) || performance.now() > end) throw error;
      await wait(200);
      const beside = await runningPostgres(join(dataDir, "postgres"));
      if (beside !== undefined) return onDatabase(dataDir, beside, work);
    }
  }
}

async function onDatabase<T>(dataDir: string, url: string, work: (clients: Clients) => Promise<T>): Promise<T> {
  const secrets = await keepSecrets(
    dataDir,
    sandboxBanks.map(({ profile }) => profile.providerId),
    systemRandom,
  );
  await claimDatabase(url, secrets);
  const db = openDb<HubSchema>({ url, schema: "hub_test", max: 1 });
  try {
    await migrate(db, "hub_test", hubMigrations);
    const sealKey = Buffer.from(secrets.sealKey, "base64url");
    return await work(openClients({ environment: "test", db, clock: systemClock, random: systemRandom, sealKey }));
  } finally {
    await db.destroy();
  }
}
