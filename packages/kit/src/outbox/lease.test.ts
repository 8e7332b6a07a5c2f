// Proves that a row belongs to one worker at a time: a worker that lost it can no longer write, and what a killed or
// stopped process leaves behind goes on at once (threat rows R8, P5).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { sql } from "kysely";
import { after } from "../clock.ts";
import { openDb } from "../db.ts";
import { LeaseLost } from "../outbox.ts";
import { done, gate, OutboxFixture, type Schema } from "./fixture.ts";

const on = new OutboxFixture();

test("R8: a worker whose lease was lost can neither write nor settle the row", async () => {
  await on.add("a");
  const late = gate();
  const refused: unknown[] = [];
  const effect = (text: string) => ({ id: "a", text });
  const slow = on.outboxOf(async (_row, fence) => {
    await late.enter();
    const writing = fence.write((tx) => tx.insertInto("effect").values(effect("late")).execute());
    await writing.catch((error: unknown) => refused.push(error));
    return { kind: "parked", reason: "must not be stored" };
  });
  slow.start();
  await late.inside;
  on.clock.advance(31_000);
  const next = on.outboxOf(async (_row, fence) => {
    await fence.write((tx) => tx.insertInto("effect").values(effect("in time")).execute());
    return { kind: "retry", at: after(on.clock.now(), 1_000) };
  });
  assert.equal(await next.drainDue(), 1);
  late.open();
  await slow.drainDue();
  await slow.stop();
  assert.ok(refused[0] instanceof LeaseLost);
  assert.deepEqual(await on.db.selectFrom("effect").selectAll().execute(), [effect("in time")]);
  assert.deepEqual(
    (await on.rows()).map(({ state, attempt }) => ({ state, attempt })),
    [{ state: "waiting", attempt: 2 }],
  );
  assert.ok(on.logged.includes("outbox.late_result_refused"));
});

test("the same worker does not begin a row again that it still works on, however old the lease", async () => {
  await on.add("a");
  const slow = gate();
  let calls = 0;
  const outbox = on.outboxOf(async () => (calls++, await slow.enter(), done));
  outbox.start();
  await slow.inside;
  on.clock.advance(600_000);
  const drained = outbox.drainDue();
  slow.open();
  await drained;
  await outbox.stop();
  assert.equal(calls, 1);
  assert.deepEqual(await on.rows(), []);
});

test("50 workers race for one row: one of them gets it", async () => {
  await on.add("a");
  let calls = 0;
  const workers = Array.from({ length: 50 }, () => on.outboxOf(async () => (calls++, done)));
  const counts = await Promise.all(workers.map((worker) => worker.drainDue()));
  assert.equal(calls, 1);
  assert.equal(
    counts.reduce((sum, count) => sum + count),
    1,
  );
});

test("stop aborts the signal; a handler that ends by it leaves its row due at once", async () => {
  await on.add("a");
  const inside = Promise.withResolvers<void>();
  const outbox = on.outboxOf(async (_row, { signal }) => {
    inside.resolve();
    await once(signal, "abort");
    signal.throwIfAborted();
    return done;
  });
  outbox.start();
  await inside.promise;
  const began = performance.now();
  await outbox.stop();
  assert.ok(performance.now() - began < 900);
  assert.equal(await on.outboxOf(async () => done).drainDue(), 1);
});

test("stop gives back the row of a handler that does not end; its late result is refused", async () => {
  await on.add("a");
  const stuck = gate();
  const outbox = on.outboxOf(async () => (await stuck.enter(), { kind: "parked", reason: "late" }));
  outbox.start();
  await stuck.inside;
  await outbox.stop();
  assert.equal(await on.outboxOf(async () => ({ kind: "retry", at: after(on.clock.now(), 60_000) })).drainDue(), 1);
  stuck.open();
  await outbox.drainDue();
  assert.equal((await on.rows())[0]?.state, "waiting");
});

test("stop waits for a claim that is under way; what it brings is not begun and due at once", async () => {
  await on.add("a");
  let calls = 0;
  const outbox = on.outboxOf(async () => (calls++, done));
  const waiting = sql<{ waits: boolean }>`select exists (select from pg_locks
    where relation = 'outbox'::regclass and not granted) as waits`;
  const stopped = await on.db.transaction().execute(async (tx) => {
    await sql`lock table outbox in access exclusive mode`.execute(tx);
    outbox.start();
    while (!(await waiting.execute(tx)).rows[0]?.waits) await new Promise(setImmediate);
    return { when: outbox.stop() };
  });
  await stopped.when;
  assert.equal(calls, 0);
  assert.deepEqual(
    (await on.rows()).map(({ attempt, lease_until }) => ({ attempt, lease_until })),
    [{ attempt: 1, lease_until: null }],
  );
  assert.equal(await on.outboxOf(async () => done).drainDue(), 1);
});

test("P5: the row of a process that was killed while handling it goes on at once after a restart", async () => {
  await on.add("a");
  const url = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  const script = `
    const { createOutbox } = await import(${url("../outbox.ts")});
    const { openDb } = await import(${url("../db.ts")});
    const db = openDb(${JSON.stringify({ url: on.database.url, schema: on.database.schema })});
    const log = { info() {}, warn() {}, error() {} };
    const handlers = { work: () => process.kill(process.pid, "SIGKILL") };
    createOutbox({ db, clock: { now: () => new Date() }, log, handlers }).start();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
  const [, signal] = await once(child, "exit");
  assert.equal(signal, "SIGKILL");
  assert.notEqual((await on.rows())[0]?.lease_until, null);
  const attempts: number[] = [];
  assert.equal(await on.outboxOf(async (row) => (attempts.push(row.attempt), done)).drainDue(), 1);
  assert.deepEqual(attempts, [2]);
});

test("a database that goes away does not end the worker", async () => {
  const own = openDb<Schema>({ url: on.database.url, schema: "no_such_schema" });
  const outbox = on.outboxOf(async () => done, { db: own, idlePollMs: 5 });
  outbox.start();
  while (on.logged.length < 3) await new Promise(setImmediate);
  await outbox.stop();
  await own.destroy();
  assert.deepEqual([...new Set(on.logged)], ["outbox.claim_failed"]);
});
