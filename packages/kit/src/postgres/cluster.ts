import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { bareEnvironment, programIn, type Account } from "./account.ts";
import { PostgresUnavailable } from "./failure.ts";
import { killProcessesIn } from "./postmaster.ts";

export interface ClusterOptions {
  readonly binaries: string;
  readonly serverDir: string;
  readonly password: string;
  readonly account: Account | undefined;
  readonly onProgress: (text: string) => void;
}

/**
 * Makes the cluster when there is none. It is made under another name and renamed when complete, so that one that was
 * cut off is never mistaken for a whole one; the next start removes it and begins anew.
 */
export async function ensureCluster(o: ClusterOptions): Promise<void> {
  await removeAbandoned(o.serverDir);
  const cluster = join(o.serverDir, "cluster");
  if (existsSync(cluster)) return;
  o.onProgress("creating the database");
  const draft = join(o.serverDir, `draft-${randomBytes(6).toString("hex")}`);
  await mkdir(draft, { mode: 0o700 });
  const passwordFile = join(draft, "password");
  // A file, for arguments and the environment of a process can be seen by others.
  await writeFile(passwordFile, o.password, { mode: 0o600 });
  for (const path of [passwordFile, draft]) if (o.account) await chown(path, o.account.uid, o.account.gid);
  await runInitdb(o, join(draft, "cluster"), passwordFile);
  await rename(join(draft, "cluster"), cluster);
  await rm(draft, { recursive: true, force: true });
}

async function removeAbandoned(serverDir: string): Promise<void> {
  for (const name of await readdir(serverDir)) {
    if (!name.startsWith("draft-")) continue;
    const draft = join(serverDir, name);
    // The programs outlive the process that was cut off, and would write on.
    await killProcessesIn(draft);
    await rm(draft, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runInitdb(o: ClusterOptions, cluster: string, passwordFile: string): Promise<void> {
  const args = ["--pgdata", cluster, "--username", "postgres", "--pwfile", passwordFile, "--auth", "scram-sha-256"];
  args.push("--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C");
  args.push("--data-checksums", "--no-instructions", "--wal-segsize", "4");
  const child = spawn(programIn(o.binaries, "initdb"), args, {
    // The current folder may be closed to the account; by this one an abandoned run is recognised.
    cwd: dirname(cluster),
    env: bareEnvironment,
    stdio: ["ignore", "ignore", "pipe"],
    ...o.account,
  });
  const said: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const ended = Promise.withResolvers<number | string | undefined>();
  child.on("close", (code, signal) => ended.resolve(code ?? signal ?? undefined));
  child.on("error", ended.reject);
  const code = await ended.promise.catch((error: unknown) => {
    throw new PostgresUnavailable("the built-in PostgreSQL does not run on this system", error);
  });
  if (code !== 0) throw new PostgresUnavailable(`initdb ended with ${code}: ${said.join("").trim()}`);
}
