/** Proves: cancelling and finalising at the same moment, one wins: a payment is never both executed and cancelled. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addDays, dateOf, startOfDay } from "@tallystick/xs2a";
import { finishAuthorisation } from "../authorisation/finish.ts";
import { findAuthorisation, findChallenge, type ChallengeRow } from "../authorisation/store.ts";
import { cancel as cancelAs } from "../testing/payments.ts";
import { reachChallenge } from "../testing/psu.ts";
import { openTestBank, type TestBank } from "../testing/test-bank.ts";
import { linkHashOf } from "./record/link-hash.ts";
import { loadPayment } from "./record/store.ts";

let bank: TestBank;
before(async () => {
  bank = await openTestBank({ connections: 12 });
});
after(() => bank.close());

const cancel = (paymentId: string): Promise<number> => cancelAs(bank, { paymentId });

test("P9: of 1,000 pairs of cancelling and finalising exactly one of the two happens, and the other is told", async () => {
  const challenges = await manyAtChallenge(1_000);
  const cancelled: string[] = [];
  const finalised: string[] = [];
  const pair = async (challenge: ChallengeRow, paymentId: string, n: number): Promise<void> => {
    // Each of them gets a head start in half of the pairs, so that both win at times.
    const headStart = () => bank.statusOf(paymentId);
    const [status, outcome] = await Promise.all([
      (n % 2 === 0 ? headStart() : Promise.resolve()).then(() => cancel(paymentId)),
      (n % 2 === 1 ? headStart() : Promise.resolve()).then(() => finishAuthorisation(bank.authorisation, challenge)),
    ]);
    assert.equal(status, outcome.kind === "finalised" ? 405 : 204, `${outcome.kind} ${status}`);
    (outcome.kind === "finalised" ? finalised : cancelled).push(paymentId);
  };
  const left = [...challenges.entries()];
  const worker = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop())
      await pair(next[1].challenge, next[1].paymentId, next[0]);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  while ((await bank.outbox.drainDue()) > 0);
  assert.deepEqual(await paymentsIn("CANC"), cancelled.toSorted());
  assert.deepEqual(await paymentsIn("ACSC"), finalised.toSorted());
  assert.deepEqual(bank.spi.executions.map((order) => order.paymentId).toSorted(), finalised.toSorted());
  assert.ok(cancelled.length > 10 && finalised.length > 10, `${cancelled.length} ${finalised.length}`);
});

test("P9: of 300 payments whose day begins while they are cancelled each is cancelled or booked, never both", async () => {
  const day = addDays(dateOf(bank.clock.now()), 1)!;
  const made = await manyAtChallenge(300, { requestedExecutionDate: day });
  for (const { challenge } of made) {
    assert.equal((await finishAuthorisation(bank.authorisation, challenge)).kind, "finalised");
  }
  bank.clock.advance(startOfDay(day).getTime() - bank.clock.now().getTime());
  const drained = Promise.all(Array.from({ length: 3 }, () => bank.outbox.drainDue()));
  const statuses = new Map<string, number>();
  const left = made.map(({ paymentId }) => paymentId);
  const worker = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) statuses.set(next, await cancel(next));
  };
  await Promise.all([...Array.from({ length: 4 }, worker), drained]);
  while ((await bank.outbox.drainDue()) > 0);
  const cancelled = [...statuses].filter(([, status]) => status === 204).map(([paymentId]) => paymentId);
  const late = [...statuses].filter(([, status]) => status === 405).map(([paymentId]) => paymentId);
  assert.equal(cancelled.length + late.length, 300);
  assert.deepEqual(await paymentsIn("CANC"), cancelled.toSorted());
  assert.deepEqual(await paymentsIn("ACSC"), late.toSorted());
  const booked = bank.spi.executions.map((order) => order.paymentId).filter((paymentId) => statuses.has(paymentId));
  assert.deepEqual(booked.toSorted(), late.toSorted());
  assert.ok(cancelled.length > 10 && late.length > 10, `${cancelled.length} ${late.length}`);
});

/** Copies of one payment whose PSU has been challenged: going through the steps a thousand times proves nothing more. */
async function manyAtChallenge(
  count: number,
  change: { requestedExecutionDate?: string } = {},
): Promise<{ challenge: ChallengeRow; paymentId: string }[]> {
  const { db } = bank.database;
  const { paymentId, authorisationId } = await bank.initiate(change);
  const challengeId = await reachChallenge(bank, authorisationId, { methodId: "pin" });
  const [payment, authorisation, challenge] = await Promise.all([
    loadPayment(db, paymentId),
    findAuthorisation(db, authorisationId),
    findChallenge(db, challengeId),
  ]);
  assert.ok(payment && authorisation && challenge);
  await cancel(paymentId);
  for (const table of ["payment_event", "payment_execution", "challenge", "authorisation", "payment"] as const) {
    await db.deleteFrom(table).execute();
  }
  const uuid = () => bank.payments.random.uuid();
  const made = Array.from({ length: count }, () => {
    const [payment_id, authorisation_id] = [uuid(), uuid()];
    const row = { ...payment, payment_id };
    return {
      paymentId: payment_id,
      payment: { ...row, body: JSON.stringify(row.body), items: null, standing: null },
      authorisation: { ...authorisation, authorisation_id, subject_id: payment_id },
      challenge: { ...challenge, challenge_id: uuid(), authorisation_id, link_hash: linkHashOf(row) },
    };
  });
  await db
    .insertInto("payment")
    .values(made.map((one) => one.payment))
    .execute();
  await db
    .insertInto("authorisation")
    .values(made.map((one) => one.authorisation))
    .execute();
  await db
    .insertInto("challenge")
    .values(made.map((one) => one.challenge))
    .execute();
  return made;
}

async function paymentsIn(status: "CANC" | "ACSC"): Promise<string[]> {
  const rows = await bank.database.db.selectFrom("payment").select("payment_id").where("status", "=", status).execute();
  return rows.map((row) => row.payment_id).toSorted();
}

test("CONC-FF: of 50 cancellations at once one is 204", async () => {
  const { paymentId } = await bank.initiate();
  const statuses = await Promise.all(Array.from({ length: 50 }, () => cancel(paymentId)));
  assert.deepEqual(
    statuses.filter((status) => status === 204),
    [204],
  );
  assert.equal(statuses.filter((status) => status === 405).length, 49);
});
