/** Proves: a cancellation that the PSU has to authorise is the PSU's to decide, and never meets an execution. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addDays, dateOf, startOfDay } from "@tallystick/xs2a";
import { sql } from "kysely";
import { finishAuthorisation } from "../authorisation/finish.ts";
import { refuseAuthorisation } from "../authorisation/refuse.ts";
import { findAuthorisation, findChallenge, type ChallengeRow } from "../authorisation/store.ts";
import { viewAuthorisation } from "../authorisation/view.ts";
import { bob, carol, dan, erin } from "../testing/fake-core-banking.ts";
import { cancel, initiateAs, samplePayment, samplePeriodic, sharedAccount, start } from "../testing/payments.ts";
import { answerCode, authorise, logIn, reachChallenge } from "../testing/psu.ts";
import { openTestBank, testProfile, type TestBank } from "../testing/test-bank.ts";

let bank: TestBank;
before(async () => {
  bank = await openTestBank({ profile: { ...testProfile, cancellationNeedsPsu: true }, connections: 12 });
});
after(() => bank.close());

const drain = async () => {
  while ((await bank.outbox.drainDue()) > 0);
};
const booked = (paymentId: string) => bank.spi.executions.filter((order) => order.paymentId === paymentId);
const inDays = (days: number) => addDays(dateOf(bank.clock.now()), days)!;
const kind = "cancellation";

async function waiting(change: object = {}): Promise<string> {
  const requestedExecutionDate = inDays(3);
  const { paymentId, authorisationId } = await bank.initiate({ requestedExecutionDate, ...change });
  await authorise(bank, authorisationId);
  return paymentId;
}

async function scaStatusOf(authorisationId: string): Promise<string | undefined> {
  return (await findAuthorisation(bank.database.db, authorisationId))?.sca_status;
}

test("DELETE says that the PSU is needed and changes nothing; the PSU's authorisation cancels", async () => {
  const paymentId = await waiting();
  assert.equal(await cancel(bank, { paymentId }), 202);
  assert.equal(await cancel(bank, { paymentId }), 202);
  assert.equal(await bank.statusOf(paymentId), "ACTC");
  const authorisationId = await start(bank, { paymentId, kind });
  await authorise(bank, authorisationId);
  assert.equal(await scaStatusOf(authorisationId), "finalised");
  assert.equal(await bank.statusOf(paymentId), "CANC");
  bank.clock.advance(4 * 86_400_000);
  await drain();
  assert.deepEqual(booked(paymentId), []);
  assert.equal(await cancel(bank, { paymentId }), 405);
});

test("what is not authorised is cancelled without the PSU, and has no cancellation to authorise", async () => {
  const { paymentId } = await bank.initiate();
  await assert.rejects(start(bank, { paymentId, kind }), { code: "STATUS_INVALID", status: 409 });
  assert.equal(await cancel(bank, { paymentId }), 204);
  await assert.rejects(start(bank, { paymentId, kind }), { code: "STATUS_INVALID" });
});

test("a payment without a day is in execution once it is authorised", async () => {
  const { paymentId, authorisationId } = await bank.initiate();
  await authorise(bank, authorisationId);
  assert.equal(await cancel(bank, { paymentId }), 405);
  await assert.rejects(start(bank, { paymentId, kind }), { code: "STATUS_INVALID" });
  await drain();
  assert.equal(await cancel(bank, { paymentId }), 405);
});

test("a refused, a failed or an expired cancellation leaves the payment as it is, and another one may follow", async () => {
  const paymentId = await waiting();
  const refused = await start(bank, { paymentId, kind });
  await logIn(bank, refused);
  await refuseAuthorisation(bank.authorisation, { authorisationId: refused, psuId: "psu-alice" });
  const expired = await start(bank, { paymentId, kind });
  bank.clock.advance(10 * 60_000);
  const later = await start(bank, { paymentId, kind });
  bank.clock.advance(5 * 60_000);
  const view = await viewAuthorisation(bank.authorisation, { authorisationId: expired });
  assert.deepEqual([view?.scaStatus, view?.failure], ["failed", "expired"]);
  assert.deepEqual([await scaStatusOf(refused), await scaStatusOf(later)], ["failed", "received"]);
  assert.equal(await bank.statusOf(paymentId), "ACTC");
  await authorise(bank, later);
  assert.equal(await bank.statusOf(paymentId), "CANC");
});

test("an authorisation that nothing waits for any more ends when it is looked at, and can change nothing", async () => {
  const paymentId = await waiting();
  const [used, left] = [await start(bank, { paymentId, kind }), await start(bank, { paymentId, kind })];
  const challengeId = await reachChallenge(bank, left, { methodId: "pin" });
  await authorise(bank, used);
  const view = await viewAuthorisation(bank.authorisation, { authorisationId: left });
  assert.deepEqual([view?.scaStatus, view?.failure, view?.step], ["failed", "superseded", "ended"]);
  const late = await answerCode(bank, { authorisationId: left, challengeId, answer: "1234567" });
  assert.equal(late.kind, "ended");
  assert.deepEqual([await scaStatusOf(used), await bank.statusOf(paymentId)], ["finalised", "CANC"]);
});

test("BG-3: only who authorised the payment can authorise its cancellation, any of several signers", async () => {
  const paymentId = await waiting();
  const authorisationId = await start(bank, { paymentId, kind });
  assert.equal((await logIn(bank, authorisationId, bob)).kind, "not_account_holder");
  const body = { ...samplePayment, debtorAccount: sharedAccount, requestedExecutionDate: inDays(3) };
  const { paymentId: shared } = await initiateAs(bank, { body });
  await authorise(bank, await start(bank, { paymentId: shared }), carol);
  await authorise(bank, await start(bank, { paymentId: shared }), dan);
  await authorise(bank, await start(bank, { paymentId: shared, kind }), dan);
  assert.equal(await bank.statusOf(shared), "CANC");
});

test("BG-3: who was the first to log in and never signed is none of those who authorised", async () => {
  const body = { ...samplePayment, debtorAccount: sharedAccount, requestedExecutionDate: inDays(3) };
  const { paymentId } = await initiateAs(bank, { body });
  await logIn(bank, await start(bank, { paymentId }), erin);
  for (const psu of [carol, dan]) await authorise(bank, await start(bank, { paymentId }), psu);
  const authorisationId = await start(bank, { paymentId, kind });
  assert.equal((await logIn(bank, authorisationId, erin)).kind, "other_psu");
  await authorise(bank, authorisationId, carol);
  assert.equal(await bank.statusOf(paymentId), "CANC");
});

test("a code for the payment is none for its cancellation", async () => {
  const { paymentId, authorisationId } = await bank.initiate({ requestedExecutionDate: inDays(3) });
  const challengeId = await reachChallenge(bank, authorisationId, { methodId: "pin" });
  await answerCode(bank, { authorisationId, challengeId, answer: "1234567" });
  const second = await start(bank, { paymentId, kind });
  const payment = await viewAuthorisation(bank.authorisation, { authorisationId });
  const cancellation = await viewAuthorisation(bank.authorisation, { authorisationId: second });
  assert.notEqual(payment?.subject.linkHash, cancellation?.subject.linkHash);
  await reachChallenge(bank, second, { methodId: "phone" });
  assert.match(bank.spi.messages.at(-1)?.text ?? "", /cancel the payment of 12\.50 RON to Shop/);
});

test("P6: a payment that was changed while its cancellation is authorised is not cancelled by it", async () => {
  const paymentId = await waiting();
  const authorisationId = await start(bank, { paymentId, kind });
  const challengeId = await reachChallenge(bank, authorisationId);
  await sql`update payment set creditor_name = 'Mallory' where payment_id = ${paymentId}`.execute(bank.database.db);
  assert.equal((await answerCode(bank, { authorisationId, challengeId })).kind, "stale");
  assert.equal(await bank.statusOf(paymentId), "ACTC");
});

test("the rest of a periodic payment is cancelled by its PSU between two days", async () => {
  const service = "periodic-payments";
  const body = samplePeriodic({ frequency: "Daily", startDate: inDays(0), endDate: inDays(5) });
  const { paymentId, authorisationId } = await initiateAs(bank, { service, body });
  await authorise(bank, authorisationId);
  await drain();
  assert.equal(await cancel(bank, { paymentId, service }), 202);
  await authorise(bank, await start(bank, { paymentId, service, kind }));
  bank.clock.advance(6 * 86_400_000);
  await drain();
  assert.equal(await bank.statusOf(paymentId), "CANC");
  assert.equal(booked(paymentId).length, 1);
});

test("P9: cancelled and due at the same moment, a payment is either cancelled or executed", async () => {
  const day = inDays(2);
  const made: string[] = [];
  // One after the other: a login is looked at five times at once and not more often.
  for (let n = 0; n < 60; n++) made.push(await waiting({ requestedExecutionDate: day }));
  bank.clock.advance(startOfDay(day).getTime() - bank.clock.now().getTime() - 600_000);
  const ready: { paymentId: string; challenge: ChallengeRow }[] = [];
  for (const paymentId of made) {
    const authorisationId = await start(bank, { paymentId, kind });
    const challengeId = await reachChallenge(bank, authorisationId, { methodId: "pin" });
    ready.push({ paymentId, challenge: (await findChallenge(bank.database.db, challengeId))! });
  }
  bank.clock.advance(startOfDay(day).getTime() - bank.clock.now().getTime());
  const outcomes: string[] = [];
  const left = [...ready.entries()];
  const worker = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      outcomes[next[0]] = (await finishAuthorisation(bank.authorisation, next[1].challenge)).kind;
    }
  };
  await Promise.all([drain(), drain(), drain(), worker(), worker()]);
  await drain();
  const counts = { CANC: 0, ACSC: 0 };
  for (const [n, { paymentId }] of ready.entries()) {
    const status = (await bank.statusOf(paymentId)) as keyof typeof counts;
    assert.equal(status, outcomes[n] === "finalised" ? "CANC" : "ACSC");
    assert.equal(booked(paymentId).length, status === "ACSC" ? 1 : 0);
    counts[status]++;
  }
  assert.ok(counts.CANC > 0 && counts.ACSC > 0, JSON.stringify(counts));
});

test("P9: an execution that has begun and not answered cannot be cancelled", async () => {
  const paymentId = await waiting({ requestedExecutionDate: inDays(1) });
  bank.spi.failing.add("execute");
  bank.clock.advance(startOfDay(inDays(1)).getTime() - bank.clock.now().getTime());
  await bank.outbox.drainDue();
  bank.spi.failing.clear();
  assert.equal(await bank.statusOf(paymentId), "ACTC");
  assert.equal(await cancel(bank, { paymentId }), 405);
  await assert.rejects(start(bank, { paymentId, kind }), { code: "STATUS_INVALID" });
  bank.clock.advance(60_000);
  await drain();
  assert.equal(await bank.statusOf(paymentId), "ACSC");
});
