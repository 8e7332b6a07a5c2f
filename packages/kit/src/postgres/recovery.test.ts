// Proves that whatever a killed run leaves behind (a server without its program, sessions without their server, half a
// database, half the programs) is used on or cleared away by the next start, and that no committed row is lost.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { silentLog } from "../log.ts";
import { isPidInUse } from "../process.ts";
import { query, start, startInProcess, temporaryFolder } from "./fixture.ts";

const folder = temporaryFolder();
const dataDir = join(folder, "data");

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

test("the server of a process that was killed is found and used on, with its rows", async () => {
  const killed = startInProcess(dataDir);
  const [, pid, , url] = (await killed.said("ready")).split(" ");
  await query(url!, "create table kept (id int)");
  await query(url!, "insert into kept values (1)");
  await killed.kill();
  assert.ok(isPidInUse(Number(pid)));
  const next = await start(dataDir);
  assert.deepEqual([next.pid, next.reused, next.url], [Number(pid), true, url]);
  assert.deepEqual(await query(next.url, "select id from kept"), [1]);
  await next.stop();
  assert.ok(!isPidInUse(next.pid));
});

test("a server left behind that does not answer is replaced", { skip: process.platform !== "linux" }, async () => {
  const killed = startInProcess(dataDir);
  const pid = Number((await killed.said("ready")).split(" ")[1]);
  await killed.kill();
  process.kill(pid, "SIGSTOP");
  const next = await start(dataDir);
  assert.equal(next.reused, false);
  assert.ok(!isPidInUse(pid));
  assert.deepEqual(await query(next.url, "select id from kept"), [1]);
  await next.stop();
});

test(
  "kill -9 of the server alone: sessions that outlive it make way",
  { skip: process.platform !== "linux" },
  async () => {
    const logged: string[] = [];
    const log = { ...silentLog, error: (event: string) => void logged.push(event) };
    const server = await start(dataDir, { log });
    const count = "select count(*) from generate_series(1, 1000000000000)";
    const busy = assert.rejects(query(server.url, count));
    const active = `select pid from pg_stat_activity where state = 'active' and query = '${count}'`;
    let session: unknown;
    while (session === undefined) [session] = await query(server.url, active);
    await query(server.url, "insert into kept values (2)");
    process.kill(server.pid, "SIGKILL");
    await until(() => logged.length > 0);
    assert.deepEqual(logged, ["postgres.ended"]);
    assert.ok(isPidInUse(Number(session)), "the session goes on without its server");
    await server.stop();
    const next = await start(dataDir);
    await busy;
    assert.ok(!isPidInUse(Number(session)));
    assert.deepEqual(await query(next.url, "select id from kept order by id"), [1, 2]);
    await next.stop();
  },
);

test("kill -9 of the program and the server: the next start recovers every committed row", async () => {
  const killed = startInProcess(dataDir);
  const [, pid, , url] = (await killed.said("ready")).split(" ");
  await query(url!, "insert into kept values (3)");
  await killed.kill();
  process.kill(Number(pid), "SIGKILL");
  const next = await start(dataDir);
  assert.equal(next.reused, false);
  assert.deepEqual(await query(next.url, "select id from kept order by id"), [1, 2, 3]);
  await next.stop();
});

test("a pid file whose pid went to a stranger does not hold up the start, and the stranger lives", async () => {
  const stranger = startInProcess(join(folder, "stranger"));
  const pid = Number((await stranger.said("ready")).split(" ")[1]);
  const cluster = join(dataDir, "cluster");
  writeFileSync(join(cluster, "postmaster.pid"), `${pid}\n${cluster}\n1\n5432\n\n127.0.0.1\n  1 1\nready   \n`);
  const server = await start(dataDir);
  assert.notEqual(server.pid, pid);
  assert.ok(isPidInUse(pid));
  await server.stop();
  await stranger.kill();
  await (await start(join(folder, "stranger"))).stop();
});

test("killed while it makes the database: the next start makes it anew", async () => {
  const half = join(folder, "half");
  const killed = startInProcess(half);
  await killed.said("creating the database");
  const isBegun = () =>
    readdirSync(half).some((name) => name.startsWith("draft-") && existsSync(join(half, name, "cluster", "base")));
  await until(isBegun);
  await killed.kill();
  assert.ok(!existsSync(join(half, "cluster")));
  const next = await start(half);
  assert.deepEqual(await query(next.url, "select 1"), [1]);
  await next.stop();
  assert.deepEqual(
    readdirSync(half).filter((name) => name.startsWith("draft-")),
    [],
  );
});

test("killed while it unpacks the programs, or left with a damaged one: the next start unpacks anew", async () => {
  const cacheDir = join(folder, "cache");
  mkdirSync(cacheDir, { mode: 0o755 });
  const killed = startInProcess(dataDir, cacheDir);
  await killed.said("unpacking PostgreSQL");
  await until(() => readdirSync(cacheDir).length > 0);
  await killed.kill();
  assert.ok(!readdirSync(cacheDir).some((name) => name.startsWith("postgres-")));
  await (await start(dataDir, { cacheDir })).stop();

  const programs = join(
    cacheDir,
    readdirSync(cacheDir).find((name) => name.startsWith("postgres-"))!,
  );
  truncateSync(join(programs, "bin", "postgres"), 0);
  const said: string[] = [];
  const server = await start(dataDir, { cacheDir, onProgress: (text) => said.push(text) });
  assert.deepEqual(said, [`unpacking PostgreSQL into ${cacheDir}`]);
  assert.deepEqual(await query(server.url, "select count(*)::int from kept"), [3]);
  await server.stop();
});
