import { flushCompileCache } from "node:module";
import { createLog, killAt } from "@tallystick/kit";
import { startSystem, type RunningSystem } from "@tallystick/sandbox";
import { readStartOptions, startUsage } from "./options.ts";
import { machineReadable, welcome } from "./welcome.ts";

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
type LogLevel = (typeof logLevels)[number];

export interface Surroundings {
  readonly home: string;
  readonly databaseUrl: string | undefined;
  /** Name of the checkpoint at which a test wants this process to die. */
  readonly killAt: string | undefined;
  readonly logLevel: LogLevel;
  /** Whether npm started this process: its end is then a request to stop, too. */
  readonly underNpm: boolean;
}

/** `tallystick start`: runs until a signal asks it to stop. */
export async function start(args: readonly string[], surroundings: Surroundings): Promise<void> {
  if (args.includes("--help")) return void process.stdout.write(`${startUsage}\n`);
  const options = readStartOptions(args, surroundings.home);
  const say = (line: string): void => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  const stopping = asked(surroundings.underNpm);
  const starting = startSystem({
    dataDir: options.dataDir,
    reset: options.reset,
    portBase: options.portBase,
    allow: options.allow,
    ...(surroundings.databaseUrl === undefined ? {} : { databaseUrl: surroundings.databaseUrl }),
    log: createLog({ level: surroundings.logLevel }),
    checkpoint: killAt(surroundings.killAt),
    onProgress: say,
    onCode: say,
  });
  const system = await starting;
  if (!options.json) say(welcome(system));
  else process.stdout.write(`${machineReadable(system)}\n`);
  // Now and not at the end, which a process that is killed never sees: the next start is faster by it.
  flushCompileCache();
  await stopping;
  await end(system, say);
}

/**
 * Resolves on the first SIGINT or SIGTERM. Ctrl-C under npm arrives twice, from the terminal and from npm, so only a
 * signal that comes a second later means "at once".
 */
function asked(underNpm: boolean): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const heard = (): void => {
      const now = performance.now();
      if (firstAt !== undefined && now - firstAt > 1_000) process.exit(130);
      firstAt ??= now;
      resolve();
    };
    process.on("SIGINT", heard);
    process.on("SIGTERM", heard);
    if (underNpm) onParentGone(resolve);
  });
}

/** A signal to npm ends npm and the shell between, and a shell that did not step aside passes nothing on. */
function onParentGone(tell: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    tell();
  }, 250);
  watch.unref();
}

async function end(system: RunningSystem, say: (line: string) => void): Promise<void> {
  say("Stopping ...");
  await system.stop();
  say("Stopped. Everything is kept for the next start.");
}
