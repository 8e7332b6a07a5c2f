import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { SinglePayment } from "@tallystick/xs2a";
import type { BulkBatch } from "./batch.ts";
import { BulkRejected, type BulkViolation } from "./bulk-error.ts";
import { readBatch } from "./read-batch.ts";
import { digestOf } from "./submit.ts";
import { paymentOf, paymentsOf } from "./testing/open-bulk.ts";

const rules = { product: "sepa-credit-transfers", now: new Date("2026-03-02T12:00:00Z"), timeZone: undefined };

function violationsOf(batch: BulkBatch): readonly BulkViolation[] {
  try {
    readBatch(batch, rules);
  } catch (error) {
    assert.ok(error instanceof BulkRejected, String(error));
    return error.violations;
  }
  return [];
}

const malformed: [member: string, more: object][] = [
  ["creditorAccount.iban", { creditorAccount: { iban: "DE89370400440532013001" } }],
  ["debtorAccount.iban", { debtorAccount: { iban: "LT12" } }],
  ["instructedAmount.amount", { instructedAmount: { currency: "EUR", amount: "1.505" } }],
  ["instructedAmount.amount", { instructedAmount: { currency: "EUR", amount: "0.00" } }],
  ["instructedAmount.amount", { instructedAmount: { currency: "EUR", amount: 1.5 } }],
  ["instructedAmount.currency", { instructedAmount: { currency: "RON", amount: "1.50" } }],
  ["instructedAmount.currency", { instructedAmount: { currency: "XXX", amount: "1.50" } }],
  ["creditorName", { creditorName: "" }],
  ["creditorName", { creditorName: "N".repeat(71) }],
  ["remittanceInformationUnstructured", { remittanceInformationUnstructured: "line\nbreak" }],
  ["remittanceInformationUnstructured", { remittanceInformationUnstructured: "R".repeat(141) }],
  ["requestedExecutionDate", { requestedExecutionDate: "2026-03-01" }],
  ["endToEndIdentification", { endToEndIdentification: "/BULK" }],
  ["creditorNmae", { creditorNmae: "misspelt" }],
];

for (const [member, more] of malformed) {
  test(`a malformed ${member} is told with the item's index and the member: ${JSON.stringify(more).slice(0, 60)}`, () => {
    const payments = [paymentOf(0), paymentOf(1), { ...paymentOf(2), ...more } as SinglePayment, paymentOf(3)];
    assert.deepEqual(
      violationsOf({ key: "k", payments }).map(({ index, path }) => [index, path]),
      [[2, member]],
    );
  });
}

test("an item that is no payment at all is told as well", () => {
  for (const wrong of [null, undefined, "x", 5, [], { instructedAmount: { currency: "EUR", amount: 150n } }]) {
    const payments = [paymentOf(0), wrong as unknown as SinglePayment];
    assert.ok(violationsOf({ key: "k", payments }).every(({ index }) => index === 1));
    assert.ok(violationsOf({ key: "k", payments }).length > 0);
  }
});

test("an end-to-end id that stands twice is told at the second item; NOTPROVIDED may stand any number of times", () => {
  const id = (endToEndIdentification: string) => paymentOf(0, { endToEndIdentification });
  const [twice, ...more] = violationsOf({ key: "k", payments: [id("A"), id("B"), id("A")] });
  assert.deepEqual(
    [twice?.index, twice?.path, twice?.text, more],
    [2, "endToEndIdentification", "is that of item 0", []],
  );
  assert.deepEqual(violationsOf({ key: "k", payments: [id("NOTPROVIDED"), id("NOTPROVIDED")] }), []);
});

test("key, product and number of payments are held as well", () => {
  const members = (batch: object) => violationsOf(batch as BulkBatch).map(({ index, path }) => [index, path]);
  const payments = paymentsOf(1);
  assert.deepEqual(members({ key: "", payments }), [[undefined, "key"]]);
  assert.deepEqual(members({ key: "a\0b", payments }), [[undefined, "key"]]);
  assert.deepEqual(members({ key: "k", product: "../x", payments }), [[undefined, "product"]]);
  assert.deepEqual(members({ key: "k", payments: [] }), [[undefined, "payments"]]);
  assert.deepEqual(members({ key: "k" }), [[undefined, "payments"]]);
  assert.deepEqual(members({ key: "k", payments: Array.from({ length: 10_001 }, () => null) }), [
    [undefined, "payments"],
  ]);
});

test("exactly the spoilt items are told, wherever they stand", () => {
  const spoilt = fc.constantFrom(...malformed.map(([, more]) => more));
  fc.assert(
    fc.property(fc.array(fc.option(spoilt), { minLength: 1, maxLength: 30 }), (marks) => {
      const payments = marks.map((more, index) => ({ ...paymentOf(index), ...more }) as SinglePayment);
      const told = new Set(violationsOf({ key: "k", payments }).map(({ index }) => index));
      assert.deepEqual(
        [...told],
        marks.flatMap((more, index) => (more === null ? [] : [index])),
      );
    }),
  );
});

test("the digest is that of the content: member order does not count, anything else does", async () => {
  const digest = (payments: SinglePayment[], product?: string) =>
    digestOf(readBatch({ key: "k", payments, ...(product === undefined ? {} : { product }) }, rules));
  const reversed = Object.fromEntries(Object.entries(paymentOf(0)).toReversed()) as SinglePayment;
  assert.equal(await digest([reversed, paymentOf(1)]), await digest(paymentsOf(2)));
  assert.notEqual(await digest(paymentsOf(2).toReversed()), await digest(paymentsOf(2)));
  assert.notEqual(await digest(paymentsOf(2), "instant-sepa-credit-transfers"), await digest(paymentsOf(2)));
});
