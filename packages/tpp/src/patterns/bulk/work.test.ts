import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { TestClock } from "pg-boss";
import type { BulkEvent, BulkItem } from "./batch.ts";
import type { BulkPayments } from "./bulk-payments.ts";
import { bankError, createFakeBank, openBulkWorld, paymentsOf, until } from "./testing/open-bulk.ts";

const world = openBulkWorld();

const finished = (bulk: BulkPayments, batchId: string) =>
  until("the end of the batch", async () => {
    const status = await bulk.status(batchId);
    return status?.state === "finished" && status;
  });

const states = (items: readonly BulkItem[]) => items.map(({ state }) => state);

test("a listener that throws changes nothing but is told", async () => {
  const bank = createFakeBank();
  const errors: unknown[] = [];
  const bulk = await world.create({
    initiate: bank.initiate,
    queue: "listener",
    onProgress: () => {
      throw new Error("listener");
    },
    onError: (error) => errors.push(error),
  });
  const { batchId } = await bulk.submit({ key: "listener", payments: paymentsOf(3) });
  await bulk.work();
  assert.equal((await finished(bulk, batchId)).counts.initiated, 3);
  await bulk.close();
  assert.equal(bank.calls.length, 3);
  assert.deepEqual(errors.map(String), ["Error: listener", "Error: listener", "Error: listener"]);
});

test("every payment is initiated once, its progress told, its job kept", async () => {
  const bank = createFakeBank();
  const events: BulkEvent[] = [];
  const bulk = await world.create({
    initiate: bank.initiate,
    queue: "plain",
    onProgress: (event) => events.push(event),
  });
  const { batchId } = await bulk.submit({ key: "plain", payments: paymentsOf(25) });
  await bulk.work();
  const { counts, items, total } = await finished(bulk, batchId);
  assert.deepEqual([counts.initiated, total], [25, 25]);
  assert.deepEqual(
    items.map(({ paymentId }) => paymentId),
    items.map(({ requestId }) => bank.payments.get(requestId)),
  );
  assert.equal(new Set(bank.calls).size, 25);
  assert.deepEqual(
    (await bulk.awaitingPayer(batchId)).map(({ scaRedirect, index }) => [index, scaRedirect]),
    items.map(({ index, paymentId }) => [index, `https://bank.example/sca/${paymentId}`]),
  );
  await bulk.close();
  assert.deepEqual(
    events.map(({ progress }) => progress.counts.initiated),
    Array.from({ length: 25 }, (_, index) => index + 1),
  );
  const jobs = await world.query(`select state, deletion_seconds from ${world.schema}.job where name = 'plain'`);
  assert.deepEqual(
    jobs,
    items.map(() => ({ state: "completed", deletion_seconds: 0 })),
  );
});

test("of three processes one sends at a time, and the next takes over when it closes", async () => {
  const bank = createFakeBank(() => setImmediate());
  const processes = await Promise.all([1, 2, 3].map(() => world.create({ initiate: bank.initiate, queue: "three" })));
  const { batchId } = await processes[0]!.submit({ key: "three", payments: paymentsOf(60) });
  await Promise.all(processes.map((one) => one.work()));
  await until("a third of it", async () => bank.payments.size >= 20);
  await processes[0]!.close();
  await until(
    "two thirds of it",
    async () => bank.payments.size >= 40 || (await processes[2]!.progress(batchId))?.state === "finished",
  );
  await processes[1]!.close();
  assert.equal((await finished(processes[2]!, batchId)).counts.initiated, 60);
  assert.equal(bank.mostUnder(), 1);
  assert.equal(bank.calls.length, 60);
  await processes[2]!.close();
});

test("what the bank refuses is not tried again, and is listed by index with advice; the rest is paid", async () => {
  const refused = bankError({
    status: 400,
    code: "PAYMENT_FAILED",
    path: "creditorAccount",
    bankText: "cannot be paid to",
  });
  const bank = createFakeBank(({ index }) => {
    if (index === 3 || index === 7) throw refused;
  });
  const bulk = await world.create({ initiate: bank.initiate, queue: "refused" });
  const { batchId } = await bulk.submit({ key: "refused", payments: paymentsOf(10) });
  await bulk.work();
  const { counts } = await finished(bulk, batchId);
  assert.deepEqual([counts.initiated, counts.failed], [8, 2]);
  const failed = await bulk.failed(batchId);
  assert.deepEqual(
    failed.map(({ index, attempts, endToEndIdentification }) => [index, attempts, endToEndIdentification]),
    [
      [3, 1, "BULK-3"],
      [7, 1, "BULK-7"],
    ],
  );
  assert.deepEqual(failed[0]?.failure, {
    code: "PAYMENT_FAILED",
    status: 400,
    path: "creditorAccount",
    bankText: "cannot be paid to",
    advice: "Check both accounts and the amount with the payer, then pay in a new batch.",
  });
  assert.equal(bank.calls.length, 10);
  await bulk.close();
});

