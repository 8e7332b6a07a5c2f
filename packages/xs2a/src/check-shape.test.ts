import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkShape } from "./check-shape.ts";
import { SinglePayment } from "./payment.ts";
import { enumOf, readOpenApi } from "./testing/openapi.ts";

const payment = {
  instructedAmount: { currency: "EUR", amount: "123.50" },
  creditorAccount: { iban: "DE89370400440532013000" },
  creditorName: "Merchant123",
};

function pathsOf(value: unknown): string[] {
  const result = checkShape(SinglePayment, value);
  if (result.ok) return [];
  assert.ok(result.violations.length > 0 && result.violations.length <= 20);
  assert.ok(result.violations.every(({ code, text }) => code === "FORMAT_ERROR" && text !== ""));
  return [...new Set(result.violations.map(({ path }) => path))].toSorted();
}

test("a payment needs amount, creditor account and creditor name; the debtor account may be left out", () => {
  assert.deepEqual(pathsOf(payment), []);
  assert.deepEqual(pathsOf({ ...payment, debtorAccount: { iban: "RO49AAAA1B31007593840000", currency: "RON" } }), []);
  assert.deepEqual(pathsOf({}), ["creditorAccount", "creditorName", "instructedAmount"]);
  for (const body of [null, undefined, 7, "x", [], [payment], true]) assert.deepEqual(pathsOf(body), [""]);
});

test("each wrong member is named by its path", () => {
  const table: readonly (readonly [change: Record<string, unknown>, path: string])[] = [
    [{ instructedAmount: { currency: "EUR" } }, "instructedAmount.amount"],
    [{ instructedAmount: { currency: "EUR", amount: 12.5 } }, "instructedAmount.amount"],
    [{ instructedAmount: { currency: "EUR", amount: "1e3" } }, "instructedAmount.amount"],
    [{ instructedAmount: { currency: "EUR", amount: "1.0000" } }, "instructedAmount.amount"],
    [{ instructedAmount: { currency: "EUR", amount: "1".repeat(15) } }, "instructedAmount.amount"],
    [{ instructedAmount: { currency: "eur", amount: "1" } }, "instructedAmount.currency"],
    [{ instructedAmount: { currency: "EUR", amount: "1", fee: "0" } }, "instructedAmount.fee"],
    [{ instructedAmount: "1 EUR" }, "instructedAmount"],
    [{ instructedAmount: null }, "instructedAmount"],
    [{ creditorAccount: { iban: "DE 89" } }, "creditorAccount.iban"],
    [{ creditorAccount: { iban: "de89370400440532013000" } }, "creditorAccount.iban"],
    [{ creditorAccount: { iban: ["DE89370400440532013000"] } }, "creditorAccount.iban"],
    [{ creditorAccount: { IBAN: "DE89370400440532013000" } }, "creditorAccount.IBAN"],
    [{ debtorAccount: { other: {} } }, "debtorAccount.other.identification"],
    [{ creditorName: "" }, "creditorName"],
    [{ creditorName: "x".repeat(71) }, "creditorName"],
    [{ creditorName: { $gt: "" } }, "creditorName"],
    [{ creditorNam: "x" }, "creditorNam"],
    [{ creditorAgent: "AAAADEBB1" }, "creditorAgent"],
    [{ creditorAddress: { streetName: "rue blue" } }, "creditorAddress.country"],
    [{ creditorAddress: { country: "Sweden" } }, "creditorAddress.country"],
    [{ creditorAddress: { country: "SE", buildingnNumber: "89" } }, "creditorAddress.buildingnNumber"],
    [{ endToEndIdentification: "x".repeat(36) }, "endToEndIdentification"],
    [{ purposeCode: "other" }, "purposeCode"],
    [{ chargeBearer: "OURS" }, "chargeBearer"],
    [{ remittanceInformationUnstructured: "x".repeat(141) }, "remittanceInformationUnstructured"],
    [{ remittanceInformationUnstructuredArray: [] }, "remittanceInformationUnstructuredArray"],
    [{ remittanceInformationUnstructuredArray: ["a", 7] }, "remittanceInformationUnstructuredArray.1"],
    [{ remittanceInformationStructured: "RF18539007547034" }, "remittanceInformationStructured"],
    [{ remittanceInformationStructured: { referenceType: "SCOR" } }, "remittanceInformationStructured.reference"],
    [{ requestedExecutionDate: "2026-02-30" }, "requestedExecutionDate"],
    [{ requestedExecutionDate: "2026-03-01T00:00:00Z" }, "requestedExecutionDate"],
    [{ requestedExecutionTime: "2026-03-01T00:00:00Z" }, "requestedExecutionTime"],
    [{ paymentId: "1" }, "paymentId"],
    [{ transactionStatus: "ACSC" }, "transactionStatus"],
  ];
  for (const [change, path] of table)
    assert.deepEqual(pathsOf({ ...payment, ...change }), [path], JSON.stringify(change));
});

test("I8: keys of Object.prototype are unknown members like any other", () => {
  for (const key of ["__proto__", "constructor", "toString", "a/b", "a~b", "a.b", ""]) {
    const body: unknown = JSON.parse(`{${JSON.stringify(key)}: {}, ${JSON.stringify(payment).slice(1)}`);
    assert.deepEqual(pathsOf(body), [key], key);
  }
});

test("I6: a message with thousands of wrong members is answered with the first of them", () => {
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`m${index}`, index]));
  const result = checkShape(SinglePayment, { ...payment, ...many });
  assert.ok(!result.ok && result.violations.length > 0 && result.violations.length <= 20);
  for (const { path, text } of result.violations) {
    assert.match(path, /^m\d+$/);
    assert.equal(text, "is not a member of this message");
  }
});

test("every purpose code of the standard's file has the form that is taken", (t) => {
  const file = readOpenApi(t);
  if (file === undefined) return;
  const codes = enumOf(file, "purposeCode");
  assert.ok(codes.length > 200);
  for (const purposeCode of codes) assert.deepEqual(pathsOf({ ...payment, purposeCode }), []);
});

test("no JSON value makes the check throw or change", () => {
  const member = fc.constantFrom(...Object.keys(SinglePayment.properties));
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(member, fc.jsonValue())), (value) => {
      const before = JSON.stringify(value);
      pathsOf(value);
      assert.equal(JSON.stringify(value), before);
    }),
    { numRuns: 1_000 },
  );
});
