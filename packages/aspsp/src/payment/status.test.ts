/** Proves: asking for a payment's status costs one statement and still asks whose it is and whether its time is over. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openTestBank, testTpp, type TestBank } from "../testing/test-bank.ts";
import { readPaymentStatus } from "./status.ts";

let bank: TestBank;
before(async () => {
  bank = await openTestBank();
});
after(() => bank.close());

/** The status as a TPP sees it, and the number of statements that it took. */
async function ask(paymentId: string, { tppId = testTpp.tppId, product = "domestic-ron-transfers" } = {}) {
  let statements = 0;
  const db = bank.payments.db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      statements++;
      return result;
    },
  });
  const answer = await readPaymentStatus(
    { ...bank.payments, db },
    {
      operation: "getPaymentInitiationStatus",
      params: { "payment-service": "payments", "payment-product": product, paymentId },
      tpp: { ...testTpp, tppId },
      requestId: { value: "", sent: true },
      headers: {},
      query: {},
      body: undefined,
      rawBody: Buffer.alloc(0),
    },
  );
  return { statements, body: answer.body };
}

test("one statement answers, for a payment that waits and for one that has ended", async () => {
  const { paymentId } = await bank.initiate();
  assert.deepEqual(await ask(paymentId), { statements: 1, body: { transactionStatus: "RCVD" } });
  bank.clock.advance(15 * 60_000);
  const psuMessage = "The payment was not authorised in time.";
  const late = await ask(paymentId);
  assert.deepEqual(late.body, { transactionStatus: "RJCT", psuMessage });
  assert.ok(late.statements > 1, "who asks first ends it");
  assert.deepEqual(await ask(paymentId), { statements: 1, body: { transactionStatus: "RJCT", psuMessage } });
});

test("B1: the same statement finds nothing for another TPP, another product or no id at all", async () => {
  const { paymentId } = await bank.initiate();
  const unknown = { code: "RESOURCE_UNKNOWN", status: 404 };
  await assert.rejects(ask(paymentId, { tppId: "PSDLT-BOL-999999" }), unknown);
  await assert.rejects(ask(paymentId, { product: "sepa-credit-transfers" }), unknown);
  await assert.rejects(ask("x'; drop table payment; --"), unknown);
});
