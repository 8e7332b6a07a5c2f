// Runs the example on today's files: lari and dollars are counted, hryvnias named.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openRates, worth } from "./currency.ts";

test("the example adds up what it can and names the rest", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tpp-currency-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const today = new Date().toISOString().slice(0, 10);
  const georgia = { source: "National Bank of Georgia", base: "GEL", direction: "quote_to_base", date: today };
  await writeFile(join(folder, "nbg.json"), JSON.stringify({ ...georgia, rates: { EUR: "3.1512" } }));
  const ecb = `<Envelope><Cube><Cube time='${today}'><Cube currency='USD' rate='1.0843'/></Cube></Cube></Envelope>`;
  const rates = openRates(join(folder, "nbg.json"), async () => ecb);

  const account = (amount: string, currency: string) => ({
    balances: [{ balanceType: "interimAvailable" as const, balanceAmount: { amount, currency } }],
  });
  const accounts = [account("1000000.00", "EUR"), account("108.43", "USD"), account("31.51", "GEL")];
  const shown = await worth([...accounts, account("5.00", "UAH")], rates, "de-DE");
  assert.equal(shown.replace("\u00A0", " "), "1.000.110,00 €, without 5.00 UAH: no_rate");
});
