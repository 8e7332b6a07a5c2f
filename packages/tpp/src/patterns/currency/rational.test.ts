// Proves that decimals are added, converted and rounded without losing a digit.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { add, divide, formatDecimal, multiply, parseDecimal, roundHalfEven } from "./rational.ts";

const decimal = (text: string) => parseDecimal(text)!;
const text = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.stringMatching(/^[0-9]{1,12}$/))
  .map(
    ([minus, whole, decimals]) => `${minus && (whole > 0n || /[1-9]/.test(decimals)) ? "-" : ""}${whole}.${decimals}`,
  );

describe("exact arithmetic", () => {
  test("takes decimal texts and nothing else", () => {
    assert.deepEqual(decimal("-12.50"), { top: -25n, over: 2n });
    for (const wrong of [
      "",
      "+1",
      "1.",
      ".5",
      "1e3",
      "1,5",
      " 1",
      "0x1",
      "NaN",
      "1".repeat(31),
      1.5,
      null,
      undefined,
    ]) {
      assert.equal(parseDecimal(wrong), undefined, String(wrong));
    }
  });

  test("gives a decimal back digit for digit", () => {
    fc.assert(
      fc.property(text, (written) => {
        const decimals = written.split(".")[1]!.length;
        assert.equal(formatDecimal(decimal(written), decimals), written);
      }),
    );
  });

  test("undoes what it did", () => {
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const [x, y, z] = [decimal(a), decimal(b), decimal(c)];
        assert.deepEqual(add(add(x, y), { ...y, top: -y.top }), x);
        assert.deepEqual(add(x, add(y, z)), add(add(x, y), z));
        if (y.top > 0n) assert.deepEqual(divide(multiply(x, y), y), x);
      }),
    );
  });

  test("rounds to the nearest, a half to the even neighbour", () => {
    for (const [value, cents] of [
      ["0.025", 2n],
      ["0.035", 4n],
      ["-0.025", -2n],
      ["-0.035", -4n],
      ["0.005", 0n],
      ["-0.005", 0n],
      ["0.0050000000000001", 1n],
      ["-0.0050000000000001", -1n],
      ["0.0049999999999999", 0n],
      ["2.675", 268n],
      ["1.005", 100n],
      ["99999999999999999999.995", 10_000_000_000_000_000_000_000n],
    ] as const) {
      assert.equal(roundHalfEven(decimal(value), 2), cents, value);
    }
    assert.equal(roundHalfEven(divide(decimal("1"), decimal("3")), 4), 3_333n);
  });

  test("never rounds by more than half a unit", () => {
    fc.assert(
      fc.property(text, text, fc.nat(4), (a, b, digits) => {
        const rate = decimal(b);
        fc.pre(rate.top > 0n);
        const value = divide(decimal(a), rate);
        const units = roundHalfEven(value, digits);
        const off = 2n * (units * value.over - value.top * 10n ** BigInt(digits));
        assert.ok((off < 0n ? -off : off) <= value.over);
      }),
    );
  });
});
