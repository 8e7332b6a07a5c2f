import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Label } from "./label.ts";
import type { StatementLine } from "./line.ts";
import { totalsOf } from "./totals.ts";

const label = (category: Label["category"]): Label => ({
  category,
  source: "merchant",
  confidence: 1,
  evidence: "",
  isReversal: false,
});

function entry(category: Label["category"], amount: string, currency: string): { line: StatementLine; label: Label } {
  return {
    line: { id: amount, accountId: "a", amount, currency, date: "2025-04-01", text: "" },
    label: label(category),
  };
}

test("sums are exact, by category and currency, and a refund lowers them", () => {
  const totals = totalsOf([
    entry("food.groceries", "-0.10", "EUR"),
    entry("food.groceries", "-0.20", "EUR"),
    entry("food.groceries", "0.30", "EUR"),
    entry("food.groceries", "-99999999999999.99", "RON"),
    entry("food.groceries", "-0.01", "RON"),
    entry("food.bars", "-500", "JPY"),
    entry("food.bars", "-1.005", "KWD"),
  ]);
  assert.deepEqual(
    totals.map(({ category, currency, amount, count }) => [category, currency, amount, count]),
    [
      ["food.bars", "JPY", "-500", 1],
      ["food.bars", "KWD", "-1.005", 1],
      ["food.groceries", "EUR", "0.00", 3],
      ["food.groceries", "RON", "-100000000000000.00", 2],
    ],
  );
});

test("whatever the lines, sums over categories are the sum of the lines, and the order of lines does not matter", () => {
  const drawn = fc.record({
    category: fc.constantFrom("food.bars", "food.cafes", "uncategorised" as const),
    minor: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  });
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 40 }), (entries) => {
      const lines = entries.map(({ category, minor }) => {
        const size = (minor < 0n ? -minor : minor).toString().padStart(3, "0");
        const sign = minor < 0n ? "-" : "";
        return entry(category as Label["category"], `${sign}${size.slice(0, -2)}.${size.slice(-2)}`, "GEL");
      });
      const totals = totalsOf(lines);
      const expected = entries.reduce((sum, { minor }) => sum + minor, 0n);
      assert.equal(
        totals.reduce((sum, { minor }) => sum + minor, 0n),
        expected,
      );
      assert.deepEqual(totalsOf(lines.toReversed()), totals);
    }),
  );
});
