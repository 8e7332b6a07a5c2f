import type { RateSource } from "./rate-table.ts";

/**
 * Several sources as one. A conversion takes the shortest way through their tables, of two equal ones that of the source
 * named first, and says which it took. A source that fails leaves the others, and stands in `failures`.
 */
export function combineRates(...sources: readonly RateSource[]): RateSource {
  return {
    async read() {
      const sheets = await Promise.all(sources.map((source) => source.read()));
      return {
        tables: sheets.flatMap(({ tables }) => tables),
        failures: sheets.flatMap(({ failures }) => failures),
      };
    },
  };
}
