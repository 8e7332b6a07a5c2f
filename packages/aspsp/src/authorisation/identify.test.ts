/** Proves: only the payer gets in, logins are counted and locked without telling, and a binding is for good. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { alice, bob } from "../testing/fake-core-banking.ts";
import { samplePayment, start } from "../testing/payments.ts";
import { logIn, reachChallenge } from "../testing/psu.ts";
import { openTestBank, type TestBank } from "../testing/test-bank.ts";
import { sweepAttempts } from "./proof/attempts.ts";
import { startChallenge } from "./proof/challenge.ts";
import { chooseAccounts, chooseMethod } from "./choose.ts";
import { identifyPsu } from "./identify.ts";
import { refuseAuthorisation } from "./refuse.ts";
import { listChoosableAccounts, viewAuthorisation } from "./view.ts";

let bank: TestBank;
before(async () => {
  bank = await openTestBank();
});
after(() => bank.close());
afterEach(() => bank.database.db.deleteFrom("attempt_count").execute());

const unknownId = "00000000-0000-4000-8000-000000000000";

test("I8: ids that are none, or of nobody, are unknown and no error", async () => {
  for (const authorisationId of [unknownId, "", "x", "'; drop table payment; --", "__proto__"]) {
    assert.deepEqual(await identifyPsu(bank.authorisation, { authorisationId, login: "a", secret: "b" }), {
      kind: "unknown",
    });
    assert.equal(await viewAuthorisation(bank.authorisation, { authorisationId }), undefined);
    assert.deepEqual(await refuseAuthorisation(bank.authorisation, { authorisationId }), { kind: "unknown" });
  }
});

test("a PSU whose account was not named by the TPP does not get in, and binds nothing", async () => {
  const { authorisationId } = await bank.initiate();
  assert.deepEqual(await logIn(bank, authorisationId, bob), { kind: "not_account_holder" });
  assert.equal((await viewAuthorisation(bank.authorisation, { authorisationId }))?.psuId, undefined);
  assert.equal((await logIn(bank, authorisationId, alice)).kind, "identified");
});

test("a bound authorisation is bound for good, and another PSU can take no step of it", async () => {
  const { authorisationId } = await bank.initiate({ debtorAccount: undefined } as object);
  assert.equal((await logIn(bank, authorisationId, bob)).kind, "identified");
  assert.deepEqual(await logIn(bank, authorisationId, alice), { kind: "other_psu" });
  const { psuId } = alice;
  const steps = await Promise.all([
    chooseAccounts(bank.authorisation, { authorisationId, psuId, accountIds: ["a-ron"] }),
    chooseMethod(bank.authorisation, { authorisationId, psuId, methodId: "phone" }),
    startChallenge(bank.authorisation, { authorisationId, psuId }),
    refuseAuthorisation(bank.authorisation, { authorisationId, psuId }),
    refuseAuthorisation(bank.authorisation, { authorisationId }),
  ]);
  assert.deepEqual(new Set(steps.map((step) => step.kind)), new Set(["other_psu"]));
  assert.deepEqual(await listChoosableAccounts(bank.authorisation, { authorisationId, psuId }), []);
});

test("a login to what ends while it is looked at binds nothing: the next authorisation is open to another PSU", async () => {
  const { paymentId, authorisationId } = await bank.initiate({ debtorAccount: undefined } as object);
  const { db } = bank.database;
  const meanwhile = async (change: { sca_status?: "failed"; psu_id?: string }, expected: string) => {
    const { authenticatePsu } = bank.spi;
    bank.spi.authenticatePsu = async (login, secret) => {
      await db.updateTable("authorisation").set(change).where("authorisation_id", "=", authorisationId).execute();
      return authenticatePsu.call(bank.spi, login, secret);
    };
    try {
      assert.deepEqual(await logIn(bank, authorisationId, alice), { kind: expected });
    } finally {
      bank.spi.authenticatePsu = authenticatePsu;
    }
  };
  await meanwhile({ psu_id: bob.psuId }, "other_psu");
  await meanwhile({ sca_status: "failed" }, "ended");
  assert.equal((await logIn(bank, await start(bank, { paymentId }), bob)).kind, "identified");
});

test("two PSUs who log in at the same moment: one is bound", async () => {
  const { authorisationId } = await bank.initiate({ debtorAccount: undefined } as object);
  const outcomes = await Promise.all([logIn(bank, authorisationId, alice), logIn(bank, authorisationId, bob)]);
  assert.deepEqual(outcomes.map((one) => one.kind).toSorted(), ["identified", "other_psu"]);
});

test("S1: the fifth wrong login ends the authorisation and the payment", async () => {
  const { paymentId, authorisationId } = await bank.initiate();
  const wrong = (login: string) => identifyPsu(bank.authorisation, { authorisationId, login, secret: "no" });
  for (const login of ["a", "b", "c", "d"]) assert.deepEqual(await wrong(login), { kind: "wrong_credentials" });
  assert.deepEqual(await wrong("e"), { kind: "failed" });
  assert.equal(await bank.statusOf(paymentId), "RJCT");
  assert.deepEqual(await logIn(bank, authorisationId), { kind: "ended" });
});

test("S1, S2: a login is locked over authorisations, and unknown, wrong and locked answer alike", async () => {
  const before = bank.spi.authentications;
  const guess = async (login: string, secret: string) => {
    const { authorisationId } = await bank.initiate();
    return identifyPsu(bank.authorisation, { authorisationId, login, secret });
  };
  for (let n = 0; n < 5; n++) assert.deepEqual(await guess("alice", `no-${n}`), { kind: "wrong_credentials" });
  assert.deepEqual(await guess("alice", "alice-secret"), { kind: "wrong_credentials" });
  assert.deepEqual(await guess("nobody", "x"), { kind: "wrong_credentials" });
  // The locked one cost core banking as much as the others.
  assert.equal(bank.spi.authentications - before, 7);
  bank.clock.advance(15 * 60_000 + 1);
  assert.equal((await guess("alice", "alice-secret")).kind, "identified");
});

test("S1: counts of failures are kept while anybody guesses or waits, and gone after a day", async () => {
  const counts = async () => {
    await sweepAttempts(bank.authorisation);
    const rows = await bank.database.db.selectFrom("attempt_count").select("failures").execute();
    return rows.map(({ failures }) => failures);
  };
  const { authorisationId } = await bank.initiate();
  await identifyPsu(bank.authorisation, { authorisationId, login: "whatever a stranger types", secret: "x" });
  assert.deepEqual(await counts(), [1, 1]);
  bank.clock.advance(86_340_000);
  assert.deepEqual(await counts(), [1, 1]);
  bank.clock.advance(60_000);
  assert.deepEqual(await counts(), []);
});

test("50 right logins of one PSU at once all succeed", async () => {
  const ids = await Promise.all(Array.from({ length: 50 }, async () => (await bank.initiate()).authorisationId));
  const outcomes = await Promise.all(ids.map((id) => logIn(bank, id)));
  assert.deepEqual(new Set(outcomes.map((one) => one.kind)), new Set(["identified"]));
});

test("the PSU chooses among their accounts of the payment's currency, and not after a challenge was started", async () => {
  const { paymentId, authorisationId } = await bank.initiate({ debtorAccount: undefined } as object);
  const { psuId } = alice;
  await logIn(bank, authorisationId);
  const offered = await listChoosableAccounts(bank.authorisation, { authorisationId, psuId });
  assert.deepEqual(
    offered.map((one) => one.accountId),
    ["a-ron"],
  );
  const choose = (accountId: string) =>
    chooseAccounts(bank.authorisation, { authorisationId, psuId, accountIds: [accountId] });
  const early = await chooseMethod(bank.authorisation, { authorisationId, psuId, methodId: "phone" });
  assert.deepEqual(early, { kind: "accounts_missing" });
  for (const foreign of ["a-eur", "b-ron", ""]) assert.deepEqual(await choose(foreign), { kind: "not_offered" });
  assert.deepEqual(await choose("a-ron"), { kind: "chosen" });
  await reachChallenge(bank, authorisationId);
  assert.deepEqual(await choose("a-ron"), { kind: "out_of_order" });
  const row = await bank.database.db
    .selectFrom("payment")
    .select("debtor_iban")
    .where("payment_id", "=", paymentId)
    .executeTakeFirst();
  assert.equal(row?.debtor_iban, "RO03RZBR0000069999999999");
});

test("the payee's own account is not offered to pay from, nor taken", async () => {
  const { psuId } = alice;
  const open = { debtorAccount: undefined, creditorAccount: samplePayment.debtorAccount } as object;
  const { authorisationId } = await bank.initiate(open);
  await logIn(bank, authorisationId);
  assert.deepEqual(await listChoosableAccounts(bank.authorisation, { authorisationId, psuId }), []);
  const chosen = await chooseAccounts(bank.authorisation, { authorisationId, psuId, accountIds: ["a-ron"] });
  assert.deepEqual(chosen, { kind: "not_offered" });
});

test("an account that the TPP named is not the PSU's to change", async () => {
  const { authorisationId } = await bank.initiate();
  await logIn(bank, authorisationId);
  const input = { authorisationId, psuId: alice.psuId, accountIds: ["a-ron"] };
  assert.deepEqual(await chooseAccounts(bank.authorisation, input), { kind: "out_of_order" });
});

test("a message that is not delivered ends its challenge; five challenges are all", async () => {
  const { authorisationId } = await bank.initiate();
  await reachChallenge(bank, authorisationId);
  const start = () => startChallenge(bank.authorisation, { authorisationId, psuId: alice.psuId });
  bank.spi.failing.add("deliver");
  assert.deepEqual(await start(), { kind: "delivery_failed" });
  bank.spi.failing.clear();
  assert.equal((await viewAuthorisation(bank.authorisation, { authorisationId }))?.step, "challenge_due");
  for (let n = 0; n < 3; n++) assert.equal((await start()).kind, "started");
  assert.deepEqual(await start(), { kind: "too_many_challenges" });
});

test("after 15 minutes everything answers that it has ended, and the payment is rejected", async () => {
  const { paymentId, authorisationId } = await bank.initiate();
  bank.clock.advance(15 * 60_000 - 2_000);
  assert.equal((await logIn(bank, authorisationId)).kind, "identified");
  bank.clock.advance(2_000);
  assert.deepEqual(await logIn(bank, authorisationId), { kind: "ended" });
  const view = await viewAuthorisation(bank.authorisation, { authorisationId });
  assert.deepEqual([view?.step, view?.scaStatus, view?.failure], ["ended", "failed", "expired"]);
  assert.equal(await bank.statusOf(paymentId), "RJCT");
});
