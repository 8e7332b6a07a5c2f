/**
 * Proves: one right answer finalises once, wrong ones are counted over sessions and processes and lock, and a code fits
 * only its own challenge and content.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { method } from "../testing/fake-core-banking.ts";
import { answerCode, authorise, reachChallenge, wrongCode } from "../testing/psu.ts";
import { openTestBank, type TestBank } from "../testing/test-bank.ts";
import { answerPush } from "./answer.ts";
import { startChallenge } from "./proof/challenge.ts";
import { finishAuthorisation } from "./finish.ts";
import { findChallenge } from "./store.ts";
import { viewAuthorisation } from "./view.ts";

let bank: TestBank;
before(async () => {
  bank = await openTestBank({ connections: 12 });
});
after(() => bank.close());

const view = (authorisationId: string) => viewAuthorisation(bank.authorisation, { authorisationId });
/** So that one test's lock is not the next one's. */
const unlock = () => bank.database.db.deleteFrom("attempt_count").execute();

test("the right code finalises, and the payment is booked once", async () => {
  const { paymentId, authorisationId } = await bank.initiate();
  await authorise(bank, authorisationId);
  assert.equal(await bank.statusOf(paymentId), "ACTC");
  assert.equal((await view(authorisationId))?.scaStatus, "finalised");
  await bank.outbox.drainDue();
  assert.equal(await bank.statusOf(paymentId), "ACSC");
  assert.equal(bank.spi.executions.filter((order) => order.paymentId === paymentId).length, 1);
});

test("P8: 100 right answers at once finalise once and execute once", async () => {
  const { paymentId, authorisationId } = await bank.initiate();
  const challengeId = await reachChallenge(bank, authorisationId);
  const answer = bank.spi.lastCode();
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, () => answerCode(bank, { authorisationId, challengeId, answer })),
  );
  const kinds = outcomes.map((outcome) => outcome.kind);
  assert.equal(kinds.filter((kind) => kind === "finalised").length, 1);
  assert.ok(
    kinds.every((kind) => ["finalised", "stale", "ended", "locked"].includes(kind)),
    kinds.join(),
  );
  await bank.outbox.drainDue();
  assert.equal(bank.spi.executions.filter((order) => order.paymentId === paymentId).length, 1);
  await unlock();
});

test("P8: two authorisations of one payment, finalised 50 times each at once, execute once", async () => {
  const { paymentId, authorisationId } = await bank.initiate();
  const secondId = await secondAuthorisation(paymentId, authorisationId);
  const challenges = await Promise.all(
    [authorisationId, secondId].map(async (id) => ({
      id,
      challengeId: await reachChallenge(bank, id, { methodId: "pin" }),
    })),
  );
  const calls = challenges.flatMap(({ id, challengeId }) =>
    Array.from({ length: 50 }, () => answerCode(bank, { authorisationId: id, challengeId, answer: "1234567" })),
  );
  const kinds = (await Promise.all(calls)).map((outcome) => outcome.kind);
  assert.equal(kinds.filter((kind) => kind === "finalised").length, 1);
  await bank.outbox.drainDue();
  assert.equal(bank.spi.executions.filter((order) => order.paymentId === paymentId).length, 1);
  await unlock();
});

async function secondAuthorisation(paymentId: string, first: string): Promise<string> {
  const id = bank.authorisation.random.uuid();
  await sql`insert into authorisation select (jsonb_populate_record(a, jsonb_build_object('authorisation_id', ${id}::text))).*
    from authorisation a where authorisation_id = ${first}`.execute(bank.database.db);
  assert.ok(paymentId);
  return id;
}

test("S1: of 1,000 guesses over 20 authorisations five are looked at, and the right code after the lock is refused", async () => {
  const sessions = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const { authorisationId } = await bank.initiate();
      return { authorisationId, challengeId: await reachChallenge(bank, authorisationId, { methodId: "pin" }) };
    }),
  );
  const before = bank.spi.pinChecks;
  await Promise.all(
    sessions.flatMap((session) =>
      Array.from({ length: 50 }, (_, n) => answerCode(bank, { ...session, answer: String(n).padStart(7, "0") })),
    ),
  );
  assert.equal(bank.spi.pinChecks - before, 5);
  const open = await firstOpen(sessions);
  assert.equal((await answerCode(bank, { ...open, answer: "1234567" })).kind, "locked");
  assert.equal(bank.spi.pinChecks - before, 5);

  const { authorisationId } = await bank.initiate();
  bank.clock.advance(15 * 60_000 + 1);
  const later = await bank.initiate();
  assert.equal((await view(authorisationId))?.scaStatus, "failed");
  const challengeId = await reachChallenge(bank, later.authorisationId, { methodId: "pin" });
  assert.equal((await answerCode(bank, { ...later, challengeId, answer: "1234567" })).kind, "finalised");
});

async function firstOpen(sessions: readonly { authorisationId: string; challengeId: string }[]) {
  for (const session of sessions) if ((await view(session.authorisationId))?.step === "challenge") return session;
  throw new Error("all authorisations have ended");
}