test("a worker whose connections the database ends goes on by itself, with the same X-Request-ID", async () => {
  const held = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<AbortSignal>();
  const bank = createFakeBank(async ({ index, signal }, call) => {
    if (index !== 2 || call > 1) return;
    reached.resolve(signal);
    await held.promise;
  });
  const errors: unknown[] = [];
  const bulk = await world.create({
    initiate: bank.initiate,
    queue: "cut-off",
    onError: (error) => errors.push(error),
  });
  const { batchId } = await bulk.submit({ key: "cut-off", payments: paymentsOf(6) });
  await bulk.work();
  const signal = await reached.promise;
  await world.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name in ('cut-off', '${world.schema} cut-off')`,
  );
  await until("the lost lock", async () => signal.aborted);
  held.resolve();
  // Whoever asks at that moment is refused by the database itself, so another process does.
  const other = await world.create({ initiate: bank.initiate, queue: "cut-off" });
  assert.deepEqual(
    states((await finished(other, batchId)).items),
    Array.from({ length: 6 }, () => "initiated"),
  );
  assert.equal(bank.payments.size, 6);
  assert.ok(errors.length > 0);
  await Promise.all([bulk.close(), other.close()]);
});

test("after a death the items that it held are sent again by their old id, and no other", async () => {
  const bank = createFakeBank();
  // A schema of its own, whose time the test moves: the item comes again after the back-off.
  const world = openBulkWorld();
  const clock = new TestClock();
  const bulk = await world.create({ initiate: bank.initiate, queueClock: clock });
  const { batchId, items } = await bulk.submit({ key: "death", payments: paymentsOf(4) });
  // What a process leaves that dies between the bank's answer and its own store.
  const taken = items[1]!.requestId;
  bank.payments.set(taken, "payment-taken");
  await world.query(`update ${world.schema}.job set state = 'active', started_on = now() where id = $1`, [taken]);
  await world.query(
    `update ${world.schema}.tpp_bulk_item set state = 'sending', attempts = 1, first_sent_at = now() where request_id = $1`,
    [taken],
  );
  await bulk.work();
  const ended = await until("the end of the batch", async () => {
    await clock.tick(100);
    const status = await bulk.status(batchId);
    return status?.state === "finished" && status;
  });
  assert.equal(ended.items[1]?.paymentId, "payment-taken");
  assert.deepEqual([ended.items[1]?.attempts, bank.payments.size, bank.calls.length], [2, 4, 4]);
  await bulk.close();
});

test("an item at which every worker died is given up: unknown when it was sent, failed when it never was", async () => {
  const bank = createFakeBank();
  const bulk = await world.create({ initiate: bank.initiate, queue: "deadly" });
  const { batchId, items } = await bulk.submit({ key: "deadly", payments: paymentsOf(3) });
  for (const { requestId } of items.slice(0, 2)) {
    await world.query(
      `update ${world.schema}.job set state = 'active', started_on = now(), retry_count = 2 where id = $1`,
      [requestId],
    );
  }
  await world.query(
    `update ${world.schema}.tpp_bulk_item set state = 'sending', attempts = 3, first_sent_at = now() where request_id = $1`,
    [items[0]?.requestId],
  );
  await bulk.work();
  const ended = await finished(bulk, batchId);
  assert.deepEqual(states(ended.items), ["unknown", "failed", "initiated"]);
  assert.deepEqual(
    (await bulk.failed(batchId)).map(({ failure }) => failure?.code),
    ["attempts_exhausted", "attempts_exhausted"],
  );
  await bulk.close();
});

test("what the bank says later is told; a payment that it ends is failed, and does not begin again", async () => {
  const bank = createFakeBank();
  const bulk = await world.create({ initiate: bank.initiate, queue: "later" });
  const { batchId } = await bulk.submit({ key: "later", payments: paymentsOf(3) });
  await bulk.work();
  await finished(bulk, batchId);
  assert.equal(await bulk.recordStatus(batchId, 0, "ACSC"), true);
  for (const late of ["ACSC", "ACSP", "RJCT"] as const) assert.equal(await bulk.recordStatus(batchId, 0, late), false);
  assert.equal(await bulk.recordStatus(batchId, 1, "RJCT"), true);
  assert.equal(await bulk.recordStatus(batchId, 1, "ACSC"), false);
  const { items } = (await bulk.status(batchId))!;
  assert.deepEqual(
    items.map(({ state, transactionStatus }) => [state, transactionStatus]),
    [
      ["initiated", "ACSC"],
      ["failed", "RJCT"],
      ["initiated", "RCVD"],
    ],
  );
  assert.deepEqual(
    (await bulk.failed(batchId)).map(({ index, failure, paymentId }) => [index, failure?.code, paymentId]),
    [[1, "rejected", items[1]?.paymentId]],
  );
  assert.deepEqual(
    (await bulk.awaitingPayer(batchId)).map(({ index }) => index),
    [2],
  );
  await bulk.close();
});
