import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isOpenTo, type Account } from "./account.ts";
import { PostgresUnavailable } from "./failure.ts";
import { clearCluster } from "./postmaster.ts";

/** What a data folder remembers between starts; only its owner can read it. */
export interface Settings {
  readonly password: string;
  /** The port of the last start, kept as long as it is free. */
  readonly port: number;
  /** The server's own folder, in which `cluster` lies: the data folder, or one that its account can reach. */
  readonly serverDir: string;
}

export const clusterOf = ({ serverDir }: Settings): string => join(serverDir, "cluster");

/** With user and password, for `openDb`. */
export function urlOf({ password }: Settings, port: number): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

const fileOf = (dataDir: string): string => join(dataDir, "settings.json");

/** `undefined` before the first start. */
export async function readSettings(dataDir: string): Promise<Settings | undefined> {
  const path = fileOf(dataDir);
  if (!existsSync(path)) {
    if (!existsSync(join(dataDir, "cluster"))) return undefined;
    throw new Error(
      `${path} is missing, and with it the database's password: restore it, or begin with another folder`,
    );
  }
  const { inPlace, ...settings } = JSON.parse(await readFile(path, "utf8")) as Settings & { inPlace?: boolean };
  // A data folder may be moved or renamed, with its server in it.
  return inPlace ? { ...settings, serverDir: dataDir } : settings;
}

/** Replaces the file as a whole, so that a crash leaves the old one or the new one. */
export async function writeSettings(dataDir: string, settings: Settings): Promise<void> {
  const draft = `${fileOf(dataDir)}.draft`;
  const file = await open(draft, "w", 0o600);
  try {
    await file.writeFile(JSON.stringify({ ...settings, inPlace: settings.serverDir === dataDir }));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, fileOf(dataDir));
}

/** Settings for a data folder without any, the server's folder created. */
export async function newSettings(dataDir: string, account: Account | undefined): Promise<Settings> {
  const serverDir = isOpenTo(account, dataDir) ? dataDir : await folderElsewhere(dataDir);
  return { password: randomBytes(32).toString("base64url"), port: 0, serverDir };
}

/** Where root keeps the files of servers whose data folder is closed to the account they run under. */
const elsewhere = ["/var/lib/tallystick", "/var/tmp/tallystick"];

async function folderElsewhere(dataDir: string): Promise<string> {
  const failures: unknown[] = [];
  for (const parent of elsewhere) {
    try {
      await mkdir(parent, { recursive: true, mode: 0o755 });
      await removeForgotten(parent, dataDir);
      const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
      const serverDir = join(parent, `${name}-${randomBytes(6).toString("hex")}`);
      await mkdir(serverDir, { mode: 0o755 });
      await writeFile(originOf(serverDir), dataDir);
      return serverDir;
    } catch (error) {
      failures.push(error);
    }
  }
  const reason = `${dataDir} is closed to the account that PostgreSQL runs under, and nothing can be written elsewhere`;
  throw new PostgresUnavailable(reason, new AggregateError(failures));
}

const originOf = (serverDir: string): string => join(serverDir, "origin");

/** What an earlier data folder of this path left behind, or a temporary one, which has been deleted since. */
async function removeForgotten(parent: string, dataDir: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const serverDir = join(parent, name);
    const origin = await readFile(originOf(serverDir), "utf8").catch(() => undefined);
    const isForgotten = origin !== undefined && origin.startsWith(tmpdir()) && !existsSync(origin);
    if (origin !== dataDir && !isForgotten) continue;
    await clearCluster(join(serverDir, "cluster"));
    await rm(serverDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