test("S1: five wrong codes fail the authorisation and the payment; a new challenge does not reset the count", async () => {
  const { paymentId, authorisationId } = await bank.initiate();
  let challengeId = await reachChallenge(bank, authorisationId);
  for (const left of [4, 3, 2, 1]) {
    const outcome = await answerCode(bank, { authorisationId, challengeId, answer: wrongCode(bank) });
    assert.deepEqual(outcome, { kind: "wrong", attemptsLeft: left });
    if (left !== 3) continue;
    const again = await startChallenge(bank.authorisation, { authorisationId, psuId: "psu-alice" });
    assert.ok(again.kind === "started");
    challengeId = again.challengeId;
  }
  const fifth = await answerCode(bank, { authorisationId, challengeId, answer: wrongCode(bank) });
  assert.deepEqual(fifth, { kind: "failed" });
  assert.equal(await bank.statusOf(paymentId), "RJCT");
  const ended = await view(authorisationId);
  assert.deepEqual([ended?.scaStatus, ended?.failure], ["failed", "too_many_attempts"]);
  assert.deepEqual(await answerCode(bank, { authorisationId, challengeId }), { kind: "ended" });
  await unlock();
});

test("S3: a code is of no use for another challenge, a replaced, an expired or a used one", async () => {
  const [first, second] = [await bank.initiate(), await bank.initiate()];
  const firstChallenge = await reachChallenge(bank, first.authorisationId);
  const firstCode = bank.spi.lastCode();
  const secondChallenge = await reachChallenge(bank, second.authorisationId);
  const cross = await answerCode(bank, { ...second, challengeId: firstChallenge, answer: firstCode });
  assert.equal(cross.kind, "stale");
  assert.equal((await view(first.authorisationId))?.step, "challenge", "it is not used up either");
  const foreignCode = await answerCode(bank, { ...second, challengeId: secondChallenge, answer: firstCode });
  assert.equal(foreignCode.kind, "wrong");

  assert.equal((await startChallenge(bank.authorisation, { ...first, psuId: "psu-alice" })).kind, "started");
  const replaced = await answerCode(bank, { ...first, challengeId: firstChallenge, answer: firstCode });
  assert.equal(replaced.kind, "stale");

  bank.clock.advance(5 * 60_000);
  const expired = await answerCode(bank, { ...second, challengeId: secondChallenge });
  assert.equal(expired.kind, "stale");
  await unlock();
});

test("P6: any change of what is linked kills the challenge, and nothing is authorised", async () => {
  const changes = {
    amount: sql`amount + 1`,
    currency: sql`'EUR'`,
    creditor_name: sql`'Mallory'`,
    creditor_iban: sql`'RO49AAAA1B31007593840000'`,
    creditor_bic: sql`'EVILROBU'`,
    debtor_iban: sql`'RO49AAAA1B31007593840000'`,
    product: sql`'sepa-credit-transfers'`,
    requested_execution_date: sql`date '2031-01-01'`,
    remittance: sql`'Other'`,
    end_to_end_id: sql`'other'`,
    creditor_reference: sql`'RF18539007547034'`,
  };
  for (const [column, value] of Object.entries(changes)) {
    const { paymentId, authorisationId } = await bank.initiate();
    const challengeId = await reachChallenge(bank, authorisationId);
    await sql`update payment set ${sql.ref(column)} = ${value} where payment_id = ${paymentId}`.execute(
      bank.database.db,
    );
    assert.equal((await answerCode(bank, { authorisationId, challengeId })).kind, "stale", column);
    assert.equal(await bank.statusOf(paymentId), "RCVD", column);
    assert.equal((await view(authorisationId))?.step, "challenge_due", column);
  }
});

test("P6: a change between the look at the code and finalisation is found in the transaction", async () => {
  const { paymentId, authorisationId } = await bank.initiate();
  const challengeId = await reachChallenge(bank, authorisationId);
  const challenge = await findChallenge(bank.database.db, challengeId);
  assert.ok(challenge);
  await sql`update payment set amount = amount + 1 where payment_id = ${paymentId}`.execute(bank.database.db);
  assert.deepEqual(await finishAuthorisation(bank.authorisation, challenge), { kind: "stale" });
  assert.equal(await bank.statusOf(paymentId), "RCVD");
});

test("a push request is answered once, only with its secret; refusing ends the payment", async () => {
  const approved = await bank.initiate();
  const challengeId = await reachChallenge(bank, approved.authorisationId, { methodId: method.push.methodId });
  const approval = bank.spi.messages.at(-1)?.approval ?? "";
  const answer = { challengeId, approval, approve: true };
  assert.equal(await answerPush(bank.authorisation, { ...answer, approval: `${approval}x` }), false);
  const results = await Promise.all(Array.from({ length: 50 }, () => answerPush(bank.authorisation, answer)));
  assert.equal(results.filter(Boolean).length, 1);
  assert.equal(await bank.statusOf(approved.paymentId), "ACTC");

  const refused = await bank.initiate();
  const second = await reachChallenge(bank, refused.authorisationId, { methodId: method.push.methodId });
  const message = bank.spi.messages.at(-1);
  const no = { challengeId: second, approval: message?.approval ?? "", approve: false };
  assert.equal(await answerPush(bank.authorisation, no), true);
  assert.equal(await bank.statusOf(refused.paymentId), "RJCT");
});
