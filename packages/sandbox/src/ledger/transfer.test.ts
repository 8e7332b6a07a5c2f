import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { systemClock } from "@tallystick/kit";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import { sandboxBanks } from "../banks/all.ts";
import { ledgerMigrations } from "./migrations.ts";
import { openBooks } from "./open.ts";
import type { TransferOrder } from "./order.ts";
import { checkBooks, readBalance, readTransfers } from "./read.ts";
import type { LedgerSchema } from "./schema.ts";
import { transfer } from "./transfer.ts";

let books: TestDatabase<LedgerSchema>;
const now = systemClock.now();
const andrei = "RO03RZBR0000069999999999";
const shop = "RO10RZBR0000069999999970";
const elsewhere = "RO49AAAA1B31007593840000";

before(async () => {
  books = await openTestDatabase<LedgerSchema>(ledgerMigrations, 16);
  for (const bank of sandboxBanks) await openBooks(books.db, bank, now);
});
after(() => books.close());

/** The same numbers in every run, spread evenly (xorshift). */
function seeded(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

let last = 0;
function order(changes: Partial<TransferOrder> = {}): TransferOrder {
  last += 1;
  return {
    bank: "rzb_ro",
    executionId: `execution-${last}`,
    paymentId: `payment-${last}`,
    psuId: "9999999998",
    amount: 1_250n,
    currency: "RON",
    debtorIban: andrei,
    creditorIban: shop,
    creditorName: "Shop",
    ...changes,
  };
}

async function moved(iban: string, work: () => Promise<unknown>): Promise<bigint> {
  const balanceBefore = await readBalance(books.db, iban);
  await work();
  return (await readBalance(books.db, iban))! - balanceBefore!;
}

async function assertBooksHold(): Promise<void> {
  assert.deepEqual(await checkBooks(books.db), { unbalanced: [], wrong: [] });
}

test("opening the books a second time changes nothing", async () => {
  const opened = await readTransfers(books.db, andrei);
  assert.equal(await moved(andrei, () => openBooks(books.db, sandboxBanks[0]!, now)), 0n);
  assert.deepEqual(await readTransfers(books.db, andrei), opened);
  await assertBooksHold();
});

test("a transfer within a bank, between banks and to the world leaves every bank's books at zero", async () => {
  const pairs = [shop, "RO62BTRLRONCRT0V23456701", elsewhere] as const;
  for (const creditorIban of pairs) {
    const sent = order({ creditorIban });
    assert.equal(await moved(andrei, () => transfer(books.db, sent, now)), -1_250n);
    assert.equal((await readTransfers(books.db, creditorIban)).at(-1)?.executionId, sent.executionId);
  }
  assert.equal(await readBalance(books.db, pairs[1]), 2_480_090n + 1_250n);
  await assertBooksHold();
});

test("what cannot be is refused with its reason, and nothing moves", async () => {
  const refused: readonly [Partial<TransferOrder>, string][] = [
    [{ psuId: "maria.ionescu" }, "AC02"],
    [{ bank: "bt_ro" }, "AC02"],
    [{ currency: "EUR" }, "AC02"],
    [{ creditorIban: "RO11RZBR0000060000099999" }, "AC03"],
    [{ creditorIban: andrei }, "AC03"],
    [{ creditorIban: "RO61RZBR0000060000012002" }, "AC03"],
    [{ amount: 9_000_000_000_000n }, "AM04"],
  ];
  for (const [changes, reason] of refused) {
    const answer = () => transfer(books.db, order(changes), now);
    let outcome: unknown;
    assert.equal(await moved(andrei, async () => (outcome = await answer())), 0n);
    assert.deepEqual(outcome, { status: "RJCT", reason });
  }
  await assertBooksHold();
});

test("an overdraft may be used up to its limit and not a minor unit further", async () => {
  const elena = { psuId: "elena.dumitru", debtorIban: "RO47RZBR0000060000056001" };
  const outcome = (amount: bigint) => transfer(books.db, order({ ...elena, amount }), now);
  assert.deepEqual(await outcome(296_401n), { status: "RJCT", reason: "AM04" });
  assert.deepEqual(await outcome(296_400n), { status: "ACSC" });
  assert.equal(await readBalance(books.db, elena.debtorIban), -200_000n);
});

test("P2, P8: 50 callers with one execution id book once and hear the same", async () => {
  const same = order();
  let answers: readonly unknown[] = [];
  const difference = await moved(andrei, async () => {
    answers = await Promise.all(Array.from({ length: 50 }, () => transfer(books.db, same, now)));
  });
  assert.equal(difference, -1_250n);
  assert.deepEqual(new Set(answers.map((answer) => JSON.stringify(answer))), new Set(['{"status":"ACSC"}']));
});

test("a repeat hears the first answer even when it would now be another", async () => {
  const radu = { psuId: "radu.stan", debtorIban: "RO19RZBR0000060000034001", amount: 340n };
  const emptying = order(radu);
  assert.deepEqual(await transfer(books.db, emptying, now), { status: "ACSC" });
  const short = order(radu);
  assert.deepEqual(await transfer(books.db, short, now), { status: "RJCT", reason: "AM04" });
  await transfer(books.db, order({ creditorIban: radu.debtorIban, amount: 1_000n }), now);
  assert.deepEqual(await transfer(books.db, emptying, now), { status: "ACSC" });
  assert.deepEqual(await transfer(books.db, short, now), { status: "RJCT", reason: "AM04" });
  assert.equal(await readBalance(books.db, radu.debtorIban), 1_000n);
});

test("P14: 32 workers and 3,000 transfers in all directions: sum zero, nobody under the limit", async () => {
  const holders = sandboxBanks.flatMap(({ profile, users }) =>
    users.flatMap((user) =>
      user.accounts
        .filter(({ currency }) => currency === "RON")
        .map(({ iban }) => ({ bank: profile.providerId, psuId: user.login, debtorIban: iban })),
    ),
  );
  const outcomes = { ACSC: 0, RJCT: 0 };
  let left = 3_000;
  const worker = async (number: number) => {
    const below = seeded(number);
    while (left > 0) {
      left -= 1;
      const from = holders[below(holders.length)]!;
      const to = holders[below(holders.length)]!;
      // Large against most balances, so that many transfers meet an empty account.
      const amount = BigInt(1 + below(150_000));
      const creditorIban = below(10) === 0 ? elsewhere : to.debtorIban;
      outcomes[(await transfer(books.db, order({ ...from, creditorIban, amount }), now)).status] += 1;
    }
  };
  await Promise.all(Array.from({ length: 32 }, (_, number) => worker(number + 1)));
  assert.ok(outcomes.ACSC > 300 && outcomes.RJCT > 300, JSON.stringify(outcomes));
  await assertBooksHold();
});

test("P14: the database itself refuses an unbalanced transfer, an overdraft and a change of what is booked", async () => {
  const { db } = books;
  const refused = (query: Promise<unknown>) => assert.rejects(query, { code: "23514" });
  const booked = (await readTransfers(db, shop)).at(-1)!;
  await refused(
    sql`insert into entry (transfer_id, account_id, amount, balance_after, booking_date)
        select t.id, a.id, 1, 1, '2026-01-01' from transfer t, account a
        where t.execution_id = ${booked.executionId} and a.iban = ${shop}`.execute(db),
  );
  await refused(sql`update account set balance = -1 where iban = ${shop}`.execute(db));
  await refused(sql`update entry set amount = 2 where amount = 1250`.execute(db));
  await refused(sql`delete from transfer`.execute(db));
  await assertBooksHold();
});
