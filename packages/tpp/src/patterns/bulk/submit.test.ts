import assert from "node:assert/strict";
import { test } from "node:test";
import { createBulkPayments } from "./bulk-payments.ts";
import { BulkKeyReused, BulkRejected } from "./bulk-error.ts";
import { createFakeBank, openBulkWorld, paymentOf, paymentsOf, until } from "./testing/open-bulk.ts";

const world = openBulkWorld();

const counted = async (): Promise<object> => {
  const [row] = await world.query(
    `select (select count(*)::int from ${world.schema}.tpp_bulk_batch) as batches,
       (select count(*)::int from ${world.schema}.tpp_bulk_item) as items,
       (select count(*)::int from ${world.schema}.job) as jobs`,
  );
  return row;
};

test("a malformed item is told before anything is sent, and nothing is stored", async () => {
  const bank = createFakeBank();
  const bulk = await world.create({ initiate: bank.initiate });
  await bulk.work();
  const payments = paymentsOf(20).with(17, paymentOf(17, { creditorAccount: { iban: "DE00370400440532013000" } }));
  await assert.rejects(bulk.submit({ key: "malformed", payments }), (error) => {
    assert.ok(error instanceof BulkRejected);
    assert.match(error.message, /^item 17: creditorAccount\.iban /);
    assert.deepEqual(
      error.violations.map(({ index, path }) => [index, path]),
      [[17, "creditorAccount.iban"]],
    );
    return true;
  });
  assert.deepEqual(await counted(), { batches: 0, items: 0, jobs: 0 });
  assert.deepEqual(bank.calls, []);
  await bulk.close();
});

test("fifty submits at once, from two processes, are one batch, and each payment is initiated once", async () => {
  const bank = createFakeBank();
  const [one, two] = [await world.create({ initiate: bank.initiate }), await world.create({ initiate: bank.initiate })];
  const batch = { key: "fifty", payments: paymentsOf(10) };
  const told = await Promise.all(
    Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? one : two).submit(structuredClone(batch))),
  );
  assert.equal(new Set(told.map(({ batchId }) => batchId)).size, 1);
  assert.deepEqual(await counted(), { batches: 1, items: 10, jobs: 10 });
  const { batchId, counts, total, state } = told[0]!;
  assert.deepEqual([counts.queued, total, state], [10, 10, "running"]);
  await Promise.all([one.work(), two.work()]);
  const ended = await until("the end", async () => {
    const now = await one.status(batchId);
    return now?.state === "finished" && now;
  });
  assert.equal(bank.calls.length, 10);
  assert.equal(new Set(ended.items.map(({ paymentId }) => paymentId)).size, 10);
  // Once more afterwards: the same batch, with what has become of it.
  assert.deepEqual(await two.submit(batch), ended);
  assert.equal(bank.calls.length, 10);
  await assert.rejects(one.submit({ ...batch, payments: paymentsOf(9) }), (error) => {
    assert.ok(error instanceof BulkKeyReused);
    assert.equal(error.batchId, batchId);
    return true;
  });
  await Promise.all([one.close(), two.close()]);
});

test("a batch of another queue, and an id that is none, are unknown", async () => {
  const bank = createFakeBank();
  const one = await world.create({ initiate: bank.initiate, queue: "bank-one" });
  const other = await world.create({ initiate: bank.initiate, queue: "bank-two" });
  const { batchId } = await one.submit({ key: "mine", payments: paymentsOf(1) });
  assert.equal((await other.submit({ key: "mine", payments: paymentsOf(1) })).batchId === batchId, false);
  for (const id of [batchId, "'; drop table", "", crypto.randomUUID()]) {
    assert.equal(await other.status(id), undefined);
    assert.equal(await other.progress(id), undefined);
    assert.equal(await other.pause(id), undefined);
    assert.equal(await other.cancel(id), undefined);
    assert.equal(await other.repeat(id, 0), false);
    assert.equal(await other.recordStatus(id, 0, "ACSC"), false);
    assert.deepEqual(await other.failed(id), []);
  }
  assert.equal((await one.progress(batchId))?.counts.queued, 1);
});

for (const [name, values] of [
  ["connection", ["", 5, null]],
  ["initiate", [undefined, "client"]],
  ["queue", ["", "a b", "é", "q".repeat(201), 5]],
  ["schema", ['x"; drop schema public', "", "Upper", 5]],
  ["product", ["", "SEPA", "a/b", 5]],
  ["timeZone", ["Europe/Nowhere", "", 5, null]],
  ["repeatForMs", [Number.NaN, -1, Number.POSITIVE_INFINITY, 1e300, "86400000", null]],
  ["clock", [{}, null]],
  ["sleep", [5, null]],
  ["onProgress", ["log", null]],
  ["onError", ["log", null]],
] as const) {
  test(`a ${name} that cannot be is told at creation`, async () => {
    const { initiate } = createFakeBank();
    for (const value of values) {
      const options = { connection: "postgres://tpp@db.invalid:5432/tpp", initiate, [name]: value } as never;
      await assert.rejects(
        createBulkPayments(options),
        (error) => error instanceof RangeError && error.message.startsWith(`${name}: `),
        JSON.stringify(value),
      );
    }
  });
}

test("an index or a status that no item can have is told, and reaches no statement", async () => {
  const bulk = await world.create({ initiate: createFakeBank().initiate, queue: "index" });
  const { batchId } = await bulk.submit({ key: "index", payments: paymentsOf(1) });
  for (const index of [Number.NaN, -1, 0.5, 10_000, 2 ** 40, "0", undefined] as number[]) {
    const expected = { name: "RangeError", message: /^index: / };
    await assert.rejects(bulk.recordStatus(batchId, index, "ACSC"), expected);
    await assert.rejects(bulk.repeat(batchId, index), expected);
  }
  for (const status of ["DONE", "\u0000", undefined] as never[]) {
    await assert.rejects(bulk.recordStatus(batchId, 0, status), {
      name: "RangeError",
      message: /^transactionStatus: /,
    });
  }
  assert.equal(await bulk.repeat(batchId, 9_999), false);
  await bulk.close();
});
