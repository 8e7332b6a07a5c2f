import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { AccountKey, AccountTransaction, TransactionQuery } from "../account-data.ts";
import { payersKey } from "./balances.ts";
import { orderOf, type ContractSubject, type Current } from "./subject.ts";

/** Booked entries: what they say, and how they are paged. */
export function testEntries(current: Current): void {
  test("a payment that has settled is the newest entry, by amount, other party and texts, and is found by its id", async () => {
    const subject = current();
    const { currency, key } = await payersKey(subject);
    const endToEndId = randomUUID().slice(0, 20);
    const order = { ...(await orderOf(subject, 11n)), endToEndId };
    await settle(subject, order);
    const [entry] = await entriesOf(subject, { ...key, status: "booked", limit: 1 }, 1);
    assert.ok(
      entry?.transactionId !== undefined && entry.entryReference !== undefined && entry.bookingDate !== undefined,
    );
    assert.ok(entry.entryReference.length <= 35);
    assert.match(entry.bookingDate, /^\d{4}-\d{2}-\d{2}$/);
    const { amount, creditor, debtor, remittance } = entry;
    assert.deepEqual(
      [amount, entry.currency, entry.endToEndId, remittance],
      [-11n, currency, endToEndId, order.remittance],
    );
    assert.deepEqual([creditor?.iban, creditor?.name, debtor], [order.creditor.iban, order.creditor.name, undefined]);
    const found = await subject.spi.transaction({ ...key, transactionId: entry.transactionId });
    assert.deepEqual(found, entry);
  });

  test("pages of every size give the same entries, newest first, none twice, none left out", async () => {
    const subject = current();
    const { key } = await payersKey(subject);
    for (let count = 0; count < 5; count++) await settle(subject, await orderOf(subject, 3n));
    const all = await entriesOf(subject, { ...key, status: "booked", limit: 1_000 });
    const dates = all.map(({ bookingDate }) => bookingDate ?? "");
    assert.deepEqual(dates, dates.toSorted().toReversed());
    assert.equal(new Set(all.map(({ entryReference }) => entryReference)).size, all.length);
    for (const limit of [1, 2, all.length]) {
      const paged = await entriesOf(subject, { ...key, status: "booked", limit }, 40);
      assert.deepEqual(paged, all.slice(0, paged.length), `pages of ${limit}`);
    }
  });

  test("what is booked while somebody pages neither shifts, repeats nor hides an entry", async () => {
    const subject = current();
    const { key } = await payersKey(subject);
    for (let count = 0; count < 4; count++) await settle(subject, await orderOf(subject, 3n));
    const query = { ...key, status: "booked", limit: 2 } as const;
    const before = await entriesOf(subject, { ...query, limit: 1_000 });
    const first = await subject.spi.transactions(query);
    const seen = [...(first?.entries ?? [])];
    let cursor = first?.next;
    while (cursor !== undefined && seen.length < Math.min(before.length, 12)) {
      assert.match(cursor, /^[\w.-]{1,200}$/);
      const [page] = await Promise.all([
        subject.spi.transactions({ ...query, cursor }),
        settle(subject, await orderOf(subject, 2n)),
      ]);
      seen.push(...(page?.entries ?? []));
      cursor = page?.next;
    }
    assert.deepEqual(seen, before.slice(0, seen.length));
  });
}

/** Entries of some days, and those that are new since one of them. */
export function testSelections(current: Current): void {
  test("a range of days holds its first and its last day, and no other", async () => {
    const subject = current();
    const { key } = await payersKey(subject);
    await settle(subject, await orderOf(subject, 3n));
    const all = await entriesOf(subject, { ...key, status: "booked", limit: 1_000 });
    const days = [...new Set(all.map(({ bookingDate }) => bookingDate ?? ""))];
    const [to, from] = [days[0] ?? "", days.at(-1) ?? ""];
    const read = (range: Partial<TransactionQuery>) =>
      entriesOf(subject, { ...key, status: "booked", limit: 1_000, ...range });
    assert.deepEqual(await read({ from, to }), all);
    assert.deepEqual(
      await read({ from: to }),
      all.filter(({ bookingDate }) => bookingDate === to),
    );
    assert.deepEqual(
      await read({ to: from }),
      all.filter(({ bookingDate }) => bookingDate === from),
    );
    assert.deepEqual(await read({ from: "9999-01-01" }), []);
    assert.deepEqual(await read({ to: "0001-01-01" }), []);
  });

  test("a delta has what was booked after the named entry; an entry that the account does not have is told", async () => {
    const subject = current();
    const { key } = await payersKey(subject);
    await settle(subject, await orderOf(subject, 3n));
    const query = { ...key, status: "booked", limit: 1_000 } as const;
    const [newest] = await entriesOf(subject, { ...query, limit: 1 }, 1);
    const afterEntry = newest?.entryReference ?? "";
    assert.deepEqual(await entriesOf(subject, { ...query, afterEntry }), []);
    for (let count = 0; count < 3; count++) await settle(subject, await orderOf(subject, 3n));
    const later = await entriesOf(subject, { ...query, limit: 3 }, 3);
    assert.deepEqual(await entriesOf(subject, { ...query, afterEntry }), later);
    assert.deepEqual(await entriesOf(subject, { ...query, afterEntry, limit: 1 }), later);
    for (const unknown of ["no such entry", "0", "999999999999", ...(await entriesOfTheStranger(subject))]) {
      const page = await subject.spi.transactions({ ...query, afterEntry: unknown });
      assert.deepEqual([page?.entries, page?.unknownEntry, page?.next], [[], true, undefined], unknown);
    }
  });
}

/** Books a payment; a bank that settles later has to have done it when asked again. */
async function settle(
  { spi }: ContractSubject,
  order: Parameters<ContractSubject["spi"]["execute"]>[0],
): Promise<void> {
  const { status } = await spi.execute(order);
  assert.equal(status, "ACSC", "account data is tested on payments that settle at once");
}

/** All entries of the query, page by page, or those of the first pages. */
async function entriesOf(
  { spi }: ContractSubject,
  query: TransactionQuery,
  most = 100_000,
): Promise<readonly AccountTransaction[]> {
  const entries: AccountTransaction[] = [];
  for (let cursor: string | undefined, pages = 0; ; pages++) {
    const page = await spi.transactions({ ...query, ...(cursor === undefined ? {} : { cursor }) });
    assert.ok(page, "the account is the PSU's");
    assert.ok(page.entries.length <= query.limit);
    entries.push(...page.entries);
    if (page.next === undefined || entries.length >= most) return entries;
    assert.ok(page.entries.length === query.limit, "only the last page is shorter");
    assert.notEqual(page.next, cursor);
    cursor = page.next;
  }
}

async function entriesOfTheStranger({ fixtures, spi }: ContractSubject): Promise<readonly string[]> {
  const psu = await spi.authenticatePsu(fixtures.stranger.login, fixtures.stranger.secret);
  const [account] = await spi.accounts(psu?.psuId ?? "");
  const key: AccountKey = { psuId: psu?.psuId ?? "", accountId: account?.accountId ?? "" };
  const page = await spi.transactions({ ...key, status: "booked", limit: 1 });
  return (page?.entries ?? []).flatMap(({ entryReference }) => entryReference ?? []);
}
