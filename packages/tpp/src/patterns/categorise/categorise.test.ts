import assert from "node:assert/strict";
import { test } from "node:test";
import type { Transaction } from "@tallystick/xs2a";
import { createCategoriser } from "./categorise.ts";
import type { Label } from "./label.ts";
import { cardToStatementLine, toStatementLine, type StatementLine } from "./line.ts";
import { totalsOf } from "./totals.ts";

const giro = "DE89370400440532013000";
const savings = "DE02120300000000202051";

function labelOf(line: Partial<StatementLine>): Label {
  const whole = { id: "1", accountId: giro, amount: "-10.00", currency: "EUR", date: "2025-04-01", text: "", ...line };
  const [categorised] = createCategoriser().categorise([whole]);
  assert.ok(categorised);
  return categorised.label;
}

test("each stage decides before the next, and says which it was", () => {
  const line = {
    purposeCode: "RENT",
    bankTransactionCode: "PMNT-CCRD-CWDL",
    merchantCategoryCode: "5812",
    counterpartyName: "Kaufland 4410",
    text: "Apotheke",
    country: "DE",
  };
  const { purposeCode: _purpose, ...coded } = line;
  const { bankTransactionCode: _code, ...card } = coded;
  const { merchantCategoryCode: _mcc, ...known } = card;
  const said = [line, coded, card, known, { text: "Sonnen Apotheke Rezept" }, { text: "XQ 12" }].map(labelOf);
  assert.deepEqual(
    said.map(({ source, category }) => `${source}: ${category}`),
    [
      "purpose-code: housing.rent",
      "bank-transaction-code: transfers.cash-withdrawal",
      "merchant-category-code: food.restaurants",
      "merchant: food.groceries",
      "merchant: health.pharmacy",
      "none: uncategorised",
    ],
  );
  assert.deepEqual(
    said.slice(0, 4).map(({ evidence }) => evidence),
    ["purpose RENT", "bank transaction code PMNT-CCRD-CWDL", "merchant category code 5812", "Kaufland"],
  );
});

test("the model names words that spoke for its answer, and its probability is the confidence", () => {
  const label = labelOf({ text: "FRIZERIE COAFOR ELEGANT SRL", country: "RO" });
  assert.equal(label.category, "health.hair-beauty");
  assert.equal(label.source, "model");
  assert.match(label.evidence, /frizerie|coafor/);
  assert.ok(label.confidence >= 0.5 && label.confidence <= 1);
});

test("a threshold of one's own decides how sure the model must be", () => {
  const line = {
    id: "1",
    accountId: giro,
    amount: "-10.00",
    currency: "EUR",
    date: "2025-04-01",
    text: "COAFOR ELEGANT SRL",
  };
  const [strict] = createCategoriser({ threshold: 1 }).categorise([line]);
  assert.equal(createCategoriser().categorise([line])[0]?.label.category, "health.hair-beauty");
  assert.equal(strict?.label.category, "uncategorised");
});

for (const threshold of [Number.NaN, -1, 1.01, "0.5"]) {
  test(`a threshold of ${threshold} is refused`, () => {
    assert.throws(
      () => createCategoriser({ threshold: threshold as number }),
      /threshold must be a number from 0 to 1/,
    );
  });
}

test("a broad merchant category code counts after a known name and after the words", () => {
  assert.equal(labelOf({ merchantCategoryCode: "5999", text: "LIDL 12" }).category, "food.groceries");
  const label = labelOf({ merchantCategoryCode: "5999", text: "XQ 12" });
  assert.deepEqual([label.category, label.source], ["shopping.other", "merchant-category-code"]);
});

test("a refund keeps its merchant's category and is marked", () => {
  const label = labelOf({ amount: "49.99", text: "ZALANDO SE Erstattung Retoure 1123" });
  assert.deepEqual([label.category, label.isReversal], ["shopping.clothing", true]);
  assert.equal(labelOf({ text: "ZALANDO SE" }).isReversal, false);
});

