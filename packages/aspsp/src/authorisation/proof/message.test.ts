/** Proves what a code's message says: what it is for, of which accounts and when, short enough for a telephone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConsentDisplay, PaymentDisplay } from "../subject.ts";
import { codeText, pushText } from "./message.ts";

const tppName = "Test TPP";
const payment: PaymentDisplay = {
  shows: "payment",
  isCancellation: false,
  amount: "12.50",
  currency: "RON",
  creditorName: "Shop",
  creditorIban: "RO10RZBR0000069999999970",
};
const consent: ConsentDisplay = {
  shows: "consent",
  kind: "dedicated",
  accounts: [{ iban: "RO03RZBR0000069999999999", balances: true, transactions: false }],
  balances: true,
  transactions: false,
  ownerName: false,
  recurring: true,
  validUntil: "2027-01-31",
  frequencyPerDay: 4,
};

const purposeOf = (display: PaymentDisplay | ConsentDisplay, timeZone?: string) =>
  /^1234567 is your code to (.*)\. Never tell it to anybody\.$/.exec(
    codeText({ display, tppName }, "1234567", timeZone),
  )?.[1];

const toShop = "12.50 RON to Shop, RO10RZBR0000069999999970";

test("P7: a payment's message says amount, payee and the day that it is for, as the bank's clocks say", () => {
  assert.equal(purposeOf(payment), `pay ${toShop}`);
  assert.equal(purposeOf({ ...payment, requestedExecutionDate: "2026-12-01" }), `pay ${toShop}, on 2026-12-01`);
  const requestedExecutionTime = new Date("2026-12-01T23:30:00Z");
  assert.equal(purposeOf({ ...payment, requestedExecutionTime }, "Europe/Bucharest"), `pay ${toShop}, on 2026-12-02`);
});

test("P7: a standing order's message says how often, on which day and until when", () => {
  const standing = {
    frequency: "Monthly",
    startDate: "2026-12-01",
    endDate: "2027-12-01",
    dayOfExecution: "5",
  } as const;
  const days = "every month, day: 5 of the month, from 2026-12-01 until 2027-12-01";
  assert.equal(purposeOf({ ...payment, standing }), `set up a standing order of ${toShop}, ${days}`);
  assert.equal(
    pushText({ display: { ...payment, standing, isCancellation: true }, tppName }),
    `Cancel the standing order of ${toShop}, ${days}?`,
  );
});

test("who signs before others signs, and only the last one pays", () => {
  const first = { ...payment, signatures: { needed: 2, given: 0 } };
  const last = { ...payment, signatures: { needed: 2, given: 1 } };
  assert.equal(purposeOf(first), `sign paying ${toShop}`);
  assert.equal(pushText({ display: first, tppName }), `Sign paying ${toShop}?`);
  assert.equal(purposeOf(last), `pay ${toShop}`);
  assert.equal(pushText({ display: last, tppName }), `Approve paying ${toShop}?`);
});

test("P7: a consent's message says what is seen, of which accounts by their last digits, and how long", () => {
  const account = consent.accounts[0]!;
  assert.equal(purposeOf(consent), "let Test TPP see balances of your account ending in 9999 until 2027-01-31");
  const many = { ...consent, transactions: true, recurring: false, accounts: Array.from({ length: 5 }, () => account) };
  assert.equal(
    purposeOf(many),
    "let Test TPP see balances and transactions of your accounts ending in 9999, 9999, 9999 and 2 more once",
  );
  const list = { ...consent, kind: "availableAccounts", accounts: [], balances: false } as const;
  assert.equal(purposeOf(list), "let Test TPP see the list of all your accounts until 2027-01-31");
  const funds = { ...consent, kind: "funds", balances: false, validUntil: "9999-12-31" } as const;
  assert.equal(
    purposeOf(funds),
    "let Test TPP ask whether a sum is available on your account ending in 9999 until you end it",
  );
});

test("with a name as long as names may be it stays within 300 characters", () => {
  const long = { ...payment, amount: "99999999999.99", creditorName: "x".repeat(70) };
  const standing = {
    frequency: "EveryTwoMonths",
    startDate: "2026-12-01",
    endDate: "2027-12-01",
    dayOfExecution: "31",
  } as const;
  const text = codeText({ display: { ...long, standing, signatures: { needed: 2, given: 0 } }, tppName }, "1234567");
  assert.ok(text.length <= 300, String(text.length));
});
