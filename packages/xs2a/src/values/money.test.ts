import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readShared } from "../testing/shared.ts";
import { iso4217MinorDigits } from "./iso4217.ts";
import { amountErrors, formatAmount, minorDigits, parseAmount, toMoney, type AmountError } from "./money.ts";

const table: readonly (readonly [text: unknown, currency: string, expected: bigint | AmountError])[] = [
  ["1", "EUR", 100n],
  ["12.50", "RON", 1250n],
  ["12.5", "RON", 1250n],
  ["0.01", "EUR", 1n],
  ["0.1", "EUR", 10n],
  ["1056", "EUR", 105600n],
  ["5768.2", "EUR", 576820n],
  ["5877.78", "EUR", 587778n],
  ["100", "JPY", 100n],
  ["1.234", "KWD", 1234n],
  ["1.2", "KWD", 1200n],
  ["0.0001", "UYW", 1n],
  ["12.50", "HUF", 1250n],
  ["0.005", "IQD", 5n],
  ["90071992547409.93", "EUR", 9007199254740993n],
  ["99999999999999.99", "EUR", 9999999999999999n],
  ["99999999999999", "JPY", 99999999999999n],
  ["100000000000000", "EUR", "too_large"],
  ["1".repeat(40), "EUR", "too_large"],
  ["1".repeat(41), "EUR", "syntax"],
  ["0.".padEnd(40, "0"), "EUR", "too_precise"],
  ["0", "EUR", "not_positive"],
  ["0.00", "EUR", "not_positive"],
  ["-0", "EUR", "not_positive"],
  ["-1", "EUR", "not_positive"],
  ["-12.50", "EUR", "not_positive"],
  ["1.005", "EUR", "too_precise"],
  ["1.000", "EUR", "too_precise"],
  ["1.0", "JPY", "too_precise"],
  ["1.00", "JPY", "too_precise"],
  ["1.2345", "KWD", "too_precise"],
  ["1e3", "EUR", "syntax"],
  ["1E3", "EUR", "syntax"],
  ["01.00", "EUR", "syntax"],
  ["00", "EUR", "syntax"],
  ["-01", "EUR", "syntax"],
  [".5", "EUR", "syntax"],
  ["5.", "EUR", "syntax"],
  [".", "EUR", "syntax"],
  ["", "EUR", "syntax"],
  ["-", "EUR", "syntax"],
  ["+1", "EUR", "syntax"],
  ["--1", "EUR", "syntax"],
  ["1-", "EUR", "syntax"],
  ["NaN", "EUR", "syntax"],
  ["Infinity", "EUR", "syntax"],
  ["0x10", "EUR", "syntax"],
  ["0b1", "EUR", "syntax"],
  ["1_000", "EUR", "syntax"],
  ["1,00", "EUR", "syntax"],
  ["1,000.00", "EUR", "syntax"],
  ["1.0.0", "EUR", "syntax"],
  [" 1", "EUR", "syntax"],
  ["1 ", "EUR", "syntax"],
  ["1 000", "EUR", "syntax"],
  ["1\n", "EUR", "syntax"],
  ["1\u00a0000", "EUR", "syntax"],
  ["\uff11", "EUR", "syntax"],
  ["\u0661", "EUR", "syntax"],
  ["\u09e7.00", "EUR", "syntax"],
  ["1\u066b5", "EUR", "syntax"],
  ["\u22121", "EUR", "syntax"],
  ["1.00 EUR", "EUR", "syntax"],
  ["€1", "EUR", "syntax"],
  ["1\u0000", "EUR", "syntax"],
  ["1n", "EUR", "syntax"],
  [12.5, "EUR", "not_text"],
  [1n, "EUR", "not_text"],
  [null, "EUR", "not_text"],
  [undefined, "EUR", "not_text"],
  [["1"], "EUR", "not_text"],
  [{ toString: () => "1" }, "EUR", "not_text"],
  ["1", "eur", "unknown_currency"],
  ["1", "XYZ", "unknown_currency"],
  ["1", "XXX", "unknown_currency"],
  ["1", "XAU", "unknown_currency"],
  ["1", "", "unknown_currency"],
  ["1", "toString", "unknown_currency"],
  ["1", "__proto__", "unknown_currency"],
];