test("a line of nothing is no refund, however its zero is written", () => {
  for (const amount of ["0.00", "-0.00", "0"]) {
    const label = labelOf({ amount, text: "ZALANDO SE" });
    assert.deepEqual([label.category, label.isReversal], ["shopping.clothing", false], amount);
  }
});

test("amounts are taken as banks write them, with zeros too many, and nothing is cut off", () => {
  const whole = { id: "1", accountId: giro, date: "2025-04-01", text: "" };
  const total = (amount: string, currency: string): string | undefined =>
    totalsOf(createCategoriser().categorise([{ ...whole, amount, currency }]))[0]?.amount;
  assert.equal(total("15.00", "JPY"), "15");
  assert.equal(total("-15.0", "JPY"), "-15");
  assert.equal(total("-0.00", "EUR"), "0.00");
  assert.equal(total("-007.5000", "EUR"), "-7.50");
  assert.equal(total("-0.0500", "EUR"), "-0.05");
  assert.equal(total("1.2340", "KWD"), "1.234");
  for (const [amount, currency] of [
    ["15.01", "JPY"],
    ["1.0001", "EUR"],
    ["+1.00", "EUR"],
    ["-", "EUR"],
    ["1.", "EUR"],
  ] as const)
    assert.throws(() => total(amount, currency), { name: "StatementLineError", path: "lines[0].amount" }, amount);
});

test("a salary from a merchant is a salary and no refund", () => {
  const label = labelOf({
    amount: "1450.00",
    counterpartyName: "Kaufland Dienstleistung",
    text: "Lohn/Gehalt März 2025",
  });
  assert.equal(label.category, "income.salary");
});

test("one name, two businesses: the words of the line decide", () => {
  const said = (text: string): string => labelOf({ counterpartyName: "Ignitis", text, country: "LT" }).category;
  assert.equal(said("gamtinės dujos 2025-03"), "utilities.gas");
  assert.equal(said("už elektrą 2025-03"), "utilities.electricity");
});

test("own transfers are paired over accounts, and a transfer to an own account counts without its other half", () => {
  const out = {
    id: "out",
    accountId: giro,
    amount: "-99.00",
    currency: "EUR",
    date: "2025-04-01",
    text: "",
    counterpartyIban: savings,
  };
  const into = { ...out, id: "in", accountId: savings, amount: "99.00", date: "2025-04-02", counterpartyIban: giro };
  const both = createCategoriser().categorise([out, into]);
  assert.deepEqual(
    both.map(({ label }) => [label.category, label.pairedWith]),
    [
      ["transfers.own", "in"],
      ["transfers.own", "out"],
    ],
  );
  const [alone] = createCategoriser({ ownIbans: [savings] }).categorise([out]);
  assert.deepEqual([alone?.label.category, alone?.label.pairedWith], ["transfers.own", undefined]);
  assert.notEqual(createCategoriser().categorise([out])[0]?.label.category, "transfers.own");
});

const bad: readonly (readonly [change: Record<string, unknown>, path: string])[] = [
  [{ amount: "1,00" }, "lines[1].amount"],
  [{ amount: 5 }, "lines[1].amount"],
  [{ currency: "EURO" }, "lines[1].currency"],
  [{ date: "01.04.2025" }, "lines[1].date"],
  [{ id: "" }, "lines[1].id"],
  [{ id: "first" }, "lines[1].id"],
  [{ text: undefined }, "lines[1].text"],
  [{ date: "2026-02-30" }, "lines[1].date"],
  [{ date: undefined }, "lines[1].date"],
  [{ accountId: undefined }, "lines[1].accountId"],
  [{ currency: 5 }, "lines[1].currency"],
  [{ counterpartyName: null }, "lines[1].counterpartyName"],
  [{ counterpartyIban: 5 }, "lines[1].counterpartyIban"],
  [{ purposeCode: {} }, "lines[1].purposeCode"],
  [{ bankTransactionCode: 5 }, "lines[1].bankTransactionCode"],
  [{ merchantCategoryCode: 5411 }, "lines[1].merchantCategoryCode"],
  [{ country: null }, "lines[1].country"],
];
for (const [change, path] of bad) {
  test(`a line with ${JSON.stringify(change)} is refused at ${path} and nothing is labelled`, () => {
    const first = { id: "first", accountId: giro, amount: "-10.00", currency: "EUR", date: "2025-04-01", text: "LIDL" };
    const lines = [first, { ...first, id: "second", ...change }] as StatementLine[];
    assert.throws(() => createCategoriser().categorise(lines), { name: "StatementLineError", path });
  });
}

