// Runs the example over two accounts of one user.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Transaction } from "@tallystick/xs2a";
import { correct, linesOf, spent } from "./categorise.ts";

const [current, savings] = ["LT121000011101001000", "LT601010012345678901"];

function entry(transactionId: string, amount: string, more: Partial<Transaction>): Transaction {
  return { transactionId, bookingDate: "2025-04-02", transactionAmount: { amount, currency: "EUR" }, ...more };
}

test("the example adds up what was spent, without transfers to oneself, and learns from a correction", () => {
  const lines = [
    ...linesOf(current, [
      entry("1", "-41.92", { remittanceInformationUnstructured: "PIRKINYS IKI VILNIUS" }),
      entry("2", "4.50", { remittanceInformationUnstructured: "IKI VILNIUS grąžinimas" }),
      entry("3", "-25.00", { remittanceInformationUnstructured: "KIRPYKLA PAS RASA" }),
      entry("4", "-300.00", { creditorAccount: { iban: savings } }),
      entry("5", "-70.00", { creditorName: "Zorvex MB", remittanceInformationUnstructured: "SF 12" }),
    ]),
    ...linesOf(savings, [entry("6", "300.00", { debtorAccount: { iban: current } })]),
  ];
  assert.deepEqual(spent(lines), [
    "food.groceries -37.42 EUR",
    "health.hair-beauty -25.00 EUR",
    "transfers.own 0.00 EUR",
    "uncategorised -70.00 EUR",
  ]);
  const unknown = lines.find(({ id }) => id === `${current}/5`);
  assert.ok(unknown);
  const rules = correct(unknown, "business.advertising", []);
  assert.ok(spent(lines, rules).includes("business.advertising -70.00 EUR"));
});
