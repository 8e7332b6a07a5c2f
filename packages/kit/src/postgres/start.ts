import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../log.ts";
import { accountFor, isOpenTo, type Account } from "./account.ts";
import { cacheFolders, platformPackage, unpackBinaries } from "./binaries.ts";
import { ensureCluster } from "./cluster.ts";
import { lockFolder } from "./lock.ts";
import { clearCluster, runningPostmaster, stopServer } from "./postmaster.ts";
import { answers, freePort, launch } from "./server.ts";
import { clusterOf, newSettings, readSettings, urlOf, writeSettings, type Settings } from "./settings.ts";

export interface PostgresOptions {
  /** The folder of this database; created when missing, kept between starts. */
  readonly dataDir: string;
  readonly log: Log;
  /** Told what takes longer than a moment, and when the files lie elsewhere. */
  readonly onProgress?: (text: string) => void;
  /** Where the programs are unpacked; by default the cache folder of the account, else the data folder. */
  readonly cacheDir?: string;
}

export interface RunningPostgres {
  /** With user and password, for `openDb`. */
  readonly url: string;
  readonly pid: number;
  /** True when the server of an earlier run, which was killed, was still there and is used on. */
  readonly reused: boolean;
  /** Ends the server (under 2 s) and frees the data folder. */
  stop(): Promise<void>;
}

/**
 * Starts the built-in PostgreSQL on a data folder: unpacks the programs and makes the database when missing, listens on
 * loopback only, under another account when this process is root.
 *
 * Throws `DataFolderInUse` when another process runs on the folder, `PostgresUnavailable` when PostgreSQL cannot run here.
 */
export async function startPostgres(o: PostgresOptions): Promise<RunningPostgres> {
  await mkdir(o.dataDir, { recursive: true });
  const dataDir = await realpath(o.dataDir);
  const lock = await lockFolder(dataDir);
  try {
    let stopped: Promise<void> | undefined;
    const server = await startLocked({ ...o, dataDir }, () => {
      if (stopped === undefined) o.log.error("postgres.ended", { pid: server.pid });
    });
    const stop = async () => {
      await stopServer(server.cluster, server.pid);
      await lock.release();
    };
    const { url, pid, reused } = server;
    return { url, pid, reused, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Server {
  readonly url: string;
  readonly pid: number;
  readonly reused: boolean;
  readonly cluster: string;
}

async function startLocked(o: PostgresOptions, onEnd: () => void): Promise<Server> {
  const { dataDir, log, onProgress = () => {} } = o;
  const { settings, account } = await settingsOf(dataDir, onProgress);
  const cluster = clusterOf(settings);
  const orphan = await usableOrphan(settings);
  if (orphan !== undefined) {
    log.info("postgres.reused", { pid: orphan.pid, port: orphan.port });
    return { url: urlOf(settings, orphan.port), pid: orphan.pid, reused: true, cluster };
  }
  await clearCluster(cluster);
  const source = platformPackage();
  const folders = o.cacheDir === undefined ? [...cacheFolders(account), settings.serverDir] : [o.cacheDir];
  const binaries = await unpackBinaries({ source, folders, account, onProgress });
  await ensureCluster({ binaries, ...settings, account, onProgress });
  const logFile = join(dataDir, "server.log");
  const { pid, port } = await launchOnFreePort(settings, (port) =>
    launch({ binaries, cluster, logFile, port, account, onProgress, onEnd }),
  );
  if (!(await answers(urlOf(settings, port), cluster, 10_000))) {
    await stopServer(cluster, pid);
    throw new Error(`the database in ${cluster} does not take the password kept in ${dataDir}`);
  }
  if (port !== settings.port) await writeSettings(dataDir, { ...settings, port });
  log.info("postgres.started", { pid, port });
  return { url: urlOf(settings, port), pid, reused: false, cluster };
}

async function settingsOf(
  dataDir: string,
  onProgress: (text: string) => void,
): Promise<{ settings: Settings; account: Account | undefined }> {
  const kept = await readSettings(dataDir);
  const account = accountFor(kept === undefined ? join(dataDir, "cluster") : clusterOf(kept));
  const settings = kept ?? (await newSettings(dataDir, account));
  if (kept === undefined) await writeSettings(dataDir, settings);
  const { serverDir } = settings;
  if (!isOpenTo(account, serverDir)) {
    const uid = account?.uid;
    throw new Error(
      `the database's folder ${serverDir} has been closed to the account that it runs under (uid ${uid})`,
    );
  }
  if (serverDir !== dataDir) {
    onProgress(`the database's files are in ${serverDir}: ${dataDir} is closed to the account that it runs under`);
  }
  return { settings, account };
}

async function usableOrphan(settings: Settings): Promise<{ pid: number; port: number } | undefined> {
  const orphan = runningPostmaster(clusterOf(settings));
  if (orphan === undefined) return undefined;
  return (await answers(urlOf(settings, orphan.port), clusterOf(settings), 1_500)) ? orphan : undefined;
}

/** Between the look for a free port and the start somebody else may take it. */
async function launchOnFreePort(
  settings: Settings,
  launchOn: (port: number) => Promise<number>,
): Promise<{ pid: number; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? settings.port : 0);
    try {
      return { pid: await launchOn(port), port };
    } catch (error) {
      if (attempt === 3 || (await freePort(port)) === port) throw error;
    }
  }
}
