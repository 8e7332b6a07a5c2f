// Proves by property that the order of an aggregation is a function of what banks hold, never of when they answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BankError } from "../../client/bank-error.ts";
import type { ReportedTransaction } from "../../client/operations/transactions.ts";
import { aggregate } from "./aggregate.ts";
import type { AggregatedTransaction, BankConnection } from "./aggregation.ts";

const dates = fc.option(fc.constantFrom("2026-11-01", "2026-11-02", "2026-11-03"), { nil: undefined });
interface Held {
  readonly bankId: string;
  readonly breaks: boolean;
  readonly accounts: readonly { readonly iban: string; readonly dates: readonly (string | undefined)[] }[];
}
const accounts = fc.array(
  fc.record({ iban: fc.constantFrom("LT1", "LT2", "RO1"), dates: fc.array(dates, { maxLength: 6 }) }),
  { maxLength: 3 },
);
const banks: fc.Arbitrary<Held[]> = fc.uniqueArray(
  fc.record({ bankId: fc.constantFrom("a", "B", "b", "é", "z"), breaks: fc.boolean(), accounts }),
  { selector: ({ bankId }) => bankId, minLength: 1, maxLength: 4 },
);

/** A bank each of whose answers comes when `later` lets it. */
function connect({ bankId, breaks, accounts }: Held, later: <T>(value: T) => Promise<T>): BankConnection {
  return {
    bankId,
    consentId: `c-${bankId}`,
    client: {
      listAccounts: () => later(accounts.map(({ iban }, at) => ({ resourceId: String(at), iban, currency: "EUR" }))),
      getBalances: async ({ accountId }) => {
        await later(undefined);
        const error = { code: "network", requestId: accountId, outcome: "not_sent" } as const;
        if (breaks) throw new BankError("getBalances", error);
        return { balances: [{ balanceAmount: { amount: "1", currency: "EUR" }, balanceType: "expected" }] };
      },
      async *transactions({ accountId }) {
        for (const [at, bookingDate] of (accounts[Number(accountId)]?.dates ?? []).entries()) {
          const entry: ReportedTransaction = {
            transactionId: `${bankId}/${accountId}/${at}`,
            transactionAmount: { amount: "1", currency: "EUR" },
            bookingStatus: "booked",
            ...(bookingDate === undefined ? {} : { bookingDate }),
          };
          yield await later(entry);
        }
      },
    },
  };
}

test("whatever answers first, the same comes back in the same order", async () => {
  await fc.assert(
    fc.asyncProperty(banks, fc.scheduler(), fc.infiniteStream(fc.nat()), async (held, scheduler, keys) => {
      const atOnce = await aggregate(held.map((one) => connect(one, (value) => Promise.resolve(value))));
      const shuffled = held
        .map((one) => ({ one, key: keys.next().value }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ one }) => one);
      const running = aggregate(
        shuffled.map((one) => connect(one, (value) => scheduler.schedule(Promise.resolve(value)))),
      );
      const scheduled = await scheduler.waitFor(running);
      assert.deepEqual(plain(scheduled), plain(atOnce));
      assertOrdered(scheduled.transactions);
      const total = held.flatMap(({ accounts }) => accounts.flatMap(({ dates }) => dates)).length;
      assert.equal(scheduled.transactions.length, total);
    }),
    { numRuns: 200 },
  );
});

/** Errors have a stack, which tells when. */
function plain(answer: Awaited<ReturnType<typeof aggregate>>): unknown {
  return { ...answer, failures: answer.failures.map(({ error: _error, ...rest }) => rest) };
}

/** Written from the sentence in the contract, not from the comparator. */
function assertOrdered(transactions: readonly AggregatedTransaction[]): void {
  for (const [at, next] of transactions.entries()) {
    const before = transactions[at - 1];
    if (before === undefined) continue;
    const [newer, older] = [before.bookingDate ?? "9999", next.bookingDate ?? "9999"];
    assert.ok(newer >= older, "an older entry comes first");
    if (newer !== older) continue;
    assert.ok(before.bankId <= next.bankId, "banks are out of order");
    if (before.bankId !== next.bankId) continue;
    assert.ok(before.account.iban! <= next.account.iban!, "accounts are out of order");
    if (before.account.id !== next.account.id) continue;
    const own = [before, next].map(({ transactionId = "" }) => Number(transactionId.split("/")[2]));
    assert.ok(own[0]! < own[1]!, "the bank's own order is lost");
  }
}
