/** Proves: the pages of a report are its history, each entry once, whatever is booked between them; a cursor serves only its own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dateOf, Xs2aError, type TransactionReport } from "@tallystick/xs2a";
import { openAccounts, ronAccount, type OpenAccounts } from "../testing/open-accounts.ts";
import { listTransactions } from "../transactions.ts";

const params = { "account-id": ronAccount.resourceId };
type Query = Record<string, string>;

const read = async ({ deps, call }: OpenAccounts, query: Query): Promise<TransactionReport> =>
  (await listTransactions(deps, call("getTransactionList", params, query))).body;

const queryOf = (href: string): Query => Object.fromEntries(new URL(href).searchParams);
const nextOf = (report: TransactionReport): Query | undefined => {
  const href = report.transactions?._links["next"]?.href;
  return href === undefined ? undefined : queryOf(href);
};

const day = (offset: number, from = Date.now()): string => dateOf(new Date(from - offset * 86_400_000));

test("A8: pages partition the history exactly, while entries are booked between them", async () => {
  const history = fc.array(fc.record({ age: fc.integer({ min: 0, max: 40 }), amount: fc.bigInt(-999n, 999n) }), {
    maxLength: 60,
  });
  const between = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 70, maxLength: 70 });
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 25 }), between, async (entries, size, arrivals) => {
      const accounts = openAccounts();
      const now = accounts.clock.now().getTime();
      const booked = entries
        .toSorted((a, b) => b.age - a.age)
        .map(({ age, amount }) => accounts.spi.book("a-ron", { bookingDate: day(age, now), amount }));
      const expected = booked.map(({ transactionId }) => transactionId).toReversed();
      const seen: (string | undefined)[] = [];
      const first = { bookingStatus: "booked", dateFrom: day(40, now), itemsPerPage: String(size) };
      for (let query: Query | undefined = first, page = 0; query !== undefined; page++) {
        const report: TransactionReport = await read(accounts, query);
        const list = report.transactions?.booked ?? [];
        assert.ok(list.length <= size);
        seen.push(...list.map(({ transactionId }) => transactionId));
        for (let n = arrivals[page] ?? 0; n > 0; n--) {
          accounts.spi.book("a-ron", { bookingDate: day(0, now), amount: 1n });
        }
        query = nextOf(report);
      }
      assert.deepEqual(seen, expected);
    }),
    { numRuns: 60 },
  );
});

function withPages(): OpenAccounts {
  const accounts = openAccounts();
  const now = accounts.clock.now().getTime();
  for (let age = 9; age >= 0; age--) accounts.spi.book("a-ron", { bookingDate: day(age, now), amount: BigInt(age) });
  return accounts;
}

const whole = { bookingStatus: "booked", dateFrom: day(60), itemsPerPage: "3" };

test("a further page is asked for as one, with the first page's period, and links back to the beginning", async () => {
  const accounts = withPages();
  const hour = accounts.clock.now().getUTCHours();
  accounts.clock.advance((23 - hour) * 3_600_000 + 30 * 60_000);
  const first = await read(accounts, whole);
  const next = nextOf(first)!;
  const { dateTo } = next;
  assert.equal(dateTo, dateOf(accounts.clock.now()));
  assert.equal(accounts.requests.at(-1)?.isFurtherPage, false);
  // The day changes between the pages, the report's last day does not.
  accounts.clock.advance(50 * 60_000);
  const second = await read(accounts, next);
  assert.equal(nextOf(second)!["dateTo"], dateTo);
  assert.equal(accounts.requests.at(-1)?.isFurtherPage, true);
  const { first: back } = second.transactions!._links;
  const { cursor: _cursor, ...sent } = next;
  assert.deepEqual(queryOf(back!.href), sent);
  assert.deepEqual((await read(accounts, sent)).transactions?.booked, first.transactions?.booked);
});

async function refusal(accounts: OpenAccounts, query: Query): Promise<string> {
  try {
    await read(accounts, query);
    return "served";
  } catch (error) {
    assert.ok(error instanceof Xs2aError, String(error));
    return `${error.status} ${error.code} ${error.path}`;
  }
}

test("B8: 10,000 changed links are refused before the consent is asked for", async () => {
  const accounts = withPages();
  const next = nextOf(await read(accounts, whole))!;
  const asked = accounts.requests.length;
  const cursor = next["cursor"]!;
  const characters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ '%;\u0000é");
  await fc.assert(
    fc.asyncProperty(
      fc.nat(cursor.length),
      fc.constantFrom(...characters),
      fc.constantFrom("replace", "insert", "cut"),
      async (at, character, how) => {
        const tail = cursor.slice(how === "insert" ? at : at + 1);
        const changed = how === "cut" ? cursor.slice(0, at) : cursor.slice(0, at) + character + tail;
        if (changed === cursor) return;
        assert.equal(await refusal(accounts, { ...next, cursor: changed }), "400 FORMAT_ERROR cursor");
      },
    ),
    { numRuns: 10_000 },
  );
  assert.equal(accounts.requests.length, asked);
});

test("B8: a cursor serves neither another query, account or consent, nor a later hour", async () => {
  const accounts = withPages();
  const next = nextOf(await read(accounts, whole))!;
  const forged = "400 FORMAT_ERROR cursor";
  for (const change of [
    { dateFrom: "2000-01-01" },
    { dateTo: day(-3) },
    { itemsPerPage: "250" },
    { bookingStatus: "both" },
    { bookingStatus: "information" },
    { entryReferenceFrom: "1" },
  ] as Query[]) {
    assert.equal(await refusal(accounts, { ...next, ...change }), forged, JSON.stringify(change));
  }
  const other = { ...ronAccount, resourceId: "0195b3c4-0000-7000-8000-000000000002" };
  accounts.give({ accounts: [other] });
  const elsewhere = accounts.call("getTransactionList", { "account-id": other.resourceId }, next);
  await assert.rejects(listTransactions(accounts.deps, elsewhere), { status: 400, path: "cursor" });
  accounts.give({ accounts: [ronAccount], consentId: "1b3dfcae-a9cc-4f3c-8b85-000000000000" });
  assert.equal(await refusal(accounts, next), forged);
  accounts.give({ consentId: "1b3dfcae-a9cc-4f3c-8b85-0123456789ab" });
  accounts.clock.advance(3_599_000);
  const later = nextOf(await read(accounts, next))!;
  accounts.clock.advance(1_000);
  // A page does not prolong the report.
  for (const old of [next, later]) assert.equal(await refusal(accounts, old), "400 RESOURCE_EXPIRED cursor");
});

test("A4: 89 and 90 days back are served, 91 are not, and a delta ends where the history does", async () => {
  const accounts = openAccounts();
  const now = accounts.clock.now().getTime();
  const ids = [91, 90, 89].map(
    (age) => accounts.spi.book("a-ron", { bookingDate: day(age, now), amount: 1n }).transactionId,
  );
  accounts.give({ historyFrom: day(90, now) });
  const served = async (query: Query): Promise<(string | undefined)[]> =>
    ((await read(accounts, query)).transactions?.booked ?? []).map(({ transactionId }) => transactionId);
  assert.deepEqual(await served({ bookingStatus: "booked", dateFrom: day(89, now) }), [ids[2]]);
  assert.deepEqual(await served({ bookingStatus: "booked", dateFrom: day(90, now) }), [ids[2], ids[1]]);
  const old = { bookingStatus: "booked", dateFrom: day(91, now) };
  assert.equal(await refusal(accounts, old), "400 PERIOD_INVALID dateFrom");
  const before = accounts.spi.book("a-ron", { bookingDate: day(120, now), amount: 1n }).entryReference!;
  accounts.spi.book("a-ron", { bookingDate: day(100, now), amount: 1n });
  const last = accounts.spi.book("a-ron", { bookingDate: day(1, now), amount: 1n }).transactionId;
  const delta = { bookingStatus: "booked", entryReferenceFrom: before, dateFrom: "2000-01-01" };
  assert.deepEqual(await served(delta), [last]);
  const paged = await read(accounts, { ...delta, entryReferenceFrom: "1", itemsPerPage: "1" });
  const onward = nextOf(paged)!;
  assert.deepEqual((await read(accounts, onward)).transactions?.booked?.length, 1);
  assert.equal(await refusal(accounts, { ...onward, dateFrom: "2000-01-01" }), "400 FORMAT_ERROR cursor");
});

test("what is pending comes whole with the first page of booked entries, or page by page alone", async () => {
  const accounts = withPages();
  const today = dateOf(accounts.clock.now());
  for (let n = 0; n < 7; n++) accounts.spi.pend("a-ron", { entryDate: today, amount: -1n });
  const first = await read(accounts, { ...whole, bookingStatus: "both" });
  assert.deepEqual([first.transactions?.booked?.length, first.transactions?.pending?.length], [3, 7]);
  const second = await read(accounts, nextOf(first)!);
  assert.deepEqual([second.transactions?.booked?.length, second.transactions?.pending], [3, undefined]);
  const sizes: number[] = [];
  for (let query: Query | undefined = { ...whole, bookingStatus: "pending" }; query !== undefined;) {
    const report: TransactionReport = await read(accounts, query);
    assert.equal(report.transactions?.booked, undefined);
    sizes.push(report.transactions?.pending?.length ?? 0);
    query = nextOf(report);
  }
  assert.deepEqual(sizes, [3, 3, 1]);
});

test("entryReferenceFrom gives what was booked after it; an unknown one is RESOURCE_UNKNOWN", async () => {
  const accounts = withPages();
  const [newest, second] = (await read(accounts, whole)).transactions!.booked!;
  const delta = await read(accounts, { bookingStatus: "both", entryReferenceFrom: second!.entryReference! });
  assert.deepEqual(delta.transactions?.booked, [newest]);
  const unknown = { bookingStatus: "booked", entryReferenceFrom: "no such entry" };
  assert.equal(await refusal(accounts, unknown), "400 RESOURCE_UNKNOWN entryReferenceFrom");
});
