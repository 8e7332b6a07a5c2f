import assert from "node:assert/strict";
import { test } from "node:test";
import { charsetOf, type PaymentRules } from "./order.ts";
import { checkPayment, readSinglePayment } from "./payment.ts";
import type { MessageCode } from "../errors/codes.ts";
import type { SinglePayment } from "../payment.ts";
import { readShared } from "../testing/shared.ts";
import { transliterateToSepa } from "../values/transliterate.ts";

const payment: SinglePayment = {
  instructedAmount: { currency: "EUR", amount: "123.50" },
  debtorAccount: { iban: "RO49AAAA1B31007593840000" },
  creditorAccount: { iban: "DE89370400440532013000" },
  creditorName: "Merchant123",
  endToEndIdentification: "E2E/1",
  remittanceInformationUnstructured: "Invoice 7, order (4)",
};
const rules: PaymentRules = { product: "sepa-credit-transfers", today: "2026-03-01", lastExecutionDate: "2027-03-01" };

function found(change: Partial<SinglePayment>, more: Partial<PaymentRules> = {}): (readonly [string, MessageCode])[] {
  return checkPayment({ ...payment, ...change }, { ...rules, ...more }).map(({ path, code, text }) => {
    assert.ok(text !== "");
    return [path, code] as const;
  });
}

test("a sound payment has no violation", () => {
  assert.deepEqual(found({}), []);
  assert.deepEqual(found({ requestedExecutionDate: "2026-03-01" }), []);
  assert.deepEqual(found({ requestedExecutionDate: "2027-03-01" }), []);
  assert.deepEqual(found({ instructedAmount: { currency: "JPY", amount: "1" } }), []);
});

test("each violation of meaning carries its member's path and code", () => {
  const amount = (currency: string, value: string): Partial<SinglePayment> => ({
    instructedAmount: { currency, amount: value },
  });
  const structured = (reference: string, more = {}): Partial<SinglePayment> => ({
    remittanceInformationStructured: { reference, ...more },
  });
  const table: readonly (readonly [Partial<SinglePayment>, string, MessageCode?])[] = [
    [amount("EUR", "0"), "instructedAmount.amount"],
    [amount("EUR", "0.00"), "instructedAmount.amount"],
    [amount("EUR", "-1.00"), "instructedAmount.amount"],
    [amount("EUR", "01.00"), "instructedAmount.amount"],
    [amount("EUR", "1.005"), "instructedAmount.amount"],
    [amount("JPY", "1.0"), "instructedAmount.amount"],
    [amount("XXX", "1"), "instructedAmount.currency"],
    [amount("ZZZ", "0"), "instructedAmount.currency"],
    [{ creditorAccount: { iban: "DE89370400440532013001" } }, "creditorAccount.iban"],
    [{ creditorAccount: { iban: "DE8937040044053201300" } }, "creditorAccount.iban"],
    [{ creditorAccount: { iban: "DE89370400440532013ooo" } }, "creditorAccount.iban"],
    [{ creditorAccount: { iban: "AD1200012030200359100100".toLowerCase() } }, "creditorAccount.iban"],
    [{ creditorAccount: { iban: "US64SVBKUS6S3300958879" } }, "creditorAccount.iban"],
    [{ creditorAccount: {} }, "creditorAccount.iban"],
    [{ creditorAccount: { bban: "370400440532013000" } }, "creditorAccount.iban"],
    [{ creditorAccount: { iban: "DE89370400440532013000", pan: "5409050000000000" } }, "creditorAccount.pan"],
    [{ creditorAccount: { iban: "DE89370400440532013000", currency: "XXX" } }, "creditorAccount.currency"],
    [{ debtorAccount: { iban: "LT123456789012345678" } }, "debtorAccount.iban"],
    [{ requestedExecutionDate: "2026-02-28" }, "requestedExecutionDate", "EXECUTION_DATE_INVALID"],
    [{ requestedExecutionDate: "2027-03-02" }, "requestedExecutionDate", "EXECUTION_DATE_INVALID"],
    [{ requestedExecutionDate: "2027-02-29" }, "requestedExecutionDate"],
    [{ creditorName: "Ana\u202e" }, "creditorName"],
    [{ creditorName: " " }, "creditorName"],
    [{ creditorName: "Ștefan" }, "creditorName"],
    [{ debtorName: "a\u0000b" }, "debtorName"],
    [{ ultimateDebtor: "a\ud800" }, "ultimateDebtor"],
    [{ ultimateCreditor: "a\u200bb" }, "ultimateCreditor"],
    [{ creditorAgentName: "Bank_" }, "creditorAgentName"],
    [{ creditorId: "€" }, "creditorId"],
    [{ creditorAddress: { country: "SE", townName: "\u2066" } }, "creditorAddress.townName"],
    [{ endToEndIdentification: "/E2E" }, "endToEndIdentification"],
    [{ endToEndIdentification: "E2E/" }, "endToEndIdentification"],
    [{ instructionIdentification: "a//b" }, "instructionIdentification"],
    [{ remittanceInformationUnstructured: "a\nb" }, "remittanceInformationUnstructured"],
    [{ remittanceInformationUnstructuredArray: ["a", "b\t"] }, "remittanceInformationUnstructuredArray.1"],
    [structured("RF19539007547034"), "remittanceInformationStructured.reference"],
    [structured("rf18539007547034"), "remittanceInformationStructured.reference"],
    [structured("123", { referenceIssuer: "ISO" }), "remittanceInformationStructured.reference"],
    [structured("1\u0001"), "remittanceInformationStructured.reference"],
    [
      { remittanceInformationStructuredArray: [{ reference: "1" }, { reference: "RF00539007547034" }] },
      "remittanceInformationStructuredArray.1.reference",
    ],
  ];
  for (const [change, path, code = "FORMAT_ERROR"] of table) {
    assert.deepEqual(found(change), [[path, code]], JSON.stringify(change));
  }
});

