// Proves that a locale lays an amount out and changes no digit of it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { formatMoney } from "../../index.ts";

/** No-break spaces, which locales differ in, as plain ones. */
const plain = (text: string) => text.replace(/[\u00A0\u202F]/g, " ");

describe("an amount", () => {
  test("is written as people of the locale do", () => {
    for (const [locale, currency, shown] of [
      ["de-DE", "EUR", "-1.234.567,50 €"],
      ["en-US", "USD", "-$1,234,567.50"],
      ["en-IN", "EUR", "-€12,34,567.50"],
      ["ro-RO", "RON", "-1.234.567,50 RON"],
      ["lt-LT", "EUR", "−1 234 567,50 €"],
    ] as const) {
      assert.equal(plain(formatMoney({ amount: "-1234567.50", currency }, locale)), shown);
    }
    assert.match(plain(formatMoney({ amount: "1234.50", currency: "GEL" }, "ka-GE")), /^1\s?234,50 ₾$/);
    assert.equal(plain(formatMoney({ amount: "1234", currency: "JPY" }, "en-US")), "¥1,234");
    assert.equal(plain(formatMoney({ amount: "0.00", currency: "EUR" }, "de-DE")), "0,00 €");
    assert.equal(plain(formatMoney({ amount: "-000.05", currency: "EUR" }, "de-DE")), "-0,05 €");
    assert.match(formatMoney({ amount: "1.205", currency: "KWD" }, "ar-EG-u-nu-arab"), /١٫٢٠٥/);
  });

  test("keeps every digit, however many, in every locale", () => {
    const amounts = fc
      .tuple(
        fc.boolean(),
        fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n, max: 10n ** 28n })),
        fc.stringMatching(/^[0-9]{0,4}$/),
      )
      .map(([minus, whole, decimals]) => `${minus ? "-" : ""}${whole}${decimals === "" ? "" : `.${decimals}`}`);
    fc.assert(
      fc.property(amounts, fc.constantFrom("de-DE", "en-IN", "fr-CH", "hu-HU", "ka-GE", "ro-RO"), (amount, locale) => {
        const shown = formatMoney({ amount, currency: "HUF" }, locale);
        assert.equal(shown.replace(/[^0-9]/g, ""), amount.replace(/[^0-9]/g, ""));
        assert.equal(plain(shown).replace(/[-\u2212\s.,'’0-9HUFt]/g, ""), "");
        assert.notEqual(shown, `${amount} HUF`, "as the locale has it");
      }),
    );
  });

  test("stands as it is where the engine would round it", (t) => {
    const { formatToParts } = Intl.NumberFormat.prototype;
    t.mock.method(Intl.NumberFormat.prototype, "formatToParts", function (this: Intl.NumberFormat, value: string) {
      return formatToParts.call(this, Number(value));
    });
    const amount = "90071992547409931.37";
    assert.equal(formatMoney({ amount, currency: "EUR" }, "de-DE"), `${amount} EUR`);
  });

  test("that is none, and a locale that is none, are refused", () => {
    for (const amount of ["", "1,5", "1e3", "NaN", "1.", "+1"]) {
      assert.throws(() => formatMoney({ amount, currency: "EUR" }, "de-DE"), /amount/);
    }
    assert.throws(() => formatMoney({ amount: "1", currency: "EUR" }, "no such"), RangeError);
  });
});
