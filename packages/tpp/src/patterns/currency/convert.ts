import { dateOf, minorDigits, toMoney, type Money } from "@tallystick/xs2a";
import { systemClock, type Clock } from "../time.ts";
import { divide, multiply, parseDecimal, roundHalfEven, type Rational } from "./rational.ts";
import type { RateError, RateSheet, RateSource, RateTable } from "./rate-table.ts";

/** One published rate that a conversion used. */
export interface RateLeg {
  readonly from: string;
  readonly to: string;
  /** As published; the amount was multiplied with it, or divided by it. */
  readonly rate: string;
  readonly by: "multiplied" | "divided";
  readonly date: string;
  readonly source: string;
}

/** `today`: of today. `carried`: of an earlier day, and there is none newer yet (weekend, holiday, before publication). */
export type Freshness = "today" | "carried";

export type Conversion =
  | {
      readonly outcome: "converted";
      readonly from: Money;
      /** Rounded half to even, in minor units of its currency. */
      readonly to: Money;
      /** None when the currency is the same. */
      readonly legs: readonly RateLeg[];
      readonly freshness: Freshness;
    }
  /** There is a rate, and a newer one should exist. */
  | { readonly outcome: "stale_rate"; readonly from: Money; readonly legs: readonly RateLeg[] }
  /** No source quotes it; `failures` are those that could not be asked. */
  | { readonly outcome: "no_rate"; readonly from: Money; readonly failures: readonly RateError[] }
  | { readonly outcome: "bad_amount"; readonly from: Money }
  /** Not a currency of ISO 4217. */
  | { readonly outcome: "unknown_currency"; readonly from: Money };

export interface ConvertOptions {
  readonly rates: RateSource;
  readonly clock?: Clock;
  /** Where "today" is; default Europe/Berlin, the ECB's. */
  readonly timeZone?: string;
}

/** An amount in another currency, exactly calculated and rounded once. Throws RangeError when `to` is no currency. */
export async function convertMoney(from: Money, to: string, options: ConvertOptions): Promise<Conversion> {
  const digits = digitsOf(to);
  const amount = parseDecimal(from.amount);
  if (amount === undefined) return { outcome: "bad_amount", from };
  if (minorDigits(from.currency) === undefined) return { outcome: "unknown_currency", from };
  const sheet = from.currency === to ? noRates : await options.rates.read();
  const found = findRate(sheet, { from: from.currency, to, today: todayOf(options) });
  if (found.outcome === "no_rate") return { ...found, from, failures: sheet.failures };
  if (found.outcome === "stale_rate") return { ...found, from };
  const minor = roundHalfEven(applyLegs(amount, found.legs), digits);
  return { outcome: "converted", from, to: toMoney(minor, to), legs: found.legs, freshness: found.freshness };
}

export const noRates: RateSheet = { tables: [], failures: [] };

export function digitsOf(currency: string): number {
  const digits = minorDigits(currency);
  if (digits === undefined) throw new RangeError(`not a currency of ISO 4217: ${currency}`);
  return digits;
}

export function todayOf({ clock = systemClock, timeZone = "Europe/Berlin" }: Omit<ConvertOptions, "rates">): string {
  return dateOf(clock.now(), timeZone);
}

export type FoundRate =
  | { readonly outcome: "found"; readonly legs: readonly RateLeg[]; readonly freshness: Freshness }
  | { readonly outcome: "stale_rate"; readonly legs: readonly RateLeg[] }
  | { readonly outcome: "no_rate" };

interface Sought {
  readonly from: string;
  readonly to: string;
  /** YYYY-MM-DD */
  readonly today: string;
}

/** The way from one currency to the other, by rates that are current if there is one, else by stale ones. */
export function findRate({ tables }: RateSheet, { from, to, today }: Sought): FoundRate {
  const current = tables.filter(({ currentThrough }) => currentThrough >= today);
  const legs = shortestWay(current, from, to);
  if (legs !== undefined) {
    const carried = legs.some(({ date }) => date < today);
    return { outcome: "found", legs, freshness: carried ? "carried" : "today" };
  }
  const stale = shortestWay(tables, from, to);
  return stale === undefined ? { outcome: "no_rate" } : { outcome: "stale_rate", legs: stale };
}

/** Breadth first, so that the fewest published rates are used. */
function shortestWay(tables: readonly RateTable[], from: string, to: string): RateLeg[] | undefined {
  const ways = new Map<string, RateLeg[]>([[from, []]]);
  for (const [currency, way] of ways) {
    if (currency === to) return way;
    for (const leg of tables.flatMap((table) => legsFrom(table, currency))) {
      if (!ways.has(leg.to)) ways.set(leg.to, [...way, leg]);
    }
  }
  return undefined;
}

function legsFrom({ base, direction, date, source, rates }: RateTable, currency: string): RateLeg[] {
  const multiplies = direction === "base_to_quote";
  if (currency === base) {
    const by = multiplies ? "multiplied" : "divided";
    return [...rates].map(([to, rate]) => ({ from: base, to, rate, by, date, source }));
  }
  const rate = rates.get(currency);
  return rate === undefined
    ? []
    : [{ from: currency, to: base, rate, by: multiplies ? "divided" : "multiplied", date, source }];
}

export function applyLegs(amount: Rational, legs: readonly RateLeg[]): Rational {
  return legs.reduce(
    (sum, { rate, by }) => (by === "multiplied" ? multiply : divide)(sum, parseDecimal(rate)!),
    amount,
  );
}
