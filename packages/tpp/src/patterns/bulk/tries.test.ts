import assert from "node:assert/strict";
import { test } from "node:test";
import { TestClock } from "pg-boss";
import type { BulkStatus, BulkOrder } from "./batch.ts";
import type { BulkPayments } from "./bulk-payments.ts";
import type { BulkPaymentsOptions } from "./options.ts";
import { bankError, createFakeBank, openBulkWorld, paymentsOf, until } from "./testing/open-bulk.ts";

const start = new Date("2026-03-02T12:00:00Z").getTime();

/** A queue whose time only the test moves: its own, and what its statements call now. */
async function openTries(
  before: (order: BulkOrder, call: number) => void,
  options: Partial<BulkPaymentsOptions> = {},
): Promise<{
  readonly bulk: BulkPayments;
  readonly clock: TestClock;
  /** When each call began, in ms since the start. */
  readonly at: number[];
  readonly ids: Set<string>;
  readonly end: (batchId: string) => Promise<BulkStatus>;
}> {
  const world = openBulkWorld();
  const clock = new TestClock(start);
  const at: number[] = [];
  const ids = new Set<string>();
  const bank = createFakeBank((order, call) => {
    at.push(clock.now() - start);
    ids.add(order.requestId);
    before(order, call);
  });
  const bulk = await world.create({
    initiate: bank.initiate,
    queueClock: clock,
    clock: { now: () => new Date(clock.now()) },
    ...options,
  });
  const end = (batchId: string) =>
    until("the end of the batch", async () => {
      const status = await bulk.status(batchId);
      if (status?.state === "finished") return status;
      await clock.tick(50);
      return undefined;
    });
  return { bulk, clock, at, ids, end };
}

const unavailable = bankError({ status: 503, outcome: "unknown" });

test("three tries with one X-Request-ID, 2 to 4 s and 4 to 8 s apart, then the outcome is unknown", async () => {
  const { bulk, at, ids, end } = await openTries(() => {
    throw unavailable;
  });
  const { batchId } = await bulk.submit({ key: "down", payments: paymentsOf(1) });
  await bulk.work();
  const { items } = await end(batchId);
  assert.deepEqual(
    items.map(({ state, attempts, failure }) => [state, attempts, failure?.code, failure?.status]),
    [["unknown", 3, "unknown", 503]],
  );
  assert.equal(at.length, 3);
  assert.equal(ids.size, 1);
  const [first = 0, second = 0, third = 0] = at;
  // The queue is looked at once a second, so a try may begin that much after it is due.
  assert.ok(second - first >= 2_000 && second - first < 5_100, `second after ${second - first} ms`);
  assert.ok(third - second >= 4_000 && third - second < 9_100, `third after ${third - second} ms`);
});

test("an answer at the last try is the item's, and those behind are not held up", async () => {
  const { bulk, end, at } = await openTries(({ index }, call) => {
    if (index === 0 && call < 3) throw unavailable;
  });
  const { batchId } = await bulk.submit({ key: "third", payments: paymentsOf(5) });
  await bulk.work();
  const { items } = await end(batchId);
  assert.deepEqual(
    items.map(({ state, attempts, failure }) => [state, attempts, failure]),
    [["initiated", 3, undefined], ...[1, 2, 3, 4].map(() => ["initiated", 1, undefined])],
  );
  assert.equal(at.filter((ms) => ms < 1_000).length, 5);
});

test("what was certainly not sent is failed after three tries, and may be paid anew", async () => {
  const { bulk, end } = await openTries(() => {
    throw bankError({ code: "network", outcome: "not_sent" });
  });
  const { batchId } = await bulk.submit({ key: "nobody", payments: paymentsOf(1) });
  await bulk.work();
  const { items } = await end(batchId);
  assert.deepEqual(
    items.map(({ state, attempts, failure }) => [state, attempts, failure?.code]),
    [["failed", 3, "network"]],
  );
  assert.match(items[0]?.failure?.advice ?? "", /new batch/);
});

test("a bank that says when to come back is obeyed by the whole queue", async () => {
  const waits: number[] = [];
  const { bulk, end } = await openTries(
    ({ index }, call) => {
      if (index === 1 && call === 1) throw bankError({ status: 429, code: "ACCESS_EXCEEDED", retryAfterSeconds: 30 });
      if (index === 2 && call === 1) throw bankError({ status: 503, outcome: "unknown", retryAfterSeconds: 86_400 });
    },
    { sleep: async (ms) => void waits.push(ms) },
  );
  const { batchId } = await bulk.submit({ key: "wait", payments: paymentsOf(4) });
  await bulk.work();
  assert.equal((await end(batchId)).counts.initiated, 4);
  assert.deepEqual(new Set(waits), new Set([30_000, 120_000]));
});

test("an open outcome is not sent again once the bank may have forgotten the id, and can be repeated before", async () => {
  let isDown = true;
  const { bulk, clock, end, at, ids } = await openTries(
    () => {
      if (isDown) throw unavailable;
    },
    { repeatForMs: 3_600_000 },
  );
  const { batchId } = await bulk.submit({ key: "old", payments: paymentsOf(2) });
  await bulk.work();
  await end(batchId);
  assert.equal(at.length, 6);
  isDown = false;
  assert.equal(await bulk.repeat(batchId, 0), true);
  assert.equal(await bulk.repeat(batchId, 0), false);
  await clock.tick(1_000);
  const { items } = await end(batchId);
  assert.deepEqual(
    items.map(({ state }) => state),
    ["initiated", "unknown"],
  );
  assert.equal(ids.size, 2);
  await clock.setTime(start + 3_700_000);
  assert.equal(await bulk.repeat(batchId, 1), false);
  assert.equal(at.length, 7);
});

test("a try that lay too long is not made: the item is unknown, and the bank hears nothing", async () => {
  const { bulk, clock, end, at } = await openTries(
    (_order, call) => {
      if (call === 1) throw unavailable;
    },
    { repeatForMs: 3_600_000 },
  );
  const { batchId } = await bulk.submit({ key: "lay", payments: paymentsOf(1) });
  await bulk.work();
  await until("the first try", async () => (await bulk.status(batchId))?.items[0]?.failure !== undefined);
  await clock.setTime(start + 3_700_000);
  const { items } = await end(batchId);
  assert.deepEqual(
    items.map(({ state, failure }) => [state, failure?.code]),
    [["unknown", "too_old"]],
  );
  assert.equal(at.length, 1);
});
