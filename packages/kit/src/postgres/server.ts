import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { bareEnvironment, programIn, type Account } from "./account.ts";
import { PostgresUnavailable } from "./failure.ts";
import { readPostmaster } from "./postmaster.ts";

export interface LaunchOptions {
  readonly binaries: string;
  readonly cluster: string;
  /** What the server says goes here. */
  readonly logFile: string;
  readonly port: number;
  readonly account: Account | undefined;
  readonly onProgress: (text: string) => void;
  /** Called when the server has ended, by `stop` or by itself. */
  readonly onEnd: () => void;
}

/** For a machine that does other work as well. Durability stays as PostgreSQL ships it: fsync and full_page_writes on. */
const tuning = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "120",
  shared_buffers: "16MB",
  max_wal_size: "256MB",
  min_wal_size: "32MB",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_logical_replication_workers: "0",
  max_worker_processes: "2",
  max_parallel_workers_per_gather: "0",
  // Reading ahead by workers of their own costs three more processes and gains nothing at this size.
  io_method: "sync",
  huge_pages: "off",
  jit: "off",
  logging_collector: "off",
  log_min_messages: "warning",
  // Neither statements nor the values in an error's detail belong into a log.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  timezone: "UTC",
};

/** Starts the server and waits until it takes connections; returns its pid. */
export async function launch(o: LaunchOptions): Promise<number> {
  const settings = Object.entries({ ...tuning, port: String(o.port) });
  const args = ["-D", o.cluster, ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const log = openSync(o.logFile, "w", 0o600);
  const child = spawn(programIn(o.binaries, "postgres"), args, {
    cwd: o.cluster,
    env: bareEnvironment,
    // A file and not a pipe: the server may outlive this process.
    stdio: ["ignore", log, log],
    // A group of its own, so that Ctrl-C ends this process first and the server by `stop`.
    detached: true,
    ...o.account,
  });
  closeSync(log);
  let ended: string | undefined;
  child.on("error", (error) => (ended = error.message));
  child.on("exit", (code, signal) => (ended = `it ended with ${code ?? signal}`));
  const began = performance.now();
  for (let told = false; ;) {
    if (ended !== undefined)
      throw new PostgresUnavailable(`PostgreSQL does not start: ${ended} ${lastWords(o.logFile)}`);
    const postmaster = readPostmaster(o.cluster);
    if (postmaster?.ready && postmaster.pid === child.pid) break;
    if (!told && performance.now() - began > 1_000) {
      o.onProgress("waiting for the database, which may be recovering");
      told = true;
    }
    await wait(3);
  }
  child.on("exit", o.onEnd);
  child.unref();
  return child.pid!;
}

function lastWords(logFile: string): string {
  const lines = readFileSync(logFile, "utf8").trim().split("\n");
  return `(${lines.slice(-4).join(" | ")}; all of it in ${logFile})`;
}

/** Whether the server behind the address is the one of this cluster and takes the password. */
export async function answers(url: string, cluster: string, patienceMs: number): Promise<boolean> {
  const timeouts = { connectionTimeoutMillis: patienceMs, query_timeout: patienceMs };
  const client = new pg.Client({ connectionString: url, ...timeouts });
  // A connection that breaks off tells so by the calls as well.
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query("select current_setting('data_directory') as folder");
    return rows[0].folder === cluster;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** That port when it is free, else one that is. */
export async function freePort(wished: number): Promise<number> {
  return (await bound(wished)) ?? (await bound(0))!;
}

function bound(port: number): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const server = createServer();
  server.on("error", () => resolve(undefined));
  server.listen({ host: "127.0.0.1", port, exclusive: true }, () => {
    const address = server.address();
    server.close(() => resolve(typeof address === "object" ? address?.port : undefined));
  });
  return promise;
}
