import { minorDigits, toMoney, type Balance, type Money } from "@tallystick/xs2a";
import {
  applyLegs,
  digitsOf,
  findRate,
  noRates,
  todayOf,
  type ConvertOptions,
  type Freshness,
  type RateLeg,
} from "./convert.ts";
import { countedBalances } from "./counted-balances.ts";
import { add, formatDecimal, parseDecimal, roundHalfEven, zero, type Rational } from "./rational.ts";
import type { RateError, RateSheet } from "./rate-table.ts";

/** Anything with balances: an account of a list with balances, or an entry of `accountsWithBalances(aggregation)`. */
export interface WithBalances {
  readonly balances?: readonly Balance[] | undefined;
}

export interface CountedBalance<Entry> {
  readonly entry: Entry;
  readonly balanceType: Balance["balanceType"];
  /** As the bank reported it. */
  readonly amount: Money;
  /** Rounded by itself, for showing; the total is not the sum of these but of the exact values. */
  readonly converted: Money;
  readonly legs: readonly RateLeg[];
  readonly freshness: Freshness;
}

export interface MissingBalance<Entry> {
  readonly entry: Entry;
  /**
   * `no_balance`: neither interimAvailable nor closingBooked. `bad_amount`, `unknown_currency`: not what the standard says.
   * `no_rate`: no source quotes the currency, or its source failed. `stale_rate`: there should be a newer rate.
   */
  readonly reason: "no_balance" | "bad_amount" | "unknown_currency" | "no_rate" | "stale_rate";
  /** Undefined when there is no balance at all. */
  readonly amount: Money | undefined;
  /** The rates that are stale. */
  readonly legs: readonly RateLeg[];
}

interface CountedTotals<Entry> {
  /** In the base currency: exactly summed, then rounded once, half to even. */
  readonly total: Money;
  readonly lines: readonly CountedBalance<Entry>[];
  readonly missing: readonly MissingBalance<Entry>[];
  /** What was counted, by currency and unconverted, to the last digit; sorted by code. */
  readonly byCurrency: readonly Money[];
  /** Sources that could not be read. */
  readonly failures: readonly RateError[];
}

/** `complete`: every balance is in the total. `partial`: `missing` is not. `none`: nothing is, so that there is no total. */
export type Totals<Entry> =
  | ({ readonly outcome: "complete" | "partial" } & CountedTotals<Entry>)
  | ({ readonly outcome: "none" } & Omit<CountedTotals<Entry>, "total">);

export interface TotalOptions extends ConvertOptions {
  /** ISO 4217 code of the currency of the total. */
  readonly base: string;
}

/**
 * What all accounts hold together, in one currency. Of each account and currency one balance counts: interimAvailable, else
 * closingBooked. What cannot be counted is listed with its reason and never counted as zero. Throws RangeError when `base`
 * is no currency.
 */
export async function totalBalances<Entry extends WithBalances>(
  entries: readonly Entry[],
  options: TotalOptions,
): Promise<Totals<Entry>> {
  const digits = digitsOf(options.base);
  const isBase = ({ balanceAmount }: Balance): boolean => balanceAmount.currency === options.base;
  const sheet = entries.every(({ balances = [] }) => balances.every(isBase)) ? noRates : await options.rates.read();
  const place: Place = { sheet, base: options.base, digits, today: todayOf(options) };
  const lines: CountedBalance<Entry>[] = [];
  const missing: MissingBalance<Entry>[] = [];
  const sums = new Map<string, Rational>();

  for (const entry of entries) {
    const { counted, uncounted } = countedBalances(entry.balances ?? []);
    if (counted.length + uncounted.length === 0) missing.push(missed(entry, "no_balance"));
    for (const { balanceAmount } of uncounted) missing.push(missed(entry, "no_balance", balanceAmount));
    for (const balance of counted) {
      const line = count(entry, balance, place);
      if ("reason" in line) missing.push(line);
      else {
        lines.push(line);
        const { amount, currency } = line.amount;
        sums.set(currency, add(sums.get(currency) ?? zero, parseDecimal(amount)!));
      }
    }
  }

  const byCurrency = [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ amount: formatDecimal(sum, digitsOf(currency)), currency }));
  const rest = { lines, missing, byCurrency, failures: sheet.failures };
  if (lines.length === 0) return { outcome: "none", ...rest };
  const total = toMoney(roundHalfEven(inBase(sums, place), digits), options.base);
  return { outcome: missing.length === 0 ? "complete" : "partial", total, ...rest };
}

interface Place {
  readonly sheet: RateSheet;
  readonly base: string;
  readonly digits: number;
  readonly today: string;
}

function count<Entry>(
  entry: Entry,
  { balanceAmount: amount, balanceType }: Balance,
  { sheet, base, digits, today }: Place,
): CountedBalance<Entry> | MissingBalance<Entry> {
  const value = parseDecimal(amount.amount);
  if (value === undefined) return missed(entry, "bad_amount", amount);
  if (minorDigits(amount.currency) === undefined) return missed(entry, "unknown_currency", amount);
  const found = findRate(sheet, { from: amount.currency, to: base, today });
  if (found.outcome === "no_rate") return missed(entry, "no_rate", amount);
  if (found.outcome === "stale_rate") return missed(entry, "stale_rate", amount, found.legs);
  const { legs, freshness } = found;
  const converted = toMoney(roundHalfEven(applyLegs(value, legs), digits), base);
  return { entry, balanceType, amount, converted, legs, freshness };
}

function missed<Entry>(
  entry: Entry,
  reason: MissingBalance<Entry>["reason"],
  amount?: Money,
  legs: readonly RateLeg[] = [],
): MissingBalance<Entry> {
  return { entry, reason, amount, legs };
}

/** Each currency's sum is converted once, so that nothing is rounded on the way. */
function inBase(sums: ReadonlyMap<string, Rational>, { sheet, base, today }: Place): Rational {
  return [...sums].reduce((total, [from, sum]) => {
    const found = findRate(sheet, { from, to: base, today });
    return found.outcome === "found" ? add(total, applyLegs(sum, found.legs)) : total;
  }, zero);
}
