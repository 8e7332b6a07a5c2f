import { combineRates } from "../patterns/currency/combine-rates.ts";
import { ecbRates } from "../patterns/currency/ecb-rates.ts";
import { jsonRates } from "../patterns/currency/json-rates.ts";
import type { RateSource } from "../patterns/currency/rate-table.ts";
import type { Clock } from "../patterns/time.ts";

/** A day's file in the form that the ECB publishes; Tuesday 24 November 2026 unless said otherwise. */
export function ecbFile(
  rates: Readonly<Record<string, string>> = { USD: "1.0843", GBP: "0.83215", RON: "5.0912" },
  date = "2026-11-24",
): string {
  const lines = Object.entries(rates).map(([currency, rate]) => `\t\t\t<Cube currency='${currency}' rate='${rate}'/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
\t<gesmes:subject>Reference rates</gesmes:subject>
\t<gesmes:Sender>
\t\t<gesmes:name>European Central Bank</gesmes:name>
\t</gesmes:Sender>
\t<Cube>
\t\t<Cube time='${date}'>
${lines.join("\n")}
\t\t</Cube>
\t</Cube>
</gesmes:Envelope>
`;
}

export const georgianFile = {
  source: "National Bank of Georgia",
  base: "GEL",
  direction: "quote_to_base",
  date: "2026-11-24",
  rates: { EUR: "3.1512", USD: "2.9061" },
};

/** Both central banks, as of one clock. */
export function bothRates(clock: Clock): RateSource {
  return combineRates(
    ecbRates({ readText: async () => ecbFile(), clock }),
    jsonRates({ source: georgianFile.source, readText: async () => JSON.stringify(georgianFile), clock }),
  );
}
