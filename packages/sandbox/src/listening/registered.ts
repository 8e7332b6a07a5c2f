import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { writePrivately } from "../system/secrets.ts";

/** A folder of the data folder with one file per listener, named by its port on this machine. */
const folderOf = (dataDir: string): string => join(dataDir, "listeners");

/**
 * Has a running system of this data folder copy its webhooks to `http://127.0.0.1:{port}`, which it otherwise never calls
 * (decision 8). Resolves to what ends that.
 */
export async function registerListener(dataDir: string, port: number): Promise<() => Promise<void>> {
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 });
  await writePrivately(join(folderOf(dataDir), String(port)), "");
  return () => forgetListener(dataDir, port);
}

export async function forgetListener(dataDir: string, port: number): Promise<void> {
  await rm(join(folderOf(dataDir), String(port)), { force: true });
}

/** Their ports; what else lies in the folder is no listener. */
export async function listenersOf(dataDir: string): Promise<readonly number[]> {
  const names = await readdir(folderOf(dataDir)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.filter((name) => /^[1-9]\d{0,4}$/.test(name) && Number(name) <= 65_535).map(Number);
}
