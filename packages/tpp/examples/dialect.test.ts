// Runs the example against a bank that behaves so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { connect } from "./dialect.ts";

test("the example reads a bank of another shape as the standard has it", async () => {
  const account = { consentId: "c1", accountId: "a1" };
  let [status, body]: [number, object] = [200, {}];
  const bank = connect(async ({ url, headers }) => {
    assert.match(url, /^https:\/\/bank\.example\/xs2a\/bg13\/v1\/accounts\/a1\/transactions\?bookingStatus=booked/);
    assert.ok(headers?.["x-api-key"]);
    return { status, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) };
  });
  const transactionAmount = { currency: "EUR", amount: "-9.90" };
  const entry = { transactionAmount, bookingDate: "2026-07-01T22:30:00Z", purpose: "Rent", payee: { name: "House" } };
  body = { transactions: { booked: [entry], _links: {} } };
  const [read] = await Array.fromAsync(bank.transactions(account));
  assert.deepEqual(
    [read?.bookingDate, read?.remittanceInformationUnstructured, read?.creditorName],
    ["2026-07-02", "Rent", "House"],
  );
  [status, body] = [401, { code: "CONSENT_GONE", title: "Unauthorized" }];
  await assert.rejects(Array.fromAsync(bank.transactions(account)), { code: "CONSENT_EXPIRED" });
});
