import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addDays, dateOf, parseIban } from "@tallystick/xs2a";
import { sql } from "kysely";
import { systemClock } from "@tallystick/kit";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import { sandboxBanks } from "../../banks/all.ts";
import { ledgerMigrations } from "../migrations.ts";
import { bookOf, openBooks } from "../open.ts";
import { payStandingOrders } from "../pay-standing-orders.ts";
import { checkBooks } from "../read.ts";
import type { LedgerSchema } from "../schema.ts";
import { settleHolds } from "../settle-holds.ts";
import { surroundingsOf } from "./counterparties.ts";
import { pastOf, type PastOptions } from "./past.ts";

let ledger: TestDatabase<LedgerSchema>;
const now = systemClock.now();

before(async () => {
  ledger = await openTestDatabase<LedgerSchema>(ledgerMigrations);
  for (const bank of sandboxBanks) await openBooks(ledger.db, bank, now);
});
after(() => ledger.close());

test("the books hold with 90 days of past in them, and every account has what its bank says", async () => {
  assert.deepEqual(await checkBooks(ledger.db), { unbalanced: [], wrong: [] });
  const rows = await ledger.db.selectFrom("account").select(["iban", "currency", "balance"]).execute();
  const balances = new Map(rows.map((row) => [`${row.iban} ${row.currency}`, BigInt(row.balance)]));
  for (const { users } of sandboxBanks) {
    for (const { balance, currency, iban } of users.flatMap((user) => user.accounts)) {
      assert.equal(balances.get(`${iban} ${currency}`), balance, iban);
    }
  }
});

test("an account with a past has some dozens of entries over three months, in order, none of them today", async () => {
  for (const { profile, users } of sandboxBanks) {
    const today = dateOf(now, profile.timeZone);
    for (const { currency, history, iban } of users.flatMap((user) => user.accounts)) {
      if (history === undefined) continue;
      const entries = await ledger.db
        .selectFrom("entry")
        .innerJoin("account", "account.id", "entry.account_id")
        .select(["entry.booking_date as day", "entry.balance_after", "entry.amount"])
        .where("account.iban", "=", iban)
        .where("account.currency", "=", currency)
        .orderBy("entry.id")
        .execute();
      const days = entries.map(({ day }) => day);
      assert.deepEqual(days, days.toSorted());
      assert.equal(days[0], addDays(today, -91));
      assert.ok(days.at(-1)! < today);
      assert.ok(history === "savings" ? days.length >= 3 : days.length >= 20, `${iban}: ${days.length}`);
      let balance = 0n;
      for (const entry of entries) {
        balance += BigInt(entry.amount);
        assert.equal(BigInt(entry.balance_after), balance);
      }
    }
  }
});

test("whatever the day on which it begins, no past overdraws an account, and the same day gives the same past", () => {
  for (const { profile, users } of sandboxBanks) {
    for (const { balance, currency, history: kind, iban } of users.flatMap((user) => user.accounts)) {
      if (kind === undefined) continue;
      const { country, name: bankName } = profile;
      for (let day = 0; day < 366; day++) {
        const today: string = addDays("2026-01-01", day)!;
        const options: PastOptions = { kind, seed: `${iban} ${currency}`, balance, currency, country, bankName, today };
        const past = pastOf(options);
        if (day % 100 === 0) assert.deepEqual(past, pastOf(options));
        // Backwards from what the account holds in the end; a tenth is left for the bills of its card.
        let held = balance;
        for (const { amount } of past.toReversed()) {
          held -= amount;
          assert.ok(held > balance / 10n, `${iban} on ${today}`);
        }
      }
    }
  }
});

test("those whom people deal with have IBANs that are in order and at no bank of the sandbox", async () => {
  for (const country of ["RO", "LT", "GE"]) {
    const { customers, employer, energy, landlord, suppliers, taxOffice, telephone } = surroundingsOf(country);
    for (const { iban } of [employer, landlord, energy, telephone, taxOffice, ...customers, ...suppliers]) {
      assert.deepEqual(parseIban(iban), { ok: true, iban });
      assert.equal(iban.slice(0, 2), country);
      const own = sandboxBanks.flatMap(({ users }) => users.flatMap(({ accounts }) => accounts));
      assert.ok(own.every((account) => account.iban.slice(4, 8) !== iban.slice(4, 8)));
    }
  }
});

