/** Proves: a payment that several PSUs have to sign is executed when each of them has, once each, and never before. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { finishAuthorisation } from "../authorisation/finish.ts";
import { refuseAuthorisation } from "../authorisation/refuse.ts";
import { findChallenge } from "../authorisation/store.ts";
import { viewAuthorisation } from "../authorisation/view.ts";
import { chooseAccounts } from "../authorisation/choose.ts";
import { alice, carol, dan, erin, type FakePsu } from "../testing/fake-core-banking.ts";
import { cancel, initiateAs, samplePayment, sharedAccount, start } from "../testing/payments.ts";
import { answerCode, authorise, logIn, reachChallenge } from "../testing/psu.ts";
import { openTestBank, type TestBank } from "../testing/test-bank.ts";
import { expireDuePayments } from "./expire.ts";

const hour = 3_600_000;
const shared = { ...samplePayment, debtorAccount: sharedAccount };
let bank: TestBank;
before(async () => {
  bank = await openTestBank({ connections: 12 });
});
after(() => bank.close());

const drain = async () => {
  while ((await bank.outbox.drainDue()) > 0);
};
const booked = (paymentId: string) => bank.spi.executions.filter((order) => order.paymentId === paymentId);
const initiate = async () => (await initiateAs(bank, { body: shared })).paymentId;

/** Starts an authorisation and takes the PSU to the question for the code. */
async function challenged(paymentId: string, psu: FakePsu) {
  const authorisationId = await start(bank, { paymentId });
  const challengeId = await reachChallenge(bank, authorisationId, { psu, methodId: "pin" });
  return { authorisationId, challengeId, answer: "1234567", psu };
}

test("nothing starts by itself; the first signature is PATC, the last ACTC, and it is booked once", async () => {
  const { paymentId, authorisationId } = await initiateAs(bank, { body: shared });
  assert.equal(authorisationId, "");
  await authorise(bank, await start(bank, { paymentId }), carol);
  assert.equal(await bank.statusOf(paymentId), "PATC");
  await drain();
  assert.deepEqual(booked(paymentId), []);
  const second = await start(bank, { paymentId });
  const view = await viewAuthorisation(bank.authorisation, { authorisationId: second });
  assert.ok(view?.subject.display.shows === "payment");
  assert.deepEqual(view.subject.display.signatures, { needed: 2, given: 1 });
  await authorise(bank, second, dan);
  assert.equal(await bank.statusOf(paymentId), "ACTC");
  await drain();
  assert.equal(await bank.statusOf(paymentId), "ACSC");
  assert.equal(booked(paymentId).length, 1);
});

test("BG-2: it is executed for the last who signed, never for one who had logged in first and did not sign", async () => {
  const paymentId = await initiate();
  assert.equal((await logIn(bank, await start(bank, { paymentId }), erin)).kind, "identified");
  for (const psu of [carol, dan]) await authorise(bank, await start(bank, { paymentId }), psu);
  await drain();
  assert.deepEqual(
    booked(paymentId).map(({ psuId }) => psuId),
    [dan.psuId],
  );
});

test("the same PSU cannot sign twice, and a stranger not at all", async () => {
  const paymentId = await initiate();
  // Both of Carol's authorisations are begun before either is finished.
  const [first, second] = [await challenged(paymentId, carol), await challenged(paymentId, carol)];
  assert.equal((await answerCode(bank, first)).kind, "finalised");
  assert.equal((await answerCode(bank, second)).kind, "stale");
  assert.equal((await logIn(bank, await start(bank, { paymentId }), carol)).kind, "other_psu");
  assert.equal((await logIn(bank, await start(bank, { paymentId }), alice)).kind, "not_account_holder");
  assert.equal(await bank.statusOf(paymentId), "PATC");
});

test("any refusal rejects it, also after a signature", async () => {
  const paymentId = await initiate();
  await authorise(bank, await start(bank, { paymentId }), carol);
  const authorisationId = await start(bank, { paymentId });
  const withoutLogin = await refuseAuthorisation(bank.authorisation, { authorisationId });
  assert.equal(withoutLogin.kind, "out_of_order", "whoever merely holds the link cannot undo a signature");
  assert.equal(await bank.statusOf(paymentId), "PATC");
  await logIn(bank, authorisationId, dan);
  const refused = await refuseAuthorisation(bank.authorisation, { authorisationId, psuId: dan.psuId });
  assert.equal(refused.kind, "refused");
  assert.equal(await bank.statusOf(paymentId), "RJCT");
});

