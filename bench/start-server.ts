import { spawn } from "node:child_process";
import { join } from "node:path";

export interface StartedServer {
  readonly port: number;
  stop(): void;
}

/** Starts one of the servers of this folder in a process of its own; secrets travel on its standard input. */
export async function startServer(file: string, settings: object): Promise<StartedServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file)], {
    stdio: ["pipe", "inherit", process.env["BENCH_LOG"] ? "inherit" : "ignore", "ipc"],
  });
  child.stdin?.end(JSON.stringify(settings));
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message) => resolve((message as { port: number }).port));
    child.once("exit", (code) => reject(new Error(`${file} ended with ${code}; BENCH_LOG=1 shows why`)));
  });
  return { port, stop: () => child.disconnect() };
}
