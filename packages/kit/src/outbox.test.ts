// Proves that outbox rows are handled once, in the order of their key, and when they are due (threat row P5).
import assert from "node:assert/strict";
import { test } from "node:test";
import { after } from "./clock.ts";
import { backoffMs, enqueue, type OutboxHandler } from "./outbox.ts";
import { done, gate, OutboxFixture } from "./outbox/fixture.ts";

const on = new OutboxFixture();

test("a row is handed over with its payload as it was stored and is gone when done", async () => {
  const dueAt = on.clock.now();
  const id = await on.add("a", { amount: "12.50", list: [1, null], text: "ț\u0000" }, dueAt);
  const seen: unknown[] = [];
  const outbox = on.outboxOf(async (row) => (seen.push(row), done));
  assert.equal(await outbox.drainDue(), 1);
  const payload = { amount: "12.50", list: [1, null], text: "ț\u0000" };
  const [row] = seen as [Record<string, unknown>];
  assert.deepEqual({ ...row }, { id, topic: "work", key: "a", payload, attempt: 1, createdAt: dueAt, fence: "1" });
  assert.deepEqual(await on.rows(), []);
});

test("P5: work enqueued in a transaction that fails does not exist", async () => {
  const failing = on.db.transaction().execute(async (tx) => {
    await enqueue(tx, { topic: "work", key: "a", payload: {}, dueAt: on.clock.now() });
    throw new Error("rolled back");
  });
  await assert.rejects(failing, /rolled back/);
  assert.equal(await on.outboxOf(async () => done).drainDue(), 0);
});

test("four workers and 60 keys: every row once, in order per key, never two of a key at a time", async () => {
  const perKey = 8;
  const keys = Array.from({ length: 60 }, (_, i) => `key-${i}`);
  await Promise.all(
    keys.map(async (key) => {
      for (let n = 0; n < perKey; n++) await on.add(key, n);
    }),
  );
  const handled = new Map<string, number[]>(keys.map((key) => [key, []]));
  const inWork = new Set<string>();
  let overlaps = 0;
  const allDone = Promise.withResolvers<void>();
  let left = keys.length * perKey;
  const handler: OutboxHandler = async (row) => {
    if (inWork.has(row.key)) overlaps++;
    inWork.add(row.key);
    await new Promise(setImmediate);
    handled.get(row.key)!.push(row.payload);
    inWork.delete(row.key);
    if (--left === 0) allDone.resolve();
    return done;
  };
  const workers = Array.from({ length: 4 }, () => on.outboxOf(handler));
  for (const worker of workers) worker.start();
  await allDone.promise;
  await Promise.all(workers.map((worker) => worker.stop()));
  const expected = Array.from({ length: perKey }, (_, n) => n);
  for (const key of keys) assert.deepEqual(handled.get(key), expected, key);
  assert.equal(overlaps, 0);
  assert.deepEqual(await on.rows(), []);
});

test("order is that of the commits: an enqueuer waits for the one before it on the same key", async () => {
  const first = gate();
  const order: unknown[] = [];
  const one = on.db.transaction().execute(async (tx) => {
    await enqueue(tx, { topic: "work", key: "a", payload: "first", dueAt: on.clock.now() });
    await first.enter();
  });
  await first.inside;
  const two = on.add("a", "second");
  const other = on.add("b", "other key");
  await other;
  const outbox = on.outboxOf(async (row) => (order.push(row.payload), done));
  assert.equal(await outbox.drainDue(), 1);
  first.open();
  await Promise.all([one, two]);
  await outbox.drainDue();
  assert.deepEqual(order, ["other key", "first", "second"]);
});

test("60 enqueuers of one key at once are handled in the order of their ids", async () => {
  const ids: bigint[] = [];
  const outbox = on.outboxOf(async (row) => (ids.push(BigInt(row.id)), done), { idlePollMs: 5 });
  outbox.start();
  await Promise.all(Array.from({ length: 60 }, () => on.add("one")));
  await outbox.drainDue();
  await outbox.stop();
  assert.equal(ids.length, 60);
  assert.deepEqual(
    ids,
    [...ids].sort((a, b) => (a < b ? -1 : 1)),
  );
});

test("a retry waits for its instant by the injected clock, and the key's later rows wait with it", async () => {
  await on.add("a", "first");
  await on.add("a", "second");
  await on.add("b", "other");
  const seen: string[] = [];
  const outbox = on.outboxOf(async (row) => {
    seen.push(`${row.payload}#${row.attempt}`);
    const again = row.payload === "first" && row.attempt === 1;
    return again ? { kind: "retry", at: after(on.clock.now(), 60_000) } : done;
  });
  await outbox.drainDue();
  assert.deepEqual(seen.sort(), ["first#1", "other#1"]);
  on.clock.advance(50_000);
  assert.equal(await outbox.drainDue(), 0);
  on.clock.advance(10_001);
  assert.equal(await outbox.drainDue(), 2);
  assert.deepEqual(seen.slice(2), ["first#2", "second#1"]);
});

test("a handler that throws is tried again after 1, 2, 4 s ... at most 5 minutes", async () => {
  await on.add("a");
  const outbox = on.outboxOf(async () => {
    throw new Error("no luck");
  });
  for (const wait of [1_000, 2_000, 4_000, 8_000]) {
    assert.equal(await outbox.drainDue(), 1);
    const [row] = await on.rows();
    const waits = row!.due_at.getTime() - on.clock.now().getTime();
    assert.ok(waits > wait - 500 && waits <= wait, `${waits} of ${wait}`);
    on.clock.advance(wait);
  }
  assert.deepEqual(on.logged, Array(4).fill("outbox.handler_failed"));
  assert.equal(backoffMs(9), 256_000);
  assert.equal(backoffMs(1_000), 300_000);
});

test("a parked row keeps its reason and does not hold up the rows after it", async () => {
  await on.add("a", "bad");
  await on.add("a", "good");
  const seen: unknown[] = [];
  const outbox = on.outboxOf(async (row) => {
    seen.push(row.payload);
    return row.payload === "bad" ? { kind: "parked", reason: "endpoint answers 410" } : done;
  });
  assert.equal(await outbox.drainDue(), 2);
  on.clock.advance(3_600_000);
  assert.equal(await outbox.drainDue(), 0);
  assert.deepEqual(seen, ["bad", "good"]);
  const left = (await on.rows()).map(({ state, parked_reason, lease_until }) => ({
    state,
    parked_reason,
    lease_until,
  }));
  assert.deepEqual(left, [{ state: "parked", parked_reason: "endpoint answers 410", lease_until: null }]);
  assert.ok(on.logged.includes("outbox.parked"));
});

test("rows of a topic without a handler stay for the worker that knows it", async () => {
  await enqueue(on.db, { topic: "foreign", key: "a", payload: {}, dueAt: on.clock.now() });
  assert.equal(await on.outboxOf(async () => done).drainDue(), 0);
  assert.equal((await on.rows())[0]?.attempt, 0);
});