test("national references and right creditor references are taken", () => {
  const taken = [
    { reference: "RF18539007547034", referenceType: "SCOR", referenceIssuer: "ISO" },
    { reference: "090933755493", referenceType: "SCOR", referenceIssuer: "BBA" },
    { reference: "RFQ-2026-1" },
  ];
  for (const entry of taken) assert.deepEqual(found({ remittanceInformationStructured: entry }), []);
});

test("all violations are told at once, in the order of the message", () => {
  const wrong = { instructedAmount: { currency: "EUR", amount: "0" }, creditorAccount: {}, creditorName: "\u0007" };
  assert.deepEqual(
    found(wrong).map(([path]) => path),
    ["instructedAmount.amount", "creditorAccount.iban", "creditorName"],
  );
});

test("the SEPA set is asked for by the SEPA products, and where a bank says so", () => {
  assert.equal(charsetOf("sepa-credit-transfers"), "sepa");
  assert.equal(charsetOf("instant-sepa-credit-transfers"), "sepa");
  for (const product of ["domestic-ron-transfers", "target-2-payments", "domestic"]) {
    assert.equal(charsetOf(product), "any");
    assert.deepEqual(found({ creditorName: "Ștefan محمد", endToEndIdentification: "//" }, { product }), []);
    assert.deepEqual(found({ creditorName: "Ștefan" }, { product, charset: "sepa" }), [
      ["creditorName", "FORMAT_ERROR"],
    ]);
  }
});

test("F8: documented samples with wrong check digits count only at the bank that lists them", () => {
  const debtorAccount = { iban: "LT123456789012345678" };
  assert.deepEqual(found({ debtorAccount }), [["debtorAccount.iban", "FORMAT_ERROR"]]);
  assert.deepEqual(found({ debtorAccount }, { sampleIbans: new Set(["LT123456789012345678"]) }), []);
});

test("shape comes before meaning, and a sound body is returned as it is", () => {
  assert.deepEqual(readSinglePayment(payment, rules), { ok: true, payment });
  const shape = readSinglePayment({ ...payment, creditorName: 7, debtorAccount: { iban: "DE00" } }, rules);
  assert.deepEqual(
    shape.ok ? [] : shape.violations.map(({ path }) => path),
    ["debtorAccount.iban", "creditorName"].toSorted().toReversed(),
  );
  const meaning = readSinglePayment({ ...payment, creditorName: "\u202e" }, rules);
  assert.deepEqual(meaning.ok ? [] : meaning.violations.map(({ path }) => path), ["creditorName"]);
});

test("I3: every naughty string in every text member is refused by name or taken, and taken once transliterated", (t) => {
  const json = readShared(t, "vectors/text/blns.json");
  if (json === undefined) return;
  const members = [
    "creditorName",
    "debtorName",
    "endToEndIdentification",
    "remittanceInformationUnstructured",
  ] as const;
  for (const text of JSON.parse(json) as string[]) {
    for (const member of members) {
      const result = readSinglePayment({ ...payment, [member]: text }, rules);
      if (!result.ok) assert.deepEqual([...new Set(result.violations.map(({ path }) => path))], [member], text);
    }
    const creditorName = transliterateToSepa(text, 70);
    if (creditorName.trim() !== "") assert.deepEqual(found({ creditorName }), [], JSON.stringify(text));
  }
});