test("a ledger that knew only accounts and transfers learns days, holders and names of its old entries", async () => {
  const { "0003_account_data": accountData, "0004_standing_orders": standingOrders, ...old } = ledgerMigrations;
  const { close, db } = await openTestDatabase<LedgerSchema>(old);
  try {
    await sql`
      insert into account (bank, kind, iban, psu_id, name, owner_name, currency, balance, credit_limit) values
        ('rzb_ro', 'customer', 'RO03RZBR0000069999999999', '9999999998', 'Account', 'Andrei', 'RON', 500, 0),
        ('rzb_ro', 'opening', null, null, 'opening RON', 'Bank', 'RON', -500, null)`.execute(db);
    await sql`
      insert into transfer (bank, execution_id, payment_id, status, amount, currency, debtor_iban, creditor_iban,
        creditor_name, booked_at)
      values ('rzb_ro', 'opening', 'opening', 'ACSC', 500, 'RON', 'opening', 'RO03RZBR0000069999999999', 'Andrei',
        '2026-06-30T21:30:00Z')`.execute(db);
    await sql`
      insert into entry (transfer_id, account_id, amount, balance_after)
      select transfer.id, account.id, account.balance, account.balance from transfer, account`.execute(db);
    await accountData!.up(db);
    await standingOrders!.up(db);
    const entries = await db.selectFrom("entry").select("booking_date").execute();
    assert.deepEqual(new Set(entries.map((entry) => entry.booking_date)), new Set(["2026-07-01"]));
    const holders = await db.selectFrom("account_holder").select("psu_id").execute();
    assert.deepEqual(holders, [{ psu_id: "9999999998" }]);
    await openBooks(db, sandboxBanks[0]!, now);
    const account = await db
      .selectFrom("account")
      .select(["product", "balance"])
      .where("iban", "=", "RO03RZBR0000069999999999")
      .executeTakeFirstOrThrow();
    assert.deepEqual(account, { product: "Current account", balance: "500" });
    assert.deepEqual(await checkBooks(db), { unbalanced: [], wrong: [] });
  } finally {
    await close();
  }
});

test("what is on hold is free again and booked once when it settles, also when two look at once", async () => {
  const { db } = ledger;
  const bank = sandboxBanks[0]!;
  const book = bookOf(bank);
  const held = () =>
    db
      .selectFrom("account")
      .select((row) => row.fn.sum<string>("reserved").as("reserved"))
      .where("bank", "=", book.bank)
      .executeTakeFirstOrThrow();
  const onHold = BigInt((await held()).reserved);
  assert.ok(onHold > 0n);
  const later = new Date(now.getTime() + 5 * 86_400_000);
  await Promise.all([settleHolds(db, book, later), settleHolds(db, book, later)]);
  assert.equal((await held()).reserved, "0");
  const booked = await db
    .selectFrom("transfer")
    .innerJoin("card_payment", "card_payment.transfer_id", "transfer.id")
    .select((row) => row.fn.sum<string>("transfer.amount").as("amount"))
    .where("transfer.bank", "=", book.bank)
    .where("transfer.payment_id", "=", "card")
    .executeTakeFirstOrThrow();
  assert.equal(BigInt(booked.amount), onHold);
  assert.deepEqual(await checkBooks(db), { unbalanced: [], wrong: [] });
});

test("a rent is paid once on each first of the month, also when two catch up at once, and never for the past again", async () => {
  const { db } = ledger;
  const book = bookOf(sandboxBanks[0]!);
  const later = new Date(now.getTime() + 62 * 86_400_000);
  const months = new Set<string>();
  const until = dateOf(later, book.timeZone);
  for (let day = addDays(dateOf(now, book.timeZone), 1)!; day <= until; day = addDays(day, 1)!) {
    if (day.endsWith("-01")) months.add(day.slice(0, 7));
  }
  await Promise.all([payStandingOrders(db, book, later), payStandingOrders(db, book, later)]);
  await payStandingOrders(db, book, later);
  const paid = await db
    .selectFrom("transfer")
    .select(["remittance", "status", "debtor_iban"])
    .where("bank", "=", book.bank)
    .where("payment_id", "=", "standing-order")
    .where("debtor_iban", "=", "RO03RZBR0000069999999999")
    .orderBy("id")
    .execute();
  assert.deepEqual(
    paid.map(({ remittance, status }) => `${remittance} ${status}`).toSorted(),
    [...months].map((month) => `Chirie ${month} ACSC`),
  );
  assert.deepEqual(await checkBooks(db), { unbalanced: [], wrong: [] });
});
