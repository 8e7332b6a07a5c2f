import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  lockFolder,
  noCheckpoint,
  silentLog,
  startPostgres,
  systemClock,
  systemRandom,
  type FolderLock,
} from "@tallystick/kit";
import { sandboxBanks } from "../banks/all.ts";
import { makeSandboxPki } from "../certificates/pki.ts";
import { openSandboxClock } from "../clock/sandbox-clock.ts";
import { addressesFrom } from "./addresses.ts";
import { claimDatabase, emptyDatabase } from "./claim-database.ts";
import { emptyFolder } from "./empty-folder.ts";
import { probePorts } from "./listeners.ts";
import type { SystemOptions } from "./options.ts";
import type { SystemParts } from "./parts.ts";
import { keepSecrets } from "./secrets.ts";

/** The data folder cannot be made or written. */
export class DataFolderUnusable extends Error {
  override readonly name = "DataFolderUnusable";

  constructor(dataDir: string, code: string, options: ErrorOptions) {
    super(`${dataDir} cannot be used as data folder (${code}): name another one with --data`, options);
  }
}

/** Database, certificates and secrets of the data folder. */
export async function gatherParts(options: SystemOptions, cleanUp: (() => Promise<void>)[]): Promise<SystemParts> {
  const { dataDir, log = silentLog } = options;
  const addresses = addressesFrom(options.portBase ?? 0);
  const lock = await openFolder(dataDir);
  cleanUp.push(() => lock.release());
  // Whatever may refuse this start does so before anything is thrown away.
  await probePorts(addresses, silentLog);
  if (options.reset === true) {
    if (options.databaseUrl !== undefined) await emptyDatabase(options.databaseUrl);
    await emptyFolder(dataDir, log);
  }
  options.onProgress?.("starting the database, the banks, the hub and the shop");
  const providerIds = sandboxBanks.map(({ profile }) => profile.providerId);
  const sandboxClock = await openSandboxClock(dataDir, options.clock);
  const secrets = await keepSecrets(dataDir, providerIds, systemRandom);
  const databaseUrl = options.databaseUrl ?? (await startDatabase(options, cleanUp));
  await claimDatabase(databaseUrl, secrets);
  return {
    addresses,
    databaseUrl,
    dataDir,
    // Whoever opens a connection looks at the system's clock.
    pki: await makeSandboxPki(join(dataDir, "pki"), { clock: options.clock ?? systemClock }),
    secrets,
    clock: sandboxClock.clock,
    sandboxClock,
    random: systemRandom,
    log,
    checkpoint: options.checkpoint ?? noCheckpoint,
    allow: options.allow ?? [],
    onCode: options.onCode,
  };
}

/** Takes the folder for this process alone, its contents for this account alone. */
export async function openFolder(dataDir: string): Promise<FolderLock> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    return await lockFolder(dataDir);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    throw new DataFolderUnusable(dataDir, code, { cause: error });
  }
}

async function startDatabase(options: SystemOptions, cleanUp: (() => Promise<void>)[]): Promise<string> {
  const { dataDir, log = silentLog, onProgress = () => {} } = options;
  const postgres = await startPostgres({ dataDir: join(dataDir, "postgres"), log, onProgress });
  cleanUp.push(() => postgres.stop());
  return postgres.url;
}
