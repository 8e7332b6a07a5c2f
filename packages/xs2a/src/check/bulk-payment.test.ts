/** Proves: every order of a bulk is checked like a single payment, under a path of its own, and the sum is held in bounds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { BulkPayment } from "../payment.ts";
import { readBulkPayment, totalOf, type BulkRules } from "./bulk-payment.ts";

const rules: BulkRules = {
  product: "sepa-credit-transfers",
  today: "2026-03-01",
  lastExecutionDate: "2027-03-01",
  now: new Date("2026-03-01T10:00:00Z"),
};
const order = (change: object = {}) => ({
  instructedAmount: { currency: "EUR", amount: "123.50" },
  creditorAccount: { iban: "DE89370400440532013000" },
  creditorName: "Merchant123",
  ...change,
});
const bulk = (payments: readonly object[], change: object = {}) => ({
  debtorAccount: { iban: "RO49AAAA1B31007593840000" },
  payments,
  ...change,
});

function found(body: unknown): string[] {
  const result = readBulkPayment(body, rules);
  return result.ok ? [] : result.violations.map(({ code, path }) => `${code} ${path}`);
}

test("a sound bulk is taken, with a date, an instant or neither, from one order to a thousand", () => {
  assert.deepEqual(found(bulk([order()])), []);
  assert.deepEqual(found(bulk(Array.from({ length: 1_000 }, () => order()))), []);
  assert.deepEqual(found(bulk([order()], { requestedExecutionDate: "2027-03-01" })), []);
  assert.deepEqual(found(bulk([order()], { requestedExecutionTime: "2026-03-01T11:00:00+01:00" })), []);
  assert.deepEqual(found(bulk([order()], { batchBookingPreferred: true, debtorName: "Payer" })), []);
  assert.equal(totalOf(bulk([order(), order()]) as BulkPayment), 24_700n);
});

test("each violation stands under the path of its order", () => {
  const amount = (value: string, currency = "EUR") => ({ instructedAmount: { currency, amount: value } });
  const table: readonly (readonly [unknown, ...string[]])[] = [
    [bulk([order(), order(), order(), order(amount("0"))]), "FORMAT_ERROR payments.3.instructedAmount.amount"],
    [bulk([order(), order({ creditorAccount: { iban: "DE00" } })]), "FORMAT_ERROR payments.1.creditorAccount.iban"],
    [bulk([order(), order({ creditorName: "\u202e" })]), "FORMAT_ERROR payments.1.creditorName"],
    [
      bulk([order({ creditorName: undefined })].map((one) => JSON.parse(JSON.stringify(one)))),
      "FORMAT_ERROR payments.0.creditorName",
    ],
    [
      bulk([order({ remittanceInformationStructured: { reference: "RF19539007547034" } })]),
      "FORMAT_ERROR payments.0.remittanceInformationStructured.reference",
    ],
    [bulk([order({ debtorAccount: { iban: "RO49AAAA1B31007593840000" } })]), "FORMAT_ERROR payments.0.debtorAccount"],
    [bulk([order({ requestedExecutionDate: "2026-03-02" })]), "FORMAT_ERROR payments.0.requestedExecutionDate"],
    [bulk([order(), order(amount("1", "RON"))]), "FORMAT_ERROR payments.1.instructedAmount.currency"],
    [bulk([]), "FORMAT_ERROR payments"],
    [bulk(Array.from({ length: 1_001 }, () => order())), "FORMAT_ERROR payments"],
    [bulk([order()], { debtorAccount: { iban: "RO49AAAA1B31007593840001" } }), "FORMAT_ERROR debtorAccount.iban"],
    [bulk([order()], { debtorName: "\u0007" }), "FORMAT_ERROR debtorName"],
    [bulk([order()], { requestedExecutionDate: "2026-02-28" }), "EXECUTION_DATE_INVALID requestedExecutionDate"],
    [
      bulk([order()], { requestedExecutionTime: "2026-03-01T09:59:59Z" }),
      "EXECUTION_DATE_INVALID requestedExecutionTime",
    ],
    [
      bulk([order()], { requestedExecutionTime: "2027-03-02T09:59:59Z" }),
      "EXECUTION_DATE_INVALID requestedExecutionTime",
    ],
    [
      bulk([order()], { requestedExecutionTime: "2026-03-02T09:00:00Z", requestedExecutionDate: "2026-03-02" }),
      "FORMAT_ERROR requestedExecutionTime",
    ],
    [bulk([order()], { requestedExecutionTime: "2026-03-02" }), "FORMAT_ERROR requestedExecutionTime"],
  ];
  for (const [body, ...expected] of table) assert.deepEqual(found(body), expected, JSON.stringify(body).slice(0, 200));
});

test("P16: orders that are sound each and too much together are refused, and no digit of a sum is lost", () => {
  const largest = order({ instructedAmount: { currency: "EUR", amount: "99999999999999.99" } });
  assert.deepEqual(found(bulk([largest])), []);
  assert.deepEqual(found(bulk([largest, order()])), ["FORMAT_ERROR payments"]);
  const most = order({ instructedAmount: { currency: "EUR", amount: "90071992547.40993" } });
  assert.deepEqual(found(bulk([most])), ["FORMAT_ERROR payments.0.instructedAmount.amount"]);
  const odd = order({ instructedAmount: { currency: "EUR", amount: "90071992547409.93" } });
  const rest = order({ instructedAmount: { currency: "EUR", amount: "0.02" } });
  assert.equal(totalOf(bulk([odd, rest]) as BulkPayment), 9_007_199_254_740_995n);
});

test("a thousand wrong orders are answered with the first of them", () => {
  const wrong = bulk(Array.from({ length: 1_000 }, () => order({ creditorName: " " })));
  assert.equal(found(wrong).length, 20);
});
