import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** The account the server runs under when this process is root, which PostgreSQL refuses; `undefined`: our own. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const nobody: Account = { uid: 65_534, gid: 65_534 };

/** The owner of a folder that exists is kept: PostgreSQL demands that it runs as the owner of its data. */
export function accountFor(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (!existsSync(cluster)) return nobody;
  const { uid, gid } = statSync(cluster);
  return uid === 0 ? nobody : { uid, gid };
}

/** Whether that account can reach the folder: every folder on the way must let it pass. */
export function isOpenTo(account: Account | undefined, folder: string): boolean {
  if (account === undefined) return true;
  for (let path = realpathOfExisting(folder); ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** A folder that does not exist yet will be created open; the first one on its way that exists decides. */
function realpathOfExisting(folder: string): string {
  let path = folder;
  while (!existsSync(path)) path = dirname(path);
  return realpathSync(path);
}

/** Whether nobody but this process's own account could have put files into the folder. */
export function isOurs(folder: string): boolean {
  if (process.getuid === undefined) return true;
  const { uid, mode } = statSync(folder);
  return uid === process.getuid() && (mode & 0o022) === 0;
}

/** The environment of the server's programs: nothing of ours, secrets least of all. */
export const bareEnvironment: NodeJS.ProcessEnv = { LC_ALL: "C", TZ: "UTC" };

export function programIn(binaries: string, name: "initdb" | "postgres"): string {
  return join(binaries, "bin", process.platform === "win32" ? `${name}.exe` : name);
}
