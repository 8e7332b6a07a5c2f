import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isPidInUse } from "../process.ts";

/** What a server writes into `postmaster.pid` of its cluster. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** `undefined` without the file; the process it names may be gone, or be another one by now. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return undefined;
  }
  const [pid, , , port, , , , status = ""] = lines;
  return { pid: Number(pid), port: Number(port), ready: status.trim() === "ready" };
}

/** The server that runs on the cluster, if one does. */
export function runningPostmaster(cluster: string): Postmaster | undefined {
  const postmaster = readPostmaster(cluster);
  if (postmaster === undefined || !isPidInUse(postmaster.pid)) return undefined;
  return worksIn(postmaster.pid, cluster) ? postmaster : undefined;
}

/**
 * Makes way for a new server: stops one that still runs, and its sessions, which outlive a postmaster that was killed
 * and would keep the shared memory.
 */
export async function clearCluster(cluster: string): Promise<void> {
  const postmaster = readPostmaster(cluster);
  if (postmaster === undefined) return;
  if (runningPostmaster(cluster) !== undefined) await stopServer(cluster, postmaster.pid);
  const cleared = await killProcessesIn(cluster);
  // PostgreSQL would take a stranger that was given the pid, or a zombie that nobody collects, for the old server.
  const isStale = process.platform === "linux" ? cleared : isPidInUse(postmaster.pid);
  if (isStale) await rm(join(cluster, "postmaster.pid"), { force: true });
}

/** Fast shutdown: ends the sessions and writes a checkpoint; what takes too long is ended harder, under 2 s in all. */
export async function stopServer(cluster: string, pid: number): Promise<void> {
  const steps = [
    ["SIGINT", 1_400],
    ["SIGQUIT", 250],
    ["SIGKILL", 200],
  ] as const;
  for (const [name, patience] of steps) {
    const all = name === "SIGKILL" ? [pid, ...processesIn(cluster)] : [pid];
    for (const each of all) signal(each, name);
    if (await gone(all, patience)) return;
  }
}

/** Ends the server's programs that work in the folder, whatever they do; true when none is left. */
export async function killProcessesIn(folder: string): Promise<boolean> {
  const left = processesIn(folder);
  for (const pid of left) signal(pid, "SIGKILL");
  return gone(left, 2_000);
}

async function gone(pids: readonly number[], patienceMs: number): Promise<boolean> {
  const end = performance.now() + patienceMs;
  while (pids.some(isPidInUse)) {
    if (performance.now() > end) return false;
    await wait(5);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Every process of a server has its cluster as the current folder. Empty where there is no `/proc`. */
function processesIn(folder: string): number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksIn(pid, folder) && isPidInUse(pid));
}

function worksIn(pid: number, folder: string): boolean {
  try {
    if (process.platform === "win32") return true;
    if (process.platform !== "linux") return commandOf(pid).includes(folder);
    const real = realpathSync(folder);
    const current = readlinkSync(`/proc/${pid}/cwd`);
    const inside = current === real || current.startsWith(`${real}/`);
    return inside && /^(postgres|initdb)/.test(readFileSync(`/proc/${pid}/comm`, "utf8"));
  } catch {
    return false;
  }
}

function commandOf(pid: number): string {
  return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
}
