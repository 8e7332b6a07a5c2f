import assert from "node:assert/strict";
import { test } from "node:test";
import { payersKey } from "./balances.ts";
import type { ContractSubject, Current } from "./subject.ts";

/** What a bank may have none of: pending entries, standing orders, cards. */
export function testOptionalData(current: Current): void {
  test("pending entries have no day of booking, and a day that none has is empty", async () => {
    const subject = current();
    const { key } = await payersKey(subject);
    const query = { ...key, status: "pending", limit: 100 } as const;
    const page = await subject.spi.transactions(query);
    assert.ok(page && page.unknownEntry === undefined);
    for (const { bookingDate, currency } of page.entries) {
      assert.equal(bookingDate, undefined);
      assert.match(currency, /^[A-Z]{3}$/);
    }
    assert.deepEqual((await subject.spi.transactions({ ...query, from: "9999-01-01" }))?.entries, []);
  });

  test("standing orders have an amount above zero, a payee and distinct ids", async () => {
    const subject = current();
    const { currency, key } = await payersKey(subject);
    const orders = (await subject.spi.standingOrders(key)) ?? [];
    assert.equal(new Set(orders.map(({ transactionId }) => transactionId)).size, orders.length);
    for (const order of orders) {
      assert.ok(order.amount > 0n && order.currency === currency);
      assert.ok((order.creditor.name ?? order.creditor.iban ?? "") !== "");
      assert.match(order.startDate, /^\d{4}-\d{2}-\d{2}$/);
    }
  });

  test("card accounts belong to one PSU, hide their number and are no payment accounts", async (t) => {
    const subject = current();
    const { spi } = subject;
    const { key } = await payersKey(subject);
    assert.deepEqual(await spi.cardAccounts("no such psu"), []);
    const cards = await spi.cardAccounts(key.psuId);
    if (cards.length === 0) return t.skip("the payer has no card account");
    for (const { accountId, maskedPan } of cards) {
      const of = { psuId: key.psuId, accountId };
      assert.match(maskedPan, /^[\dX*]+$/);
      assert.ok(maskedPan.replaceAll(/\D/g, "").length <= 10, "most of the number is hidden");
      assert.ok((await spi.cardBalances(of))?.length);
      assert.equal(await spi.balances(of), undefined);
      assert.equal(await spi.transactions({ ...of, status: "booked", limit: 1 }), undefined);
      await assertCardPages(subject, of);
    }
    assert.equal(await spi.cardBalances(key), undefined);
    assert.equal(await spi.cardTransactions({ ...key, status: "booked", limit: 1 }), undefined);
  });
}

async function assertCardPages({ spi }: ContractSubject, of: { psuId: string; accountId: string }): Promise<void> {
  const query = { ...of, status: "booked" } as const;
  const all = (await spi.cardTransactions({ ...query, limit: 1_000 }))?.entries ?? [];
  const dates = all.map(({ bookingDate }) => bookingDate ?? "");
  assert.deepEqual(dates, dates.toSorted().toReversed());
  const paged: unknown[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await spi.cardTransactions({ ...query, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    paged.push(...(page?.entries ?? []));
    cursor = page?.next;
    if (cursor === undefined) break;
  }
  assert.deepEqual(paged, all);
  const pending = (await spi.cardTransactions({ ...of, status: "pending", limit: 100 }))?.entries ?? [];
  assert.ok(pending.every(({ bookingDate }) => bookingDate === undefined));
  const unknown = await spi.cardTransactions({ ...query, limit: 10, afterEntry: "no such entry" });
  assert.deepEqual([unknown?.entries, unknown?.unknownEntry], [[], true]);
}
