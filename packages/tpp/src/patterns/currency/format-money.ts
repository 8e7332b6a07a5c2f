import type { Money } from "@tallystick/xs2a";

const decimal = /^-?0*([0-9]+)(?:\.([0-9]{1,30}))?$/;

/**
 * An amount as people of a locale write it: `formatMoney({ amount: "-1234567.50", currency: "EUR" }, "de-DE")` is
 * `-1.234.567,50 €`. Signs, groups, symbols and numerals are the locale's; the digits are those of the amount: it is handed
 * on as text, never as a number, and compared digit by digit afterwards. Throws RangeError on an unknown locale or an amount
 * that is no decimal text.
 */
export function formatMoney({ amount, currency }: Money, locale: string): string {
  const [, whole, fraction = ""] = decimal.exec(amount) ?? [];
  if (whole === undefined) throw new RangeError("amount: a decimal text");
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: fraction.length,
    maximumFractionDigits: fraction.length,
  });
  // Engines before 2023 make a number of the text, and round it: the amount as it stands is better than a wrong one.
  const shown = format.formatToParts(amount as Intl.StringNumericLiteral);
  const isExact = digitsOf(shown, locale) === whole + fraction;
  return isExact ? shown.map(({ value }) => value).join("") : `${amount} ${currency}`;
}

/** The digits of a formatted number in their order, whatever numerals the locale writes. */
function digitsOf(parts: readonly Intl.NumberFormatPart[], locale: string): string {
  const numerals = new Intl.NumberFormat(locale, { useGrouping: false });
  const digits = new Map(Array.from({ length: 10 }, (_, digit) => [numerals.format(digit), String(digit)]));
  const kept = parts.filter(({ type }) => type === "integer" || type === "fraction");
  return kept.flatMap(({ value }) => Array.from(value, (character) => digits.get(character) ?? "?")).join("");
}
