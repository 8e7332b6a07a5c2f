// What a user's accounts hold together in one currency: by the ECB's rates, and for lari by a file of Georgia's.
import {
  combineRates,
  ecbRates,
  formatMoney,
  jsonRates,
  totalBalances,
  type RateSource,
  type ReadText,
  type WithBalances,
} from "@tallystick/tpp";
import { textFromFile } from "@tallystick/tpp/node";

/** One for the whole program: each file is read once an hour. Without `readText` the ECB's own address is read. */
export function openRates(georgianFile: string, readText?: ReadText): RateSource {
  const georgia = jsonRates({ source: "National Bank of Georgia", readText: textFromFile(georgianFile) });
  return combineRates(ecbRates(readText === undefined ? {} : { readText }), georgia);
}

export async function worth(accounts: readonly WithBalances[], rates: RateSource, locale: string): Promise<string> {
  const totals = await totalBalances(accounts, { base: "EUR", rates });
  const left = totals.missing.map(({ reason, amount }) => `${amount?.amount} ${amount?.currency}: ${reason}`);
  const sum = totals.outcome === "none" ? "no total" : formatMoney(totals.total, locale);
  return [sum, ...left].join(", without ");
}
