// Proves that an item comes to an end that is told, whatever the initiation answers and whatever the store refuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TestClock } from "pg-boss";
import type { BulkEvent, InitiateOrder } from "./batch.ts";
import { bankError, createFakeBank, openBulkWorld, paymentsOf, until } from "./testing/open-bulk.ts";

/** A queue whose time the test moves, with what it tells; the first item meets `first`, the second a bank that keeps its word. */
async function openEnds(first: InitiateOrder) {
  const world = openBulkWorld();
  const clock = new TestClock();
  const bank = createFakeBank();
  const events: BulkEvent[] = [];
  const errors: unknown[] = [];
  const bulk = await world.create({
    initiate: (order) => (order.index === 0 ? first(order) : bank.initiate(order)),
    queueClock: clock,
    clock: { now: () => new Date(clock.now()) },
    onProgress: (event) => events.push(event),
    onError: (error) => errors.push(error),
  });
  const { batchId } = await bulk.submit({ key: "ends", payments: paymentsOf(2) });
  const end = (step = 100) =>
    until("the end of the batch", async () => {
      await clock.tick(step);
      const status = await bulk.status(batchId);
      return status?.state === "finished" && status;
    });
  const told = () => events.filter(({ index }) => index === 0).map(({ state }) => state);
  return { world, clock, bulk, batchId, end, told, events, errors };
}

const good = { paymentId: "p-1", transactionStatus: "RCVD", scaRedirect: undefined, scaOAuth: undefined } as const;

for (const [name, answer, path] of [
  ["nothing", undefined, undefined],
  ["null", null, undefined],
  ["a text", "p-1", undefined],
  ["no paymentId", { ...good, paymentId: undefined }, "paymentId"],
  ["a paymentId with U+0000", { ...good, paymentId: "p\u0000" }, "paymentId"],
  ["an empty paymentId", { ...good, paymentId: "" }, "paymentId"],
  ["a status that there is not", { ...good, transactionStatus: "DONE" }, "transactionStatus"],
  ["an address with U+0000", { ...good, scaRedirect: "https://bank.example/\u0000" }, "scaRedirect"],
] as const) {
  test(`an initiation that answers ${name} leaves an item that may be at the bank: unknown, told at each try`, async () => {
    const { bulk, end, told, errors } = await openEnds(async () => answer as never);
    await bulk.work();
    const { items, counts } = await end();
    assert.deepEqual([counts.unknown, counts.initiated], [1, 1]);
    assert.deepEqual(
      [items[0]?.state, items[0]?.attempts, items[0]?.failure?.code, items[0]?.failure?.path],
      ["unknown", 3, "bad_answer", path],
    );
    assert.deepEqual(told(), ["sending", "sending", "unknown"]);
    assert.deepEqual(
      errors.map((error) => (error as Error).name),
      ["UnreadableAnswer", "UnreadableAnswer", "UnreadableAnswer"],
    );
  });
}

test("an answer that the store refuses leaves an item that may be at the bank: unknown, with the store's error told", async () => {
  const { bulk, end, errors, told, world } = await openEnds(async () => good);
  await world.query(`alter table ${world.schema}.tpp_bulk_item add check (payment_id is distinct from 'p-1')`);
  await bulk.work();
  const { items } = await end();
  assert.deepEqual([items[0]?.state, items[0]?.failure?.code], ["unknown", "unexpected"]);
  assert.deepEqual(told(), ["sending", "sending", "unknown"]);
  assert.equal(errors.filter((error) => /check constraint/.test(String(error))).length, 3);
});

test("where not even the failure can be stored the item ends once it can, and is told", async () => {
  const { bulk, batchId, clock, end, errors, told, world } = await openEnds(async () => good);
  // Nothing but the claim of a try is taken: neither the answer nor that there was none.
  await world.query(
    `alter table ${world.schema}.tpp_bulk_item add constraint shut check (item_index <> 0 or (payment_id is null and failure is null))`,
  );
  await bulk.work();
  await until("the third try", async () => {
    await clock.tick(100);
    return (await world.query(`select 1 from ${world.schema}.job where state = 'failed'`)).length === 1;
  });
  assert.equal((await bulk.status(batchId))?.items[0]?.state, "sending");
  assert.ok(errors.length >= 3);
  await world.query(`alter table ${world.schema}.tpp_bulk_item drop constraint shut`);
  const { items } = await end(1_000);
  assert.deepEqual([items[0]?.state, items[0]?.failure?.code], ["unknown", "attempts_exhausted"]);
  assert.deepEqual(told(), ["unknown"]);
});

test("an initiation that never answers ends as unknown; its answer settles the item when it comes after all", async () => {
  const answers = Promise.withResolvers<typeof good>();
  const { bulk, batchId, end, told } = await openEnds(() => answers.promise);
  await bulk.work();
  const { items } = await end(5_000);
  assert.deepEqual([items[0]?.state, items[0]?.attempts], ["unknown", 3]);
  assert.equal(told().at(-1), "unknown");
  answers.resolve(good);
  const late = await until("the late answer", async () => {
    const item = (await bulk.status(batchId))?.items[0];
    return item?.state === "initiated" && item;
  });
  assert.deepEqual([late.paymentId, late.failure], ["p-1", undefined]);
});

test("a bank's text that PostgreSQL would refuse is kept, readable, and holds up no try", async () => {
  // U+0000, and a pair that the cut at 500 characters goes through.
  const bankText = `\u0000${"x".repeat(498)}😀`;
  const { bulk, end, told } = await openEnds(async () => {
    throw bankError({ status: 503, outcome: "unknown", bankText });
  });
  await bulk.work();
  const { items } = await end();
  assert.equal(items[0]?.failure?.bankText, `\uFFFD${"x".repeat(498)}\uFFFD`);
  assert.deepEqual(told(), ["sending", "sending", "unknown"]);
});