test("lines that are none are refused by name", () => {
  const categorise = (lines: unknown) => () => createCategoriser().categorise(lines as StatementLine[]);
  assert.throws(categorise([null]), { name: "StatementLineError", path: "lines[0]" });
  assert.throws(categorise(undefined), { name: "StatementLineError", path: "lines" });
});

test("an own transfer with one id of the bank on both accounts is paired, and its lines keep their ids", () => {
  const entry = (amount: string, more: Partial<Transaction>): Transaction => ({
    transactionId: "T1",
    bookingDate: "2025-04-01",
    transactionAmount: { currency: "EUR", amount },
    ...more,
  });
  const lines = [
    toStatementLine(entry("-9.00", { creditorAccount: { iban: savings } }), { accountId: giro }, "0"),
    toStatementLine(entry("9.00", { debtorAccount: { iban: giro } }), { accountId: savings }, "7"),
  ];
  const labels = createCategoriser().categorise(lines);
  assert.deepEqual(
    labels.map(({ line, label }) => [line.id, label.pairedWith]),
    [
      [`${giro}/T1`, `${savings}/T1`],
      [`${savings}/T1`, `${giro}/T1`],
    ],
  );
  const ids = ["a/b", "a%2Fb", "a"].map((accountId) => toStatementLine(entry("1.00", {}), { accountId }, "0").id);
  assert.equal(new Set(ids).size, 3);
});

test("an entry of nothing names whoever was paid", () => {
  const zero = { bookingDate: "2025-04-01", transactionAmount: { currency: "EUR", amount: "0.00" } };
  const nameOf = (more: Partial<Transaction>): string | undefined =>
    toStatementLine({ ...zero, ...more }, { accountId: giro }, "0").counterpartyName;
  assert.equal(nameOf({ creditorName: "Shop", debtorName: "Payer" }), "Shop");
  assert.equal(nameOf({ debtorName: "Payer" }), "Payer");
});

test("an entry of a bank's report becomes a line: the other side's name by direction, and every code", () => {
  const transaction = {
    transactionId: "T1",
    bookingDate: "2025-04-01",
    transactionAmount: { currency: "EUR", amount: "-12.50" },
    creditorName: "Shop",
    creditorAccount: { iban: savings },
    debtorName: "Payer",
    remittanceInformationUnstructured: "Rechnung 1",
    additionalInformation: "POS",
    purposeCode: "OTHR",
    bankTransactionCode: "PMNT-CCRD-POSD",
  };
  const account = { accountId: giro, country: "DE" };
  assert.deepEqual(toStatementLine(transaction, account, "fallback"), {
    id: `${giro}/T1`,
    accountId: giro,
    country: "DE",
    amount: "-12.50",
    currency: "EUR",
    date: "2025-04-01",
    text: "Rechnung 1 POS",
    counterpartyName: "Shop",
    counterpartyIban: savings,
    purposeCode: "OTHR",
    bankTransactionCode: "PMNT-CCRD-POSD",
  });
  const credit = { ...transaction, transactionAmount: { currency: "EUR", amount: "12.50" } };
  assert.equal(toStatementLine(credit, account, "fallback").counterpartyName, "Payer");
});

test("an entry of a card account becomes a line with its merchant category code", () => {
  const transaction = {
    transactionDate: "2025-04-01",
    transactionAmount: { currency: "GEL", amount: "-7.00" },
    merchantCategoryCode: "5411",
    transactionDetails: "NIKORA 214",
  };
  const line = cardToStatementLine(transaction, { accountId: "card" }, "fallback");
  assert.deepEqual([line.id, line.text, line.merchantCategoryCode], ["card/fallback", "NIKORA 214", "5411"]);
});
