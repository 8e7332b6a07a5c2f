// Proves what docs/toolkit/first-balance.md promises: its program asks for a consent, waits until the account holder has
// given it at the bank, and prints each balance.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pkiOf, startExample, visitBank } from "./harness/example.ts";
import { openSystem, type OwnSystem } from "./harness/system.ts";

let own: OwnSystem;
before(async () => {
  own = await openSystem();
});
after(() => own.end());

test("from a certificate to the first balance", async () => {
  const baseUrl = `${own.system.addresses.banksXs2a}/rzb_ro/xs2a/berlin/1.3`;
  const example = startExample("first-balance.ts", [baseUrl, pkiOf(own)]);
  const url = await example.opened();
  await visitBank(own, { url, bankId: "rzb_ro", login: "9999999998", back: "https://localhost:3000/back" });
  const { code, lines, err } = await example.end();
  assert.deepEqual([code, err], [0, ""]);
  assert.equal(lines[1], "The consent is valid.");
  const balances = lines.slice(2);
  assert.ok(balances.length > 0);
  for (const line of balances)
    assert.match(line, /^RO03RZBR0000069999999999 Current account [a-zA-Z]+ -?\d+\.\d\d RON$/);
});