test("S1: a stranger's five wrong logins end one authorisation, and undo no signature", async () => {
  const paymentId = await initiate();
  await authorise(bank, await start(bank, { paymentId }), carol);
  const authorisationId = await start(bank, { paymentId });
  const stranger = { ...dan, login: "stranger" };
  for (let n = 0; n < 4; n++) assert.equal((await logIn(bank, authorisationId, stranger)).kind, "wrong_credentials");
  assert.equal((await logIn(bank, authorisationId, stranger)).kind, "failed");
  const view = await viewAuthorisation(bank.authorisation, { authorisationId });
  assert.deepEqual([view?.scaStatus, view?.failure], ["failed", "too_many_attempts"]);
  assert.equal(await bank.statusOf(paymentId), "PATC");
  await authorise(bank, await start(bank, { paymentId }), dan);
  assert.equal(await bank.statusOf(paymentId), "ACTC");
});

test("the TPP may take it back while a signature is missing", async () => {
  const paymentId = await initiate();
  await authorise(bank, await start(bank, { paymentId }), carol);
  assert.equal(await cancel(bank, { paymentId }), 204);
  assert.equal(await bank.statusOf(paymentId), "CANC");
});

test("with the first signature there are 24 hours for the others, and then it ends", async () => {
  const [signed, bare] = [await initiate(), await initiate()];
  await authorise(bank, await start(bank, { paymentId: signed }), carol);
  bank.clock.advance(24 * hour - 60_000);
  await expireDuePayments(bank.payments);
  assert.deepEqual([await bank.statusOf(signed), await bank.statusOf(bare)], ["PATC", "RJCT"]);
  bank.clock.advance(60_000);
  await expireDuePayments(bank.payments);
  assert.equal(await bank.statusOf(signed), "RJCT");
});

test("P6: what was changed between two signatures gets no second one", async () => {
  const paymentId = await initiate();
  await authorise(bank, await start(bank, { paymentId }), carol);
  await sql`update payment set amount = amount + 1 where payment_id = ${paymentId}`.execute(bank.database.db);
  const second = await challenged(paymentId, dan);
  assert.equal((await answerCode(bank, second)).kind, "stale");
  assert.equal(await bank.statusOf(paymentId), "PATC");
});

test("P8: two signers at once, 60 times each, are two signatures and one execution", async () => {
  const paymentId = await initiate();
  const both = [await challenged(paymentId, carol), await challenged(paymentId, dan)];
  const challenges = await Promise.all(both.map((one) => findChallenge(bank.database.db, one.challengeId)));
  const outcomes = await Promise.all(
    Array.from({ length: 120 }, (_, n) => finishAuthorisation(bank.authorisation, challenges[n % 2]!)),
  );
  assert.equal(outcomes.filter(({ kind }) => kind === "finalised").length, 2);
  await drain();
  assert.equal(booked(paymentId).length, 1);
  assert.equal(await bank.statusOf(paymentId), "ACSC");
});

test("an account that the PSU chooses says how many sign, and stays chosen then", async () => {
  const { debtorAccount: _debtor, ...open } = samplePayment;
  const { paymentId, authorisationId } = await initiateAs(bank, { body: open });
  await logIn(bank, authorisationId, carol);
  const choose = (accountId: string) =>
    chooseAccounts(bank.authorisation, { authorisationId, psuId: carol.psuId, accountIds: [accountId] });
  assert.equal((await choose("c-ron")).kind, "chosen");
  assert.equal((await choose("s-ron")).kind, "chosen");
  assert.equal((await choose("c-ron")).kind, "out_of_order");
  await authorise(bank, authorisationId, carol);
  assert.equal(await bank.statusOf(paymentId), "PATC");
  await authorise(bank, await start(bank, { paymentId }), dan);
  await drain();
  assert.equal(await bank.statusOf(paymentId), "ACSC");
});

test("where the TPP prefers to start it, a payment of one signature has no authorisation either until it does", async () => {
  const { paymentId, authorisationId } = await initiateAs(bank, {
    body: samplePayment,
    headers: { explicitPreferred: true },
  });
  assert.equal(authorisationId, "");
  await authorise(bank, await start(bank, { paymentId }));
  await drain();
  assert.equal(await bank.statusOf(paymentId), "ACSC");
});
