import { businessDay } from "@tallystick/xs2a";
import type { Clock } from "../time.ts";
import { parseEcbFile } from "./ecb-file.ts";
import { createFileSource, type ReadText } from "./file-source.ts";
import { laterDay, type RateSource } from "./rate-table.ts";
import { textFromAddress } from "./text-from-address.ts";

/** Where the ECB publishes its reference rates, around 16:00 of Frankfurt on each business day of TARGET. */
export const ecbAddress = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml";

export interface EcbRatesOptions {
  /** Default `textFromAddress(ecbAddress)`. */
  readonly readText?: ReadText;
  readonly clock?: Clock;
}

/**
 * The ECB's euro reference rates, read once an hour. About 30 currencies; GEL is not among them, see `combineRates`. Rates
 * of a day are current through the next business day of TARGET, in the course of which the next ones are published: over a
 * weekend and holidays, those of the last business day hold.
 */
export function ecbRates({ readText = textFromAddress(ecbAddress), clock }: EcbRatesOptions = {}): RateSource {
  const source = "European Central Bank";
  return createFileSource({
    source,
    readText,
    clock,
    parse: (text) => {
      const day = parseEcbFile(text);
      if (typeof day === "string") return day;
      const next = businessDay(laterDay(day.date, 1), "following") ?? "9999-12-31";
      return { source, base: "EUR", direction: "base_to_quote", ...day, currentThrough: next };
    },
  });
}
