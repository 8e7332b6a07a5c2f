import assert from "node:assert/strict";
import { test } from "node:test";
import { de } from "./de.ts";
import { en, type MessageKey } from "./en.ts";
import { ka } from "./ka.ts";
import { chooseLocale, formatAmountFor, formatInstantFor, formatMoneyFor, locales, translate } from "./locale.ts";
import { lt } from "./lt.ts";
import { ro } from "./ro.ts";

const keys = Object.keys(en) as MessageKey[];
const placeholders = (text: string) => new Set(text.match(/\{\w+\}/g) ?? []);

test("every language has every text, with no placeholder that English does not fill", () => {
  assert.deepEqual([...locales].sort(), ["de", "en", "ka", "lt", "ro"]);
  for (const catalogue of [ro, lt, ka, de]) {
    assert.deepEqual(Object.keys(catalogue).sort(), [...keys].sort());
    for (const key of keys) {
      assert.ok(catalogue[key].trim() !== "", key);
      assert.ok(placeholders(catalogue[key]).isSubsetOf(placeholders(en[key])), `${key}: ${catalogue[key]}`);
    }
  }
});

test("no two languages share a sentence, so none was left untranslated", () => {
  for (const catalogue of [ro, lt, ka, de]) {
    const same = keys.filter((key) => en[key].includes(" ") && catalogue[key] === en[key]);
    assert.deepEqual(same, []);
  }
});

test("texts are filled in, also with signs that replacing could take for patterns", () => {
  assert.equal(translate("en", "confirm.pay", { amount: "$&$1 RON" }), "Pay $&$1 RON");
  assert.equal(translate("de", "confirm.pay", { amount: "12,50 RON" }), "12,50 RON zahlen");
});

test("the language: asked for on the page, remembered, the link's, the browser's, English", () => {
  const acceptLanguage = "fr-CH, fr;q=0.9, lt;q=0.5, ro-RO;q=0.8, *;q=0.1";
  assert.equal(chooseLocale({ asked: "ka", remembered: "lt", link: "ro", acceptLanguage }), "ka");
  assert.equal(chooseLocale({ asked: "xx", remembered: "lt", link: "ro", acceptLanguage }), "lt");
  assert.equal(chooseLocale({ link: "de", acceptLanguage }), "de");
  assert.equal(chooseLocale({ link: null, acceptLanguage }), "ro");
  assert.equal(chooseLocale({ acceptLanguage: "ro;q=0, de" }), "de");
  for (const strange of ["", ";;;", "*", "__proto__", "constructor", "q=1", "ro;q=banana".repeat(100)]) {
    assert.ok(["en", "ro"].includes(chooseLocale({ asked: strange, acceptLanguage: strange })), strange);
  }
});

test("figures are the reader's, to the last of fourteen digits, with the currency after them", () => {
  const amount = "12345678901234.50";
  assert.equal(formatAmountFor("en", amount), "12,345,678,901,234.50");
  assert.equal(formatAmountFor("ro", amount), "12.345.678.901.234,50");
  assert.equal(formatAmountFor("lt", amount), "12\u00a0345\u00a0678\u00a0901\u00a0234,50");
  assert.equal(formatAmountFor("ka", "1234.50"), "1234,50");
  assert.equal(formatAmountFor("de", "1234"), "1.234");
  assert.equal(formatMoneyFor("en", { amount: "12.50", currency: "RON" }), "12.50\u00a0RON");
});

test("an instant names its zone, and its day unless that is today", () => {
  const now = new Date("2026-11-21T10:15:00Z");
  assert.equal(formatInstantFor("en", new Date("2026-11-21T09:40:00Z"), now), "09:40 UTC");
  assert.match(formatInstantFor("ro", new Date("2026-11-21T09:40:00Z"), now), /^11:40 (EET|GMT\+2)$/);
  assert.match(formatInstantFor("de", new Date("2026-11-19T09:40:00Z"), now), /^19\. November 2026, 10:40 MEZ$/);
});
