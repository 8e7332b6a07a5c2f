import { spawn } from "node:child_process";
import { join } from "node:path";

export interface StartedServer {
  readonly port: number;
  /** Of a bank: where its pages are. */
  readonly pagesPort: number;
  usage(): Promise<Usage>;
  stop(): void;
}

interface Usage {
  /** Resident memory in bytes. */
  readonly rss: number;
  /** Processor time since the start. */
  readonly cpuMicros: number;
}

/** As docs/bank.md has it for production (ADR 0015); the baseline gets the same. */
const production = ["--no-allocation-site-pretenuring"];

/** Starts one of the servers of this folder in a process of its own; secrets travel on its standard input. */
export async function startServer(file: string, settings: object): Promise<StartedServer> {
  // BENCH_NODE_OPTIONS=--cpu-prof writes a profile of each server into the working directory.
  const flags = (process.env["BENCH_NODE_OPTIONS"] ?? "").split(" ").filter((flag) => flag !== "");
  const child = spawn(process.execPath, [...production, ...flags, join(import.meta.dirname, file)], {
    stdio: ["pipe", "inherit", process.env["BENCH_LOG"] ? "inherit" : "ignore", "ipc"],
  });
  child.stdin?.end(JSON.stringify(settings));
  const next = <Message>(): Promise<Message> =>
    new Promise((resolve) => child.once("message", (message) => resolve(message as Message)));
  const ended = new Promise<never>((_resolve, reject) =>
    child.once("exit", (code) => reject(new Error(`${file} ended with ${code}; BENCH_LOG=1 shows why`))),
  );
  ended.catch(() => {});
  const ports = await Promise.race([next<{ port: number; pagesPort: number }>(), ended]);
  return {
    ...ports,
    usage: () => {
      const answer = next<Usage>();
      child.send("usage");
      return answer;
    },
    stop: () => child.disconnect(),
  };
}
