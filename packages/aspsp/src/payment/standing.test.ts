/** Proves: the standing orders of an account are its authorised periodic payments, until they end or are cancelled. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addDays, dateOf } from "@tallystick/xs2a";
import { cancel, initiateAs, samplePayment, samplePeriodic } from "../testing/payments.ts";
import { authorise } from "../testing/psu.ts";
import { openTestBank, type TestBank } from "../testing/test-bank.ts";
import { createStandingPayments } from "./standing.ts";

let bank: TestBank;
before(async () => {
  bank = await openTestBank();
});
after(() => bank.close());

const inDays = (days: number): string => addDays(dateOf(bank.clock.now()), days)!;
const key = { psuId: "psu-alice", accountId: "a-ron", iban: samplePayment.debtorAccount!.iban!, currency: "RON" };
const idsOf = async (of = key): Promise<string[]> =>
  (await createStandingPayments(bank.payments)(of)).map(({ transactionId }) => transactionId);

test("an order is listed from its authorisation to its end, under its own account alone", async () => {
  const standing = { frequency: "Daily", startDate: inDays(1), endDate: inDays(2), executionRule: "following" };
  const sent = { service: "periodic-payments", body: samplePeriodic(standing) } as const;
  const { paymentId, authorisationId } = await initiateAs(bank, sent);
  assert.deepEqual(await idsOf(), [], "not authorised");
  await authorise(bank, authorisationId);
  const [order] = await createStandingPayments(bank.payments)(key);
  assert.deepEqual(order, {
    ...standing,
    transactionId: paymentId,
    amount: 1_250n,
    currency: "RON",
    creditor: { name: "Shop", iban: "RO10RZBR0000069999999970" },
    remittance: "Order 1",
  });
  assert.deepEqual(await idsOf({ ...key, iban: "RO10RZBR0000069999999970" }), []);
  assert.deepEqual(await idsOf({ ...key, currency: "EUR" }), []);
  bank.clock.advance(4 * 86_400_000);
  while ((await bank.outbox.drainDue()) > 0);
  assert.equal(await bank.statusOf(paymentId), "ACSC");
  assert.deepEqual(await idsOf(), [], "ended");
});

test("a cancelled order and a single payment are none", async () => {
  const service = "periodic-payments";
  const { paymentId, authorisationId } = await initiateAs(bank, {
    service,
    body: samplePeriodic({ startDate: inDays(1) }),
  });
  await authorise(bank, authorisationId);
  assert.deepEqual(await idsOf(), [paymentId]);
  assert.equal(await cancel(bank, { paymentId, service }), 204);
  const single = await bank.initiate({ requestedExecutionDate: inDays(3) });
  await authorise(bank, single.authorisationId);
  assert.deepEqual(await idsOf(), []);
});
