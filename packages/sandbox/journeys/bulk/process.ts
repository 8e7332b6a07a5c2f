import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { until } from "../harness/until.ts";

/** One program of this folder as a process of its own. */
export interface OwnProcess {
  /** Standard output so far, line by line, behind `ready`. */
  readonly lines: readonly string[];
  readonly errors: readonly string[];
  /** By which signal it ended; undefined while it runs. */
  readonly ended: () => NodeJS.Signals | number | undefined;
  /** kill -9, whatever it is doing. */
  kill(): Promise<void>;
}

export async function startProcess(
  file: string,
  args: readonly (string | number)[],
  env: NodeJS.ProcessEnv = {},
): Promise<OwnProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args.map(String)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const lines: string[] = [];
  const errors: string[] = [];
  let ready = false;
  let ended: NodeJS.Signals | number | undefined;
  createInterface(child.stdout).on("line", (line) => (ready ? lines.push(line) : (ready = line === "ready")));
  createInterface(child.stderr).on("line", (line) => errors.push(line));
  child.once("close", (code, signal) => (ended = signal ?? code ?? 0));
  const seen = (): string => errors.slice(-10).join("\n");
  const look = (): true | undefined => (ready || ended !== undefined ? true : undefined);
  await until(`${file} to be ready`, look, { withinMs: 60_000, seen });
  if (!ready) throw new Error(`${file} ended with ${ended} before it was ready:\n${seen()}`);
  return {
    lines,
    errors,
    ended: () => ended,
    kill: async () => {
      child.kill("SIGKILL");
      await until(`${file} to end`, () => ended, { withinMs: 60_000 });
    },
  };
}
