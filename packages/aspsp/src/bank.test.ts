/** Proves: the wired bank executes, ends what has run out, answers push requests and survives a database that stumbles. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBank } from "./bank.ts";
import { openHttpBank, productPath, type HttpBank } from "./testing/http-bank.ts";

let bank: HttpBank;
before(async () => {
  bank = await openHttpBank();
});
after(() => bank.close());

test("C12, decision 13: a TPP enrols itself once, by organizationIdentifier", async () => {
  await Promise.all(Array.from({ length: 10 }, () => bank.initiate()));
  const rows = await bank.database.db.selectFrom("tpp").selectAll().execute();
  assert.deepEqual(
    rows.map((row) => [row.tpp_id, row.name, row.country, row.nca_id]),
    [["PSDLT-BOL-123456", "Test TPP", "LT", "LT-BOL"]],
  );
});

test("drainDue ends what has run out, also when nobody reads it", async () => {
  const { paymentId } = (await bank.initiate()).body;
  bank.clock.advance(15 * 60_000);
  await bank.bank.drainDue();
  const row = await bank.database.db
    .selectFrom("payment")
    .select(["status", "status_reason"])
    .where("payment_id", "=", paymentId)
    .executeTakeFirst();
  assert.deepEqual(row, { status: "RJCT", status_reason: "expired" });
  const status = await bank.call({ path: `${productPath}/${paymentId}/status` });
  assert.deepEqual(status.body, {
    transactionStatus: "RJCT",
    psuMessage: "The payment was not authorised in time.",
  });
});

test("an unknown push answer is false, and a bank without cookie keys does not start", async () => {
  const challengeId = "00000000-0000-4000-8000-000000000000";
  assert.equal(await bank.bank.answerPush({ challengeId, approval: "x", approve: true }), false);
  assert.equal(await bank.bank.answerPush({ challengeId: "x", approval: "", approve: false }), false);
  await assert.rejects(createBank({ cookieKeys: [], profile: {}, log: { child: () => ({}) } } as never), TypeError);
});

test("R1: while the database refuses, calls answer 503 with Retry-After and no detail", async () => {
  const { db } = bank.database;
  await bank.initiate();
  const holding = db.transaction().execute(async (tx) => {
    const { sql } = await import("kysely");
    await sql`lock table payment in access exclusive mode`.execute(tx);
    const reply = await bank.call({ path: `${productPath}/00000000-0000-4000-8000-000000000000` });
    assert.deepEqual([reply.status, reply.text, reply.headers["retry-after"]], [503, "", "1"]);
  });
  await holding;
});
