import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { TestClock } from "pg-boss";
import { claimItem, moveBatch } from "./store.ts";
import { tablesIn } from "./tables.ts";
import { bankError, createFakeBank, openBulkWorld, paymentsOf, until } from "./testing/open-bulk.ts";

const world = openBulkWorld();

/** A bank that holds the call of one item until the test lets it go. */
function holdingBank(heldIndex: number) {
  const reached = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const bank = createFakeBank(async ({ index }) => {
    if (index !== heldIndex) return;
    reached.resolve();
    await release.promise;
  });
  return { ...bank, reached: reached.promise, letGo: () => release.resolve() };
}

test("a paused batch sends nothing more and ends what is under way; resumed, it sends the rest once", async () => {
  const bank = holdingBank(0);
  const bulk = await world.create({ initiate: bank.initiate, queue: "paused" });
  const { batchId } = await bulk.submit({ key: "paused", payments: paymentsOf(8) });
  await bulk.work();
  await bank.reached;
  const paused = await bulk.pause(batchId);
  assert.equal(paused?.state, "paused");
  const before = bank.calls.length;
  bank.letGo();
  await until("the item at hand", async () => (await bulk.progress(batchId))?.counts.sending === 0);
  // Another batch goes through meanwhile, so the queue has looked and left the paused one alone.
  const other = await bulk.submit({ key: "other", payments: paymentsOf(3) });
  await until("the other batch", async () => (await bulk.progress(other.batchId))?.state === "finished");
  const still = (await bulk.progress(batchId))!;
  assert.deepEqual([still.state, still.counts.initiated, still.counts.queued], ["paused", before, 8 - before]);
  await bulk.resume(batchId);
  const ended = await until("the end", async () => {
    const status = await bulk.status(batchId);
    return status?.state === "finished" && status;
  });
  assert.equal(ended.counts.initiated, 8);
  assert.equal(new Set(bank.calls).size, 11);
  assert.equal(bank.calls.length, 11);
  await bulk.close();
});

test("a cancelled batch keeps what was sent and never sends the rest", async () => {
  const bank = holdingBank(2);
  const bulk = await world.create({ initiate: bank.initiate, queue: "cancelled" });
  const { batchId } = await bulk.submit({ key: "cancelled", payments: paymentsOf(8) });
  await bulk.work();
  await bank.reached;
  const sent = bank.calls.length;
  const told = await bulk.cancel(batchId);
  assert.deepEqual([told?.state, told?.counts.cancelled], ["cancelled", 8 - sent]);
  bank.letGo();
  const ended = await until("the item at hand", async () => {
    const progress = await bulk.progress(batchId);
    return progress?.counts.sending === 0 && progress;
  });
  assert.deepEqual([ended.state, ended.counts.initiated, ended.counts.cancelled], ["cancelled", sent, 8 - sent]);
  await bulk.resume(batchId);
  const other = await bulk.submit({ key: "after", payments: paymentsOf(2) });
  await until("the other batch", async () => (await bulk.progress(other.batchId))?.state === "finished");
  assert.equal(bank.calls.length, sent + 2);
  await bulk.close();
});

test("pauses, resumes and submits at once from three processes: every payment is sent once, none is left lying", async () => {
  const bank = createFakeBank(() => setImmediate());
  const processes = await Promise.all([1, 2, 3].map(() => world.create({ initiate: bank.initiate, queue: "busy" })));
  const { batchId } = await processes[0]!.submit({ key: "busy", payments: paymentsOf(60) });
  await Promise.all(processes.map((one) => one.work()));
  for (let round = 0; round < 15; round += 1) {
    await Promise.all(processes.map((one) => one.pause(batchId)));
    await Promise.all(processes.map((one) => one.resume(batchId)));
  }
  const ended = await until("the end", async () => {
    const status = await processes[1]!.status(batchId);
    return status?.state === "finished" && status;
  });
  assert.equal(ended.counts.initiated, 60);
  assert.equal(bank.payments.size, 60);
  assert.equal(bank.mostUnder(), 1);
  await Promise.all(processes.map((one) => one.close()));
});

test("an item that is being taken while its batch is paused waits for the pause, and is not sent", async () => {
  const bank = createFakeBank();
  const bulk = await world.create({ initiate: bank.initiate, queue: "judged" });
  const { batchId, items } = await bulk.submit({ key: "judged", payments: paymentsOf(1) });
  const requestId = items[0]!.requestId;
  const tables = tablesIn(world.schema);
  const [pausing, taking] = [await world.connect(), await world.connect()];
  await pausing.executeSql("begin");
  await moveBatch(pausing, tables, { batchId, queue: "judged", from: ["running"], to: "paused" });
  const claimed = claimItem(taking, tables, { requestId, now: new Date() });
  await until("the claim to wait", async () => {
    const [row] = await world.query(
      "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%for share of b%'",
    );
    return row !== undefined;
  });
  await pausing.executeSql("commit");
  assert.equal(await claimed, undefined);
  assert.equal((await bulk.progress(batchId))?.counts.queued, 1);
  await bulk.close();
});

for (const [act, ending] of [
  ["pause", "initiated"],
  ["cancel", "cancelled"],
] as const) {
  test(`what comes back unsent after a ${act} waits or ends like the rest of its batch: ${ending}`, async () => {
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const bank = createFakeBank(async (_order, call) => {
      if (call > 1) return;
      reached.resolve();
      await release.promise;
      throw bankError({ code: "network", outcome: "not_sent" });
    });
    const own = openBulkWorld();
    const clock = new TestClock();
    const bulk = await own.create({ initiate: bank.initiate, queueClock: clock });
    const { batchId } = await bulk.submit({ key: act, payments: paymentsOf(1) });
    const stateOf = async () => (await bulk.status(batchId))?.items[0]?.state;
    await bulk.work();
    await reached.promise;
    await bulk[act](batchId);
    release.resolve();
    await until("the failed try", async () => (await stateOf()) === "queued");
    const jobState = async () => (await own.query(`select state from ${own.schema}.job`))[0]?.state;
    // Its job comes again by the back-off, and finds that there is nothing to send now.
    await until("the job to be put aside", async () => {
      await clock.tick(500);
      return (await jobState()) !== "retry" && (await jobState()) !== "active";
    });
    assert.equal(bank.calls.length, 1);
    assert.equal(await stateOf(), act === "pause" ? "queued" : "cancelled");
    await bulk.resume(batchId);
    await until("the end", async () => {
      await clock.tick(500);
      return (await stateOf()) === ending;
    });
    assert.equal(bank.calls.length, act === "pause" ? 2 : 1);
  });
}
