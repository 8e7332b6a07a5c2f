import assert from "node:assert/strict";
import { test } from "node:test";
import { bankTransactionCodesOf, categoryOfBankTransactionCode } from "./crosswalk/bank-transaction-code.ts";
import { categoryOfMcc, mccsOf } from "./crosswalk/mcc.ts";
import { categoryOfPurpose, purposesOf } from "./crosswalk/purpose.ts";
import { merchants } from "./merchants/table.ts";
import { categories, categoryGroups, categoryOf } from "./taxonomy.ts";

const allCodes = Array.from({ length: 10_000 }, (_, code) => String(code).padStart(4, "0"));

test("there are sixteen groups, every category has one, and every group has categories", () => {
  assert.equal(categoryGroups.length, 16);
  for (const group of categoryGroups)
    assert.ok(
      categories.some((category) => category.group === group),
      group.id,
    );
  assert.equal(new Set(categories.map(({ id }) => id)).size, categories.length);
  assert.equal(new Set(categories.map(({ name }) => name)).size, categories.length, "two categories of one name");
  for (const { id, group } of categories) assert.match(id, new RegExp(`^${group.id}\\.[a-z]+(-[a-z]+)*$`));
});

test("every merchant category code means one category at most, and the way back leads to the same code", () => {
  for (const { id } of categories) for (const code of mccsOf(id)) assert.equal(categoryOfMcc(code)?.category, id, code);
  const told = allCodes.filter((code) => categoryOfMcc(code) !== undefined);
  const back = categories.flatMap(({ id }) => mccsOf(id)).toSorted();
  assert.deepEqual(back, told);
});

test("airlines, car rental firms and hotels have their whole ranges of merchant category codes", () => {
  for (let code = 3000; code <= 3999; code += 1) {
    const expected = code <= 3350 ? "travel.flights" : code <= 3500 ? "travel.car-rental" : "travel.lodging";
    assert.equal(categoryOfMcc(String(code))?.category, expected);
  }
});

const knownMccs = {
  "0742": "family.pets",
  "4111": "transport.public",
  "4900": "utilities.other",
  "5411": "food.groceries",
  "5541": "transport.fuel",
  "5812": "food.restaurants",
  "5912": "health.pharmacy",
  "6011": "transfers.cash-withdrawal",
  "7995": "leisure.gambling",
  "8220": "family.university",
  "9311": "government.tax-other",
};
for (const [code, category] of Object.entries(knownMccs))
  test(`merchant category code ${code} is ${category}`, () => assert.equal(categoryOfMcc(code)?.category, category));

test("what is no merchant category code means nothing", () => {
  for (const code of ["", "541", "54110", "5 11", "abcd", "0000", "9999"]) assert.equal(categoryOfMcc(code), undefined);
});

test("purpose codes lead to a category and back, by the direction of the line", () => {
  for (const { id } of categories) {
    for (const code of purposesOf(id)) {
      assert.match(code, /^[A-Z][A-Z0-9]{3}$/);
      assert.ok([categoryOfPurpose(code, true), categoryOfPurpose(code, false)].includes(id), code);
    }
  }
  assert.equal(categoryOfPurpose("SALA", false), "income.salary");
  assert.equal(categoryOfPurpose("SALA", true), "business.payroll");
  assert.equal(categoryOfPurpose("RENT", true), "housing.rent");
  assert.equal(categoryOfPurpose("RENT", false), "income.rent");
  assert.equal(categoryOfPurpose("OTHR", true), undefined);
  assert.equal(categoryOfPurpose("constructor", true), undefined);
});

test("bank transaction codes lead to a category and back, by the direction of the line", () => {
  for (const { id } of categories) {
    for (const code of bankTransactionCodesOf(id)) {
      const written = code.replace("*-*", "PMNT-ICDT");
      const told = [categoryOfBankTransactionCode(written, true), categoryOfBankTransactionCode(written, false)];
      assert.ok(told.includes(id), code);
    }
  }
  assert.equal(categoryOfBankTransactionCode("PMNT-CCRD-CWDL", true), "transfers.cash-withdrawal");
  assert.equal(categoryOfBankTransactionCode("ACMT-MDOP-CHRG", true), "finance.bank-fees");
  assert.equal(categoryOfBankTransactionCode("ACMT-MCOP-INTR", false), "income.interest");
  for (const code of ["PMNT-CCRD-POSD", "PMNT-ICDT-ESCT", "", "*-*-CHRG-X", "CHRG"])
    assert.equal(categoryOfBankTransactionCode(code, true), undefined, code);
});

test("a code or a merchant of the table reaches every category but those that only words or a rule can", () => {
  const reached = new Set<string>(merchants.map(({ category }) => category));
  const onlyByWords = categories
    .map(({ id }) => id)
    .filter(
      (id) => !reached.has(id) && mccsOf(id).length + purposesOf(id).length + bankTransactionCodesOf(id).length === 0,
    );
  assert.deepEqual(onlyByWords, ["income.business"]);
});

test("no id is found that is none", () => {
  assert.equal(categoryOf("food.groceries")?.group.name, "Food and drink");
  assert.equal(categoryOf("food"), undefined);
  assert.equal(categoryOf("toString"), undefined);
});
