// Proves that what cannot be asked is named before anything is sent, always by a BankError.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createBankClient, type BankClient } from "./bank-client.ts";
import { BankError } from "./bank-error.ts";

const baseUrl = "https://bank.example";
const psu = { ipAddress: "203.0.113.7" };
const redirectUri = "https://tpp.example/back";
const consent = {
  access: {},
  recurringIndicator: true,
  validUntil: "2027-01-31",
  frequencyPerDay: 4,
  psu,
  redirectUri,
};
const circle: Record<string, unknown> = {};
circle["again"] = circle;
const payment = (payment: object) => ({ payment, psuIpAddress: "203.0.113.7", redirectUri });
const report = (client: BankClient, more: object) =>
  Array.fromAsync(client.transactions({ consentId: "c1", accountId: "r1", ...more } as never));

const rows: [string, string, (client: BankClient) => Promise<unknown>][] = [
  ["no input", "input", (client) => client.listAccounts(undefined as never)],
  ["no input of a report", "input", (client) => Array.fromAsync(client.cardTransactions(undefined as never))],
  ["a PSU that is null", "psu", (client) => client.listAccounts({ consentId: "c1", psu: null as never })],
  [
    "a token that is no text",
    "accessToken",
    (client) => client.listAccounts({ consentId: "c1", accessToken: null as never }),
  ],
  ["an empty request id", "requestId", (client) => client.listAccounts({ consentId: "c1", requestId: "" })],
  ["a request id that is no UUID", "requestId", (client) => report(client, { requestId: "1" })],
  ["a consent's id that is no text", "consent-id", (client) => client.listAccounts({ consentId: 5 as never })],
  ["a word for a day", "validUntil", (client) => client.createConsent({ ...consent, validUntil: "yesterday" })],
  ["fewer than no reads", "frequencyPerDay", (client) => client.createConsent({ ...consent, frequencyPerDay: -1 })],
  [
    "reads that are no number",
    "frequencyPerDay",
    (client) => client.createConsent({ ...consent, frequencyPerDay: Number.NaN }),
  ],
  ["a month too many", "dateFrom", (client) => report(client, { dateFrom: "2026-13-01" })],
  ["a day that is a number", "dateFrom", (client) => report(client, { dateFrom: 5 })],
  ["no such day", "dateTo", (client) => report(client, { dateTo: "2026-02-30" })],
  ["fewer than no entries", "itemsPerPage", (client) => report(client, { itemsPerPage: -3 })],
  [
    "a bigint in a payment",
    "amount",
    (client) => client.initiatePayment(payment({ instructedAmount: { amount: 5n } }) as never),
  ],
  ["a payment in a circle", "again", (client) => client.initiatePayment(payment(circle) as never)],
];
for (const [what, path, call] of rows) {
  test(`${what} is bad input, and is not sent`, async () => {
    let sent = 0;
    let taken = 0;
    const client = createBankClient({
      baseUrl,
      request: async () => {
        sent += 1;
        throw new Error("sent");
      },
      readQuota: { take: async () => (taken += 1) > 0 },
    });
    const error: unknown = await call(client).catch((caught: unknown) => caught);
    assert.ok(error instanceof BankError, String(error));
    assert.deepEqual([error.code, error.path, error.outcome, error.retryable], ["bad_input", path, "not_sent", false]);
    assert.equal(sent, 0);
    if (path !== "consent-id") assert.equal(taken, 0, "a read that is not made is not counted");
  });
}

test("a client is not made with options that cannot be used", () => {
  const make = (more: object) => () => createBankClient({ baseUrl, request: async () => assert.fail(), ...more });
  for (const wrong of ["", "bank.example", "ftp://bank.example", undefined])
    assert.throws(make({ baseUrl: wrong }), { name: "TypeError", message: /^baseUrl / });
  for (const maximumPages of [Number.NaN, 0, -1, 1.5])
    assert.throws(make({ maximumPages }), { name: "TypeError", message: /^maximumPages / });
});
