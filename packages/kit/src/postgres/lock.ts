import { randomBytes, randomInt } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isRunning, thisProcess, type ProcessIdentity } from "../process.ts";
import { DataFolderInUse } from "./failure.ts";

export interface FolderLock {
  release(): Promise<void>;
}

const heartbeatMs = 1_000;

/**
 * Takes the data folder for this process, or throws `DataFolderInUse`. Each contender puts down a file with a name of
 * its own and looks for others only then, so of two at the same time at least one sees the other. A file whose process
 * is gone is removed by whoever sees it; its name never comes back, so nobody's lock can be removed by mistake.
 */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  const folder = join(dataDir, "locks");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (let attempt = 1; ; attempt++) {
    const own = await putDown(folder);
    const other = await runningOther(folder, own);
    if (other === undefined) return heldBy(own);
    await rm(own, { force: true });
    // Two that began together have refused each other; after unequal waits one of them is alone.
    if (attempt === 3 || isRunning(other) === undefined) throw new DataFolderInUse(dataDir, other.pid);
    await wait(20 + randomInt(100 * attempt));
  }
}

async function putDown(folder: string): Promise<string> {
  const name = `${process.pid}-${randomBytes(8).toString("hex")}`;
  const draft = join(folder, `${name}.draft`);
  await writeFile(draft, JSON.stringify(thisProcess()), { mode: 0o600 });
  const path = join(folder, `${name}.lock`);
  await rename(draft, path);
  return path;
}

function heldBy(path: string): FolderLock {
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, heartbeatMs);
  beat.unref();
  return {
    release: async () => {
      clearInterval(beat);
      await rm(path, { force: true });
    },
  };
}

async function runningOther(folder: string, own: string): Promise<ProcessIdentity | undefined> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (path === own || !name.endsWith(".lock")) continue;
    const identity = await identityIn(path);
    if (identity === undefined) continue;
    if (isRunning(identity) ?? (await hasHeartbeat(path))) return identity;
    await rm(path, { force: true });
  }
  return undefined;
}

async function identityIn(path: string): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as ProcessIdentity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** For a process of another container or machine (or from before a restart of this one), which cannot be seen from here. */
async function hasHeartbeat(path: string): Promise<boolean> {
  const first = await modifiedAt(path);
  await wait(2.5 * heartbeatMs);
  const second = await modifiedAt(path);
  return second !== undefined && second !== first;
}

async function modifiedAt(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mtimeMs;
}