test("I1: an amount is a plain decimal text within the currency's minor unit, over zero and up to 14 digits", () => {
  for (const [text, currency, expected] of table) {
    assert.equal(parseAmount(text, currency), expected, `${String(text)} ${currency}`);
  }
  assert.ok(table.length >= 60);
  const covered = new Set(table.map(([, , expected]) => expected));
  for (const code of amountErrors) assert.ok(covered.has(code), `no row shows ${code}`);
});

test("a balance may be zero or negative, and has one spelling of zero", () => {
  assert.equal(parseAmount("0.00", "EUR", { sign: "any" }), 0n);
  assert.equal(parseAmount("-1.50", "EUR", { sign: "any" }), -150n);
  assert.equal(parseAmount("-0.00", "EUR", { sign: "any" }), "syntax");
  assert.equal(parseAmount("100000", "EUR", { maxIntegerDigits: 5 }), "too_large");
});

const currencies = [...iso4217MinorDigits.keys()];
const maxMinor = (currency: string): bigint => 10n ** BigInt(14 + (minorDigits(currency) ?? 0)) - 1n;

test("I1: parse after format gives back every amount of every currency", () => {
  fc.assert(
    fc.property(
      fc
        .constantFrom(...currencies)
        .chain((currency) =>
          fc.tuple(fc.constant(currency), fc.bigInt({ min: -maxMinor(currency), max: maxMinor(currency) })),
        ),
      ([currency, minor]) => {
        const text = formatAmount(minor, currency);
        assert.equal(parseAmount(text, currency, { sign: "any" }), minor);
        if (minor > 0n) assert.equal(parseAmount(text, currency), minor);
        assert.deepEqual(toMoney(minor, currency), { amount: text, currency });
      },
    ),
    { numRuns: 2_000 },
  );
});

test("I1: what is accepted means the number that its text says, whatever the text", () => {
  const digits = fc.stringMatching(/^-?[0-9.,eE+ ]{0,20}$/);
  fc.assert(
    fc.property(
      fc.oneof(digits, fc.string(), fc.string({ unit: "binary" })),
      fc.constantFrom(...currencies),
      (text, currency) => {
        const minor = parseAmount(text, currency, { sign: "any" });
        if (typeof minor !== "bigint") return;
        const [whole = "", decimals = ""] = formatAmount(minor, currency).split(".");
        const [givenWhole, givenDecimals = ""] = text.split(".");
        assert.equal(whole, givenWhole);
        assert.equal(decimals, givenDecimals.padEnd(decimals.length, "0"));
      },
    ),
    { numRuns: 5_000 },
  );
});

test("an unknown currency cannot be formatted", () => {
  assert.throws(() => formatAmount(1n, "XXX"), RangeError);
});

test("F7: minor digits are those of ISO 4217 where Intl says otherwise", () => {
  const expected = { HUF: 2, IDR: 2, IQD: 3, RON: 2, EUR: 2, JPY: 0, ISK: 0, KWD: 3, CLF: 4 };
  for (const [currency, digits] of Object.entries(expected)) assert.equal(minorDigits(currency), digits, currency);
});

test("F7: the table equals the published list of active currencies", (t) => {
  const csv = readShared(t, "vectors/money/iso4217-codes-all.csv");
  if (csv === undefined) return;
  const published = new Map<string, number>();
  for (const line of csv.trim().split("\n").slice(1)) {
    // Only the first two columns are ever quoted, so the last four can be taken from the end.
    const [code = "", , minor = "", withdrawn = ""] = line.trimEnd().split(",").slice(-4);
    if (code !== "" && withdrawn === "" && minor !== "-") published.set(code, Number(minor));
  }
  assert.ok(published.size > 150);
  assert.deepEqual(Object.fromEntries(iso4217MinorDigits), Object.fromEntries(published));
});
