/** Proves: what was authorised is booked once whatever is cut short, and nothing else is ever booked. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { authorise, reachChallenge, answerCode } from "../testing/psu.ts";
import { openTestBank, type TestBank } from "../testing/test-bank.ts";
import { expireDuePayments } from "./expire.ts";

let bank: TestBank;
const reached: string[] = [];
let stopAt: string | undefined;
before(async () => {
  bank = await openTestBank({
    checkpoint: (name) => {
      reached.push(name);
      if (name === stopAt) throw new Error(`stopped at ${name}`);
    },
  });
});
after(() => bank.close());

const booked = (paymentId: string) => bank.spi.executions.filter((order) => order.paymentId === paymentId);

async function eventsOf(paymentId: string): Promise<string[]> {
  const rows = await bank.database.db
    .selectFrom("payment_event")
    .select(["from_status", "to_status"])
    .where("payment_id", "=", paymentId)
    .orderBy("sequence")
    .execute();
  return rows.map((row) => `${row.from_status ?? "-"} ${row.to_status}`);
}

test("each move has its event, and the checkpoints are passed in order", async () => {
  reached.length = 0;
  const { paymentId, authorisationId } = await bank.initiate();
  await authorise(bank, authorisationId);
  await bank.outbox.drainDue();
  assert.deepEqual(await eventsOf(paymentId), ["- RCVD", "RCVD ACTC", "ACTC ACSC"]);
  const names = [
    "after_payment_stored",
    "after_sca_finalised",
    "before_execute",
    "after_execute",
    "after_status_commit",
  ];
  assert.deepEqual(
    reached.filter((name) => names.includes(name)),
    names,
  );
});

test("P8: a run that is cut short before or after the booking is repeated under the same execution id", async () => {
  for (const name of ["before_execute", "after_execute", "after_status_commit"]) {
    const { paymentId, authorisationId } = await bank.initiate();
    await authorise(bank, authorisationId);
    stopAt = name;
    await bank.outbox.drainDue();
    stopAt = undefined;
    bank.clock.advance(60_000);
    await bank.outbox.drainDue();
    assert.equal(await bank.statusOf(paymentId), "ACSC", name);
    assert.equal(new Set(booked(paymentId).map((order) => order.executionId)).size, 1, name);
    assert.deepEqual(await eventsOf(paymentId), ["- RCVD", "RCVD ACTC", "ACTC ACSC"], name);
  }
});

test("core banking that is away is asked again; its rejection rejects the payment with the reason", async () => {
  const { paymentId, authorisationId } = await bank.initiate();
  await authorise(bank, authorisationId);
  bank.spi.failing.add("execute");
  await bank.outbox.drainDue();
  assert.equal(await bank.statusOf(paymentId), "ACTC");
  bank.spi.failing.clear();
  bank.spi.outcome = { status: "RJCT", reason: "Insufficient funds" };
  bank.clock.advance(60_000);
  await bank.outbox.drainDue();
  bank.spi.outcome = { status: "ACSC" };
  assert.equal(await bank.statusOf(paymentId), "RJCT");
});

test("P6: a record that was changed after authorisation is rejected and never booked", async () => {
  const changes = {
    amount: sql`amount + 1`,
    creditor_iban: sql`'RO49AAAA1B31007593840000'`,
    creditor_name: sql`'Mallory'`,
    debtor_iban: sql`'RO49AAAA1B31007593840000'`,
    currency: sql`'EUR'`,
    authorised_hash: sql`null`,
  };
  for (const [column, value] of Object.entries(changes)) {
    const { paymentId, authorisationId } = await bank.initiate();
    await authorise(bank, authorisationId);
    await sql`update payment set ${sql.ref(column)} = ${value} where payment_id = ${paymentId}`.execute(
      bank.database.db,
    );
    await bank.outbox.drainDue();
    assert.equal(await bank.statusOf(paymentId), "RJCT", column);
    assert.deepEqual(booked(paymentId), [], column);
  }
});

test("a payment dated ahead is booked when its day begins, not before", async () => {
  const day = new Date(bank.clock.now().getTime() + 3 * 86_400_000).toISOString().slice(0, 10);
  const { paymentId, authorisationId } = await bank.initiate({ requestedExecutionDate: day });
  await authorise(bank, authorisationId);
  await bank.outbox.drainDue();
  assert.equal(await bank.statusOf(paymentId), "ACTC");
  bank.clock.advance(3 * 86_400_000);
  await bank.outbox.drainDue();
  assert.equal(await bank.statusOf(paymentId), "ACSC");
  assert.equal(booked(paymentId)[0]?.requestedExecutionDate, day);
});

test("work that is called for too early, by a clock that was put back, waits for its day and is not lost", async () => {
  const day = new Date(bank.clock.now().getTime() + 3 * 86_400_000).toISOString().slice(0, 10);
  const { paymentId, authorisationId } = await bank.initiate({ requestedExecutionDate: day });
  await authorise(bank, authorisationId);
  await sql`update outbox set due_at = ${bank.clock.now()}`.execute(bank.database.db);
  await bank.outbox.drainDue();
  assert.equal(await bank.statusOf(paymentId), "ACTC");
  bank.clock.advance(3 * 86_400_000);
  await bank.outbox.drainDue();
  assert.equal(await bank.statusOf(paymentId), "ACSC");
  assert.equal(booked(paymentId).length, 1);
});

test("a payment in process is asked again under the same id, less and less often, until it ends", async () => {
  const { paymentId, authorisationId } = await bank.initiate();
  await authorise(bank, authorisationId);
  bank.spi.outcome = { status: "ACSP" };
  await bank.outbox.drainDue();
  assert.equal(await bank.statusOf(paymentId), "ACSP");
  await bank.outbox.drainDue();
  bank.clock.advance(1_500);
  await bank.outbox.drainDue();
  bank.spi.outcome = { status: "RJCT", reason: "Returned" };
  bank.clock.advance(300_000);
  await bank.outbox.drainDue();
  const asked = booked(paymentId).length;
  bank.spi.outcome = { status: "ACSC" };
  bank.clock.advance(300_000);
  await bank.outbox.drainDue();
  assert.equal(await bank.statusOf(paymentId), "RJCT");
  assert.equal(booked(paymentId).length, asked, "what has ended is not asked about again");
  assert.equal(new Set(booked(paymentId).map((order) => order.executionId)).size, 1);
  assert.deepEqual(await eventsOf(paymentId), ["- RCVD", "RCVD ACTC", "ACTC ACSP", "ACSP RJCT"]);
});

test("expiry and the right code in the same second: one of them wins, and an expired payment is never booked", async () => {
  const started = await Promise.all(
    Array.from({ length: 30 }, async () => {
      const ids = await bank.initiate();
      const challengeId = await reachChallenge(bank, ids.authorisationId, { methodId: "pin" });
      return { ...ids, challengeId };
    }),
  );
  const lastExpiry = bank.clock.now().getTime() + 15 * 60_000;
  await sql`update challenge set expires_at = expires_at + interval '1 hour'`.execute(bank.database.db);
  bank.clock.advance(lastExpiry - bank.clock.now().getTime() - 60);
  const finalise = started.map((one) => answerCode(bank, { ...one, answer: "1234567" }));
  const sweeps = Array.from({ length: 20 }, () => expireDuePayments(bank.payments));
  await Promise.all([...finalise, ...sweeps]);
  await bank.outbox.drainDue();
  await expireDuePayments(bank.payments);
  for (const { paymentId } of started) {
    const status = await bank.statusOf(paymentId);
    assert.equal(booked(paymentId).length, status === "ACSC" ? 1 : 0);
    assert.ok(status === "ACSC" || status === "RJCT", status);
  }
});
