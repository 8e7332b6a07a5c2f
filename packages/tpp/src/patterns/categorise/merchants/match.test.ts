import assert from "node:assert/strict";
import { test } from "node:test";
import { tokensOf } from "../normalise.ts";
import { matchMerchant } from "./match.ts";
import { merchants } from "./table.ts";

const nameIn = (text: string, country?: string): string | undefined =>
  matchMerchant(tokensOf(text), country)?.merchant.name;

const named: readonly (readonly [text: string, name: string, country?: string])[] = [
  ["POS 14/03/2025 KAUFLAND 4410 CLUJ-NAPOCA RO", "Kaufland", "DE"],
  ["LIDL SAGT DANKE 1234//BERLIN", "Lidl", "DE"],
  ["PENNY 1234 BERLIN", "Penny", "DE"],
  ["Kartenzahlung dm fil.0812 Berlin", "dm Drogerie", "DE"],
  ["BOLT.EU/O/2504031822 TALLINN", "Bolt", "LT"],
  ["UBER TRIP HELP.UBER.COM", "Uber", "RO"],
  ["H&M SAGT VIELEN DANK", "H&M", "DE"],
  ["PIRKINYS IKI VILNIUS", "Iki", "LT"],
  ["ნიკორა 214 თბილისი", "Nikora", "GE"],
  ["Gintarinė vaistinė Nr. 12", "Gintarinė vaistinė", "LT"],
  ["SHELL 4412 PFORZHEIM", "Shell", "DE"],
  ["Amazon Prime Video *AB12", "Amazon Prime", "DE"],
  ["MOEBEL HOEFFNER WALTERSDORF", "Höffner", "DE"],
  ["mcdonald's brasov", "McDonald's", "RO"],
];
for (const [text, name, country] of named)
  test(`"${text}" names ${name}`, () => assert.equal(nameIn(text, country), name));

const traps = [
  "SHELLY HOME AUTOMATION",
  "BOLTON FOOD STORE",
  "Bolt Action Games Club",
  "Penny Lane Pub",
  "Überweisung über 50 EUR",
  "už laikotarpį iki 2025-03-31",
  "H. M. Müller Erben",
  "LIDLOWSKI TRANSPORT",
  "Betrag netto 2.000",
  "Otto Schmidt Rechnung",
  "Real Estate Partners",
  "Action Fitness Studio",
  "Luca Ionescu imprumut",
  "Kelionė į Daniją: Danija 2025",
  "Metrologie Institut",
  "Omvestor SRL",
  "Aldina Tours",
  "Orange County Burger",
  "Reweba Handels GmbH",
];
for (const text of traps) test(`"${text}" names no merchant`, () => assert.equal(nameIn(text), undefined));

test("of two names that fit the longer one counts", () => {
  assert.equal(nameIn("BOLT FOOD VILNIUS"), "Bolt Food");
  assert.equal(nameIn("Amazon Web Services EMEA"), "Amazon Web Services");
  assert.equal(nameIn("Kaufland.de Marktplatz", "DE"), "Kaufland.de");
});

test("of two merchants of one name that of the account's country counts", () => {
  assert.equal(matchMerchant(tokensOf("Carrefour Georgia"), "GE")?.merchant.category, "food.groceries");
  assert.equal(matchMerchant(tokensOf("AFFIDEA"), "LT")?.merchant.countries[0], "LT");
  assert.equal(matchMerchant(tokensOf("AFFIDEA"), "RO")?.merchant.countries[0], "RO");
});

test("the table holds several hundred merchants of each country and of Europe", () => {
  for (const country of ["RO", "LT", "GE", "DE"]) {
    const count = merchants.filter(({ countries }) => countries.includes(country)).length;
    assert.ok(count >= 200, `${country}: ${count}`);
  }
  assert.ok(merchants.filter(({ countries }) => countries.length === 0).length >= 300);
});
