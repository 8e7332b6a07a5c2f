import type { Clock } from "../time.ts";
import { createFileSource, type ReadText } from "./file-source.ts";
import { checkDay, checkRate, isCurrency, laterDay, type RateSource, type RateTable } from "./rate-table.ts";

export interface JsonRatesOptions {
  /** Who publishes the rates, for provenance; the file says so too. */
  readonly source: string;
  readonly readText: ReadText;
  /** For how many days after theirs the rates are current; default 4, which bridges a weekend and a holiday beside it. */
  readonly maxAgeDays?: number;
  readonly clock?: Clock;
}

/**
 * Rates from a JSON file, for what the ECB does not quote, read once an hour:
 *
 *     { "source": "National Bank of Georgia", "base": "GEL", "direction": "quote_to_base",
 *       "date": "2026-11-24", "rates": { "EUR": "3.1512" } }
 *
 * Rates are texts, for one unit: a JSON number would be a float. Directions are those of `RateTable`.
 */
export function jsonRates({ source, readText, maxAgeDays = 4, clock }: JsonRatesOptions): RateSource {
  if (!Number.isInteger(maxAgeDays) || maxAgeDays < 0) throw new RangeError("maxAgeDays: a whole number from 0 on");
  return createFileSource({ source, readText, clock, parse: (text) => parse(text, source, maxAgeDays) });
}

function parse(text: string, source: string, maxAgeDays: number): RateTable | string {
  let file: Readonly<Record<string, unknown>>;
  try {
    file = JSON.parse(text) as typeof file;
  } catch {
    return "no JSON";
  }
  if (!isObject(file)) return "no JSON object";
  const { base, direction, date, rates } = file;
  if (file["source"] !== source) return `source is not ${source}`;
  if (!isCurrency(base)) return "base is no currency code";
  if (direction !== "base_to_quote" && direction !== "quote_to_base")
    return "direction: base_to_quote or quote_to_base";
  if (!checkDay(date)) return "date is no date";
  if (!isObject(rates)) return "rates is no object";
  const entries = Object.entries(rates);
  const wrong = entries.map(([currency, rate]) => checkRate(currency, rate)).find((reason) => reason !== undefined);
  if (wrong !== undefined) return `rates: ${wrong}`;
  if (entries.length === 0) return "rates has none";
  const currentThrough = laterDay(date, maxAgeDays);
  return { source, base, direction, date, currentThrough, rates: new Map(entries as [string, string][]) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
