import { addDays, isCalendarDate, minorDigits } from "@tallystick/xs2a";
import { parseDecimal } from "./rational.ts";

/** What one central bank has published for one day. */
export interface RateTable {
  /** Who says so, as a conversion names it: "European Central Bank". */
  readonly source: string;
  /** ISO 4217 code of the currency that all others are quoted against. */
  readonly base: string;
  /**
   * `base_to_quote`: one unit of the base is `rate` of the other currency, as the ECB publishes. `quote_to_base`: one
   * unit of the other currency is `rate` of the base, as most national central banks do.
   */
  readonly direction: "base_to_quote" | "quote_to_base";
  /** The day of the rates, YYYY-MM-DD. */
  readonly date: string;
  /** The last day on which they are the newest that there should be; from the next day on they are stale. */
  readonly currentThrough: string;
  /** ISO 4217 code → positive decimal text, as published. */
  readonly rates: ReadonlyMap<string, string>;
}

/** What sources have at the moment, and which of them had nothing or nothing newer. */
export interface RateSheet {
  readonly tables: readonly RateTable[];
  readonly failures: readonly RateError[];
}

/** Where rates come from; never rejects: what is missing stands in `failures`. */
export interface RateSource {
  read(): Promise<RateSheet>;
}

/** `unreachable`: the file could not be read. `not_understood`: it is no file of rates; the message says why. */
export type RateErrorCode = "unreachable" | "not_understood";

/** Why a source of rates has none, or none of today; it stands in `failures` and is not thrown. */
export class RateError extends Error {
  override readonly name = "RateError";
  readonly code: RateErrorCode;
  readonly source: string;

  constructor(code: RateErrorCode, source: string, message: string, cause?: unknown) {
    super(`rates of ${source}: ${message}`, cause === undefined ? {} : { cause });
    this.code = code;
    this.source = source;
  }
}

/** What a file says of one currency, checked: a text if it is wrong. */
export function checkRate(currency: string, rate: unknown): string | undefined {
  if (!/^[A-Z]{3}$/.test(currency)) return `${currency.slice(0, 20)} is no currency code`;
  const parsed = parseDecimal(rate);
  return parsed === undefined || parsed.top <= 0n ? `the rate of ${currency} is no positive decimal` : undefined;
}

export function checkDay(date: unknown): date is string {
  return isCalendarDate(date);
}

/** The day after so many; a file of the year 9999 is current for ever. */
export function laterDay(date: string, days: number): string {
  return addDays(date, days) ?? "9999-12-31";
}

export function isCurrency(code: unknown): code is string {
  return typeof code === "string" && minorDigits(code) !== undefined;
}
