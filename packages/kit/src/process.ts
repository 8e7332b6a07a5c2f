import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * One process on one machine, distinguishable from a later process that was given the same pid.
 * `machine` names the pid space: processes of two containers never look alike.
 */
export interface ProcessIdentity {
  readonly machine: string;
  readonly pid: number;
  /** When the process began, in the system's own unit; empty where the system does not tell. */
  readonly began: string;
}

export function thisProcess(): ProcessIdentity {
  return { machine: thisMachine(), pid: process.pid, began: beginning(process.pid) ?? "" };
}

/** Whether that process still runs: `undefined` when it belongs to another machine and cannot be seen from here. */
export function isRunning(identity: ProcessIdentity): boolean | undefined {
  if (identity.machine !== thisMachine()) return undefined;
  if (!isPidInUse(identity.pid)) return false;
  const began = beginning(identity.pid);
  return began === undefined || identity.began === "" || began === identity.began;
}

/** Whether some process has this pid; a zombie, which only waits to be collected, does not count. */
export function isPidInUse(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return procStat(pid)?.state !== "Z";
}

function beginning(pid: number): string | undefined {
  return procStat(pid)?.began;
}

/** `undefined` where there is no `/proc` (macOS, Windows) or the process is gone. */
function procStat(pid: number): { state: string; began: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command in parentheses and may contain anything; the fields after it are plain.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", began: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}

let machine: string | undefined;

function thisMachine(): string {
  machine ??= machineFromKernel() ?? hostname();
  return machine;
}

function machineFromKernel(): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}/${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return undefined;
  }
}
