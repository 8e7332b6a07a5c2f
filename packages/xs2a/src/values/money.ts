import { iso4217MinorDigits } from "./iso4217.ts";

/** Money on the wire: a decimal text and an ISO 4217 code. Inside it is a bigint of minor units. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

export const amountErrors = [
  "not_text",
  "syntax",
  "unknown_currency",
  "too_precise",
  "too_large",
  "not_positive",
] as const;
/** Why a text is no amount; each is a FORMAT_ERROR on the wire. */
export type AmountError = (typeof amountErrors)[number];

export interface AmountRules {
  /** Most digits before the point; the standard's 14 unless said otherwise. */
  readonly maxIntegerDigits?: number;
  /** A payment is over zero; a balance or a booking may be zero or negative. */
  readonly sign?: "positive" | "any";
}

const maxAmountText = 40;
const amountPattern = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

/** Decimals of a currency's minor unit by ISO 4217 (JPY 0, EUR 2, KWD 3), undefined for an unknown code. */
export function minorDigits(currency: string): number | undefined {
  return iso4217MinorDigits.get(currency);
}

/**
 * An amount as minor units, or the reason why it is none: `parseAmount("12.5", "RON")` is `1250n`.
 * Only the plain notation counts (no sign +, exponent, group or leading zero), with no more decimals than the currency has.
 */
export function parseAmount(text: unknown, currency: string, rules: AmountRules = {}): bigint | AmountError {
  if (typeof text !== "string") return "not_text";
  if (text.length > maxAmountText) return "syntax";
  const [, minus, whole, decimals = ""] = amountPattern.exec(text) ?? [];
  if (whole === undefined) return "syntax";
  const digits = minorDigits(currency);
  if (digits === undefined) return "unknown_currency";
  if (decimals.length > digits) return "too_precise";
  if (whole.length > (rules.maxIntegerDigits ?? 14)) return "too_large";
  const magnitude = BigInt(whole + decimals.padEnd(digits, "0"));
  if (rules.sign === "any") {
    // "-0" would come back as "0": one value has one sign.
    if (minus === "-" && magnitude === 0n) return "syntax";
    return minus === "-" ? -magnitude : magnitude;
  }
  return minus === "-" || magnitude === 0n ? "not_positive" : magnitude;
}

/** Minor units as the wire writes them, with all decimals of the currency: `formatAmount(1250n, "RON")` is `"12.50"`. */
export function formatAmount(minor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  if (digits === undefined) throw new RangeError(`unknown currency ${currency}`);
  const magnitude = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  const whole = magnitude.slice(0, magnitude.length - digits);
  const sign = minor < 0n ? "-" : "";
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${magnitude.slice(-digits)}`;
}

/** Minor units and a currency as the wire's pair. */
export function toMoney(minor: bigint, currency: string): Money {
  return { amount: formatAmount(minor, currency), currency };
}
