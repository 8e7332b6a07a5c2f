import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import pg from "pg";
import { silentLog } from "../log.ts";
import { startPostgres, type PostgresOptions, type RunningPostgres } from "./start.ts";

/** A folder for one test file, open to every account, removed at the end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-postgres-"));
  chmodSync(folder, 0o755);
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export async function start(dataDir: string, options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  return startPostgres({ dataDir, log: silentLog, ...options });
}

/** The first column of every row. */
export async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text, rowMode: "array" });
    return rows.map(([first]) => first);
  } finally {
    await client.end();
  }
}

export interface Starter {
  readonly child: ChildProcess;
  /** Resolves to the line once the process has printed one that begins so. */
  said(beginning: string): Promise<string>;
  /** kill -9, and waits for the end. */
  kill(): Promise<void>;
}

/** A process of its own that starts the database and stays; it prints its progress, then `ready PID REUSED URL`. */
export function startInProcess(dataDir: string, cacheDir?: string): Starter {
  const module = new URL("./start.ts", import.meta.url).href;
  const script = `
    const { startPostgres } = await import(${JSON.stringify(module)});
    const log = { info() {}, warn() {}, error() {}, child: () => log };
    const onProgress = (text) => console.log(text);
    const options = { ...${JSON.stringify({ dataDir, cacheDir })}, log, onProgress };
    try {
      const { pid, reused, url } = await startPostgres(options);
      console.log("ready", pid, reused, url);
      setInterval(() => {}, 60_000);
    } catch (error) {
      console.log("failed", error.name, error.message);
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
    child.emit("printed");
  });
  return {
    child,
    said: (beginning) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const look = () => {
        const line = printed.split("\n").find((each) => each.startsWith(beginning));
        if (line !== undefined) resolve(line);
      };
      child.on("printed", look);
      void ended.then(() => reject(new Error(`ended without "${beginning}": ${printed}`)));
      look();
      return promise;
    },
    kill: () => {
      child.kill("SIGKILL");
      return ended;
    },
  };
}
