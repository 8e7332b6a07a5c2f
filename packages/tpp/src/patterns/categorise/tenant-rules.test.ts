import assert from "node:assert/strict";
import { test } from "node:test";
import { createCategoriser } from "./categorise.ts";
import type { StatementLine } from "./line.ts";
import { ruleFromCorrection, type TenantRule } from "./tenant-rules.ts";

const landlord = "LT121000011101001000";

const rentLine: StatementLine = {
  id: "1",
  accountId: "DE89370400440532013000",
  amount: "-450.00",
  currency: "EUR",
  date: "2025-04-01",
  counterpartyName: "Zita Rimkienė",
  counterpartyIban: landlord,
  text: "balandis",
};

const categoryBy = (rules: readonly TenantRule[], line: StatementLine = rentLine): string =>
  createCategoriser({ rules }).categorise([line])[0]?.label.category ?? "";

test("the first rule that holds decides, before codes, names and the model", () => {
  const rules: TenantRule[] = [
    {
      id: "small",
      category: "transfers.person",
      counterpartyIban: landlord,
      amount: { currency: "EUR", max: "100.00" },
    },
    { id: "rent", category: "housing.rent", counterpartyIban: landlord },
    { id: "all of her", category: "giving.charity", words: "zita rimkiene" },
  ];
  const line = { ...rentLine, purposeCode: "SALA" };
  const [categorised] = createCategoriser({ rules }).categorise([line]);
  assert.deepEqual(categorised?.label, {
    category: "housing.rent",
    source: "tenant-rule",
    confidence: 1,
    evidence: "rule rent",
    isReversal: false,
  });
});

test("a size is compared exactly, both ends included, in its own currency only", () => {
  const rule = (min: string, max: string, currency = "EUR"): TenantRule[] => [
    { id: "r", category: "housing.rent", words: "balandis", amount: { currency, min, max } },
  ];
  assert.equal(categoryBy(rule("450.00", "450.00")), "housing.rent");
  assert.notEqual(categoryBy(rule("450.01", "900.00")), "housing.rent");
  assert.notEqual(categoryBy(rule("0.00", "449.99")), "housing.rent");
  assert.notEqual(categoryBy(rule("450.00", "450.00", "RON")), "housing.rent");
});

test("words are whole and side by side, whatever their marks and case", () => {
  const rule = (words: string): TenantRule[] => [{ id: "r", category: "giving.charity", words }];
  assert.equal(categoryBy(rule("RIMKIENĖ")), "giving.charity");
  assert.equal(categoryBy(rule("zita rimkiene")), "giving.charity");
  assert.notEqual(categoryBy(rule("rimki")), "giving.charity");
  assert.notEqual(categoryBy(rule("zita balandis")), "giving.charity");
});

test("a direction is a condition", () => {
  const rules: TenantRule[] = [{ id: "r", category: "giving.charity", direction: "in", words: "rimkiene" }];
  assert.notEqual(categoryBy(rules), "giving.charity");
  assert.equal(categoryBy(rules, { ...rentLine, amount: "450.00" }), "giving.charity");
});

const bad: readonly (readonly [rule: Record<string, unknown>, path: string])[] = [
  [{ category: "food.nothing", words: "x" }, "rules[1].category"],
  [{ category: "toString", words: "x" }, "rules[1].category"],
  [{ category: "food.bars" }, "rules[1]"],
  [{ category: "food.bars", words: " - " }, "rules[1].words"],
  [{ category: "food.bars", counterpartyIban: "LT00" }, "rules[1].counterpartyIban"],
  [{ category: "food.bars", words: "x", amount: { currency: "EUR", min: "1,50" } }, "rules[1].amount.min"],
  [{ category: "food.bars", words: "x", amount: { currency: "EUR", max: "-1" } }, "rules[1].amount.max"],
  [{ category: "food.bars", words: "x", amount: { currency: "EURO", max: "1" } }, "rules[1].amount.max"],
  [{ category: "food.bars", words: "x", amount: { currency: "EUR", min: "2.00", max: "1.99" } }, "rules[1].amount"],
  [{ category: "food.bars", words: "x", amount: {} }, "rules[1].amount"],
  [{ category: "food.bars", words: "x", amount: null }, "rules[1].amount"],
  [{ category: "food.bars", words: "x", direction: "sideways" }, "rules[1].direction"],
  [{ category: "food.bars", words: 5 }, "rules[1].words"],
  [{ category: "food.bars", counterpartyIban: null }, "rules[1].counterpartyIban"],
  [{ category: "food.bars", words: "x", id: "good" }, "rules[1].id"],
  [{ category: "food.bars", words: "x", id: undefined }, "rules[1].id"],
];
for (const [rule, path] of bad) {
  test(`${JSON.stringify(rule)} is refused at ${path}`, () => {
    const rules = [
      { id: "good", category: "food.bars", words: "x" },
      { id: "bad", ...rule },
    ] as TenantRule[];
    assert.throws(() => createCategoriser({ rules }), { name: "TenantRuleError", path });
  });
}

test("a line of nothing has no direction, and a correction of it asks for none", () => {
  const zero = { ...rentLine, amount: "-0.00" };
  for (const direction of ["in", "out"] as const)
    assert.notEqual(
      categoryBy([{ id: "r", category: "giving.charity", direction, words: "rimkiene" }], zero),
      "giving.charity",
    );
  const rule = ruleFromCorrection(zero, "giving.charity", "corrected");
  assert.ok(rule);
  assert.equal(categoryBy([rule], zero), "giving.charity");
});

test("a correction becomes a rule that holds for the next line of the same account, name or text", () => {
  const next = { ...rentLine, id: "2", amount: "-455.50", text: "gegužė" };
  const { counterpartyIban: _iban, ...named } = next;
  const { counterpartyName: _name, ...nameless } = named;
  const texts = { ...nameless, text: "Xyrvo 221 mokėjimas 9911" };
  for (const line of [next, named, texts]) {
    const rule = ruleFromCorrection(line, "housing.rent", "corrected");
    assert.ok(rule);
    assert.equal(categoryBy([rule], { ...line, id: "3", text: line.text.replace("9911", "7") }), "housing.rent");
  }
  assert.equal(ruleFromCorrection({ ...texts, text: "12 / 34" }, "housing.rent", "none"), undefined);
});
