/** Proves row P6: each column of a payment either is part of what the PSU signs, or is listed here as what cannot be. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Standing } from "@tallystick/xs2a";
import { initiateAs, sampleBulk, samplePayment, samplePeriodic } from "../../testing/payments.ts";
import { openTestBank, type TestBank } from "../../testing/test-bank.ts";
import { cancellationHashOf, linkHashOf } from "./link-hash.ts";
import { loadPayment, type PaymentRow } from "./store.ts";

let bank: TestBank;
before(async () => {
  bank = await openTestBank();
});
after(() => bank.close());

/** What the bank itself writes, and whom the payment came from. */
const unsigned: ReadonlySet<string> = new Set([
  "tpp_id",
  "tpp_name",
  "service",
  "status",
  "status_reason",
  // What is executed is made from the columns; the body is only given back to the TPP.
  "body",
  "debtor_chosen",
  "psu_id",
  "authorised_hash",
  "signatures_needed",
  "funds_available",
  "redirect_uri",
  "nok_redirect_uri",
  "created_at",
  "expires_at",
  "changed_at",
]);

async function stored(body: object, service: "payments" | "bulk-payments" | "periodic-payments"): Promise<PaymentRow> {
  const { paymentId } = await initiateAs(bank, { body, service });
  const row = await loadPayment(bank.database.db, paymentId);
  assert.ok(row);
  return row;
}

const other = (value: unknown): unknown => {
  if (value instanceof Date) return new Date(value.getTime() + 1);
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  return `${typeof value === "string" ? value : ""}1`;
};

test("P6: every column of a single payment is signed, or named as one that is not", async () => {
  const row = await stored(samplePayment, "payments");
  for (const column of Object.keys(row) as (keyof PaymentRow)[]) {
    if (column === "items" || column === "standing") continue;
    const changed = { ...row, [column]: column === "requested_execution_time" ? new Date() : other(row[column]) };
    assert.equal(linkHashOf(changed) === linkHashOf(row), unsigned.has(column), column);
  }
});

test("P6: every member of every order of a bulk is signed, and so are their number and order", async () => {
  const row = await stored(sampleBulk(3, { batchBookingPreferred: false }), "bulk-payments");
  const { items } = row;
  assert.ok(items?.length === 3);
  const hashOf = (changed: PaymentRow["items"]) => linkHashOf({ ...row, items: changed });
  for (const [index, item] of items.entries()) {
    for (const member of Object.keys(item) as (keyof typeof item)[]) {
      const changed = items.map((one, at) => (at === index ? { ...one, [member]: other(one[member]) } : one));
      assert.notEqual(hashOf(changed), linkHashOf(row), `${index} ${member}`);
    }
  }
  assert.notEqual(hashOf(items.slice(1)), linkHashOf(row));
  assert.notEqual(hashOf(items.toReversed()), linkHashOf(row));
  assert.notEqual(hashOf(null), linkHashOf(row));
});

test("P6: every member of a schedule is signed", async () => {
  const now = bank.clock.now();
  const whole: Required<Standing> = {
    startDate: new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10),
    endDate: new Date(now.getTime() + 900 * 86_400_000).toISOString().slice(0, 10),
    executionRule: "following",
    frequency: "MonthlyVariable",
    dayOfExecution: "5",
    monthsOfExecution: ["1", "2"],
  };
  const row = await stored(samplePeriodic(whole), "periodic-payments");
  for (const member of Object.keys(whole) as (keyof Standing)[]) {
    const standing = { ...whole, [member]: member === "monthsOfExecution" ? ["1"] : other(whole[member]) } as Standing;
    assert.notEqual(linkHashOf({ ...row, standing }), linkHashOf(row), member);
  }
  assert.notEqual(linkHashOf({ ...row, standing: null }), linkHashOf(row));
});

test("P6: a cancellation is signed for itself, and over the whole payment", async () => {
  const row = await stored(sampleBulk(2), "bulk-payments");
  assert.notEqual(cancellationHashOf(row), linkHashOf(row));
  assert.notEqual(cancellationHashOf({ ...row, items: null }), cancellationHashOf(row));
});
