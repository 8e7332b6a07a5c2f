// Proves that the built-in PostgreSQL starts, keeps its data, stops in time, is used by one process at a time, and runs
// for root under another account, in a folder that this account may not reach as well.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { platformPackage } from "./binaries.ts";
import { DataFolderInUse, PostgresUnavailable } from "./failure.ts";
import { query, start, startInProcess, temporaryFolder } from "./fixture.ts";

const folder = temporaryFolder();
const dataDir = join(folder, "data");
const isRoot = process.getuid?.() === 0;

test("the first start makes a durable database with a password; a later one is fast and finds the rows", async () => {
  const first = await start(dataDir);
  await query(first.url, "create table kept (id int)");
  await query(first.url, "insert into kept values (1)");
  const shown = "select current_setting(n) from unnest(array['fsync','data_checksums','listen_addresses']) n";
  assert.deepEqual(await query(first.url, shown), ["on", "on", "127.0.0.1"]);
  const wrong = new URL(first.url);
  wrong.password = "wrong";
  await assert.rejects(query(wrong.href, "select 1"), /password authentication failed/);
  assert.equal(statSync(join(dataDir, "settings.json")).mode & 0o777, 0o600);
  const began = performance.now();
  await first.stop();
  assert.ok(performance.now() - began < 2_000);
  await first.stop();

  const second = await start(dataDir);
  assert.deepEqual(await query(second.url, "select id from kept"), [1]);
  assert.deepEqual([second.url, second.reused], [first.url, false]);
  await second.stop();
});

test("stop ends within 2 s although sessions are busy, and loses nothing that was committed", async () => {
  const server = await start(dataDir);
  const busy = Array.from({ length: 10 }, () => assert.rejects(query(server.url, "select pg_sleep(60)")));
  await query(server.url, "insert into kept values (2)");
  const active = "select count(*)::int from pg_stat_activity where query = 'select pg_sleep(60)'";
  while ((await query(server.url, active))[0] !== 10);
  const began = performance.now();
  await server.stop();
  assert.ok(performance.now() - began < 2_000);
  await Promise.all(busy);
  const next = await start(dataDir);
  assert.deepEqual(await query(next.url, "select id from kept order by id"), [1, 2]);
  await next.stop();
});

test("a second start on the same folder is refused and names the process; it works once the first has stopped", async () => {
  const other = startInProcess(dataDir);
  const [, pid] = (await other.said("ready")).split(" ");
  const expected = `the data folder ${dataDir} is in use by process ${other.child.pid}: stop that one, or choose another folder`;
  await assert.rejects(start(dataDir), (error) => error instanceof DataFolderInUse && error.message === expected);
  await other.kill();
  const server = await start(dataDir);
  assert.equal(server.pid, Number(pid));
  const own = (error: unknown) => error instanceof DataFolderInUse && error.pid === process.pid;
  await assert.rejects(start(dataDir), own);
  await server.stop();
});

test("50 starts at once on one folder: one gets it, the others are refused", async () => {
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => start(dataDir)));
  const started = results.filter((result) => result.status === "fulfilled");
  const refused = results.filter((result) => result.status === "rejected");
  assert.ok(refused.every(({ reason }) => reason instanceof DataFolderInUse));
  assert.equal(started.length, 1);
  await started[0]!.value.stop();
});

test("a port that was taken meanwhile is replaced by a free one", async () => {
  const first = await start(dataDir);
  await first.stop();
  const { port } = new URL(first.url);
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(Number(port), "127.0.0.1", resolve));
  const second = await start(dataDir);
  assert.notEqual(new URL(second.url).port, port);
  assert.deepEqual(await query(second.url, "select 1"), [1]);
  await second.stop();
  await new Promise((resolve) => squatter.close(resolve));
});

test("a data folder that was renamed is started where it is now", async () => {
  const [before, now] = [join(folder, "before"), join(folder, "now")];
  const first = await start(before);
  await query(first.url, "create table kept (id int)");
  await first.stop();
  renameSync(before, now);
  const second = await start(now);
  assert.deepEqual(await query(second.url, "select id from kept"), []);
  await second.stop();
});

test("root: the server runs under another account", { skip: !isRoot && "needs root" }, async () => {
  const server = await start(dataDir);
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  assert.match(status, /^Uid:\t65534\t65534\t65534\t65534$/m);
  assert.match(status, /^Groups:\t*\s*$/m);
  await server.stop();
});

test(
  "root: in a closed folder the files lie elsewhere, and it says where",
  { skip: !isRoot && "needs root" },
  async () => {
    const closed = join(folder, "closed");
    mkdirSync(closed);
    chmodSync(closed, 0o700);
    const inside = join(closed, "data");
    const said: string[] = [];
    const first = await start(inside, { onProgress: (text) => said.push(text) });
    const elsewhere = /^the database's files are in (\S+): \S+ is closed/.exec(said[0] ?? "")?.[1] ?? "";
    assert.ok(existsSync(join(elsewhere, "cluster", "PG_VERSION")), said.join());
    await query(first.url, "create table kept (id int)");
    await first.stop();
    const second = await start(inside);
    assert.deepEqual(await query(second.url, "select id from kept"), []);
    await second.stop();

    // A data folder that was deleted takes the files elsewhere with it at the next start.
    rmSync(inside, { recursive: true });
    const third = await start(inside, { onProgress: (text) => said.push(text) });
    assert.ok(!existsSync(elsewhere));
    await assert.rejects(query(third.url, "select id from kept"), /does not exist/);
    await third.stop();
    const last = said.filter((text) => text.includes("files are in")).at(-1)!;
    rmSync(/in (\S+):/.exec(last)![1]!, { recursive: true });
  },
);

test("on a platform without a package the message names it and the alternative", () => {
  const expected = (error: unknown) =>
    error instanceof PostgresUnavailable && /openbsd-x64.*DATABASE_URL/.test(error.message);
  assert.throws(() => platformPackage("openbsd", "x64"), expected);
});
