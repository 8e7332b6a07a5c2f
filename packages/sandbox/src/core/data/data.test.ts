import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CoreBanking } from "@tallystick/aspsp";
import { MovableClock } from "@tallystick/kit";
import { addDays, dateOf } from "@tallystick/xs2a";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import { rzbRo } from "../../banks/rzb_ro.ts";
import { ledgerMigrations } from "../../ledger/migrations.ts";
import type { LedgerSchema } from "../../ledger/schema.ts";
import { createCoreBanking } from "../core.ts";
import { openSandboxBank } from "../open.ts";

let ledger: TestDatabase<LedgerSchema>;
let core: CoreBanking;
const clock = new MovableClock();
const andrei = "9999999998";
const shop = "9999999970";

before(async () => {
  ledger = await openTestDatabase<LedgerSchema>(ledgerMigrations);
  await openSandboxBank(ledger.db, rzbRo, clock.now());
  core = createCoreBanking({ bank: rzbRo, db: ledger.db, clock });
});
after(() => ledger.close());

async function accountOf(psuId: string): Promise<{ psuId: string; accountId: string; iban: string }> {
  const [account] = await core.accounts(psuId);
  return { psuId, accountId: account!.accountId, iban: account!.iban };
}

async function pay(changes: { readonly amount: bigint; readonly remittance?: string }): Promise<void> {
  const id = crypto.randomUUID();
  const outcome = await core.execute({
    paymentId: id,
    executionId: id,
    psuId: andrei,
    product: "domestic-ron-transfers",
    currency: "RON",
    creditor: { name: "Răboj", iban: "RO10RZBR0000069999999970" },
    debtorIban: "RO03RZBR0000069999999999",
    endToEndId: "E2E-1",
    ...changes,
  });
  assert.equal(outcome.status, "ACSC");
}

test("a payment is an entry on both sides, each with the other party and the balance after it", async () => {
  const [payer, payee] = [await accountOf(andrei), await accountOf(shop)];
  await pay({ amount: 1_250n, remittance: "One tally stick" });
  const newest = async (of: typeof payer) => {
    const page = await core.transactions({ ...of, status: "booked", limit: 1 });
    return page!.entries[0]!;
  };
  const [debit, credit] = [await newest(payer), await newest(payee)];
  const common = { currency: "RON", endToEndId: "E2E-1", remittance: "One tally stick" };
  assert.deepEqual(
    { ...debit, transactionId: "", entryReference: "", bookingDate: "", valueDate: "" },
    {
      ...common,
      transactionId: "",
      entryReference: "",
      bookingDate: "",
      valueDate: "",
      amount: -1_250n,
      creditor: { name: "Răboj", iban: payee.iban },
      bankTransactionCode: "PMNT-ICDT-DMCT",
      balanceAfter: (await core.balances(payer))!.find(({ type }) => type === "interimBooked")!.amount,
    },
  );
  assert.deepEqual(credit.debtor, { name: "Andrei Popescu", iban: payer.iban });
  assert.deepEqual([credit.amount, credit.bankTransactionCode], [1_250n, "PMNT-RCDT-DMCT"]);
  assert.deepEqual(await core.transaction({ ...payer, transactionId: debit.transactionId! }), debit);
});

test("O7: an account or an entry of somebody else, of the bank itself or of no text that could be an id is undefined", async () => {
  const [own, foreign] = [await accountOf(andrei), await accountOf(shop)];
  const bankOwn = await ledger.db.selectFrom("account").select("id").where("kind", "=", "external").execute();
  const strange = ["0", "-1", "1.0", "", "x", "9".repeat(30), "1 or 1=1", foreign.accountId, bankOwn[0]!.id];
  for (const accountId of strange) {
    const of = { psuId: andrei, accountId };
    const query = { ...of, limit: 10 };
    assert.equal(await core.balances(of), undefined);
    assert.equal(await core.transactions({ ...query, status: "booked" }), undefined);
    assert.equal(await core.transactions({ ...query, status: "booked", afterEntry: "1" }), undefined);
    assert.equal(await core.transactions({ ...query, status: "pending" }), undefined);
    assert.equal(await core.standingOrders(of), undefined);
    assert.equal(await core.cardBalances(of), undefined);
    assert.equal(await core.cardTransactions({ ...query, status: "booked" }), undefined);
    assert.equal(await core.fundsAvailable({ ...of, amount: 1n, currency: "RON" }), undefined);
  }
  await pay({ amount: 100n });
  const page = await core.transactions({ ...own, status: "booked", limit: 1 });
  const transactionId = page!.entries[0]!.transactionId!;
  assert.equal(await core.transaction({ ...foreign, transactionId }), undefined);
  assert.equal(await core.transaction({ ...own, psuId: shop, transactionId }), undefined);
});

test("balances: what is available without what is on hold, what is booked, and what yesterday closed with", async () => {
  const payer = await accountOf(andrei);
  const before = await balancesOf(payer);
  const [{ reserved } = { reserved: "0" }] = await ledger.db
    .selectFrom("account")
    .select("reserved")
    .where("id", "=", payer.accountId)
    .execute();
  assert.ok(BigInt(reserved) > 0n);
  assert.equal(before.get("interimAvailable")?.amount, before.get("interimBooked")!.amount - BigInt(reserved));
  await pay({ amount: 77n });
  const after = await balancesOf(payer);
  assert.equal(after.get("interimBooked")?.amount, before.get("interimBooked")!.amount - 77n);
  const newest = await core.transactions({ ...payer, status: "booked", limit: 1 });
  assert.equal(after.get("interimBooked")?.lastEntry, newest?.entries[0]?.entryReference);
  const closing = after.get("closingBooked");
  assert.deepEqual(closing, before.get("closingBooked"));
  assert.deepEqual([closing?.amount, closing?.referenceDate], [1_250_000n, addDays(today(), -1)]);
  clock.advance(86_400_000);
  assert.deepEqual((await balancesOf(payer)).get("closingBooked")?.amount, after.get("interimBooked")?.amount);
});

test("an overdraft is part of what is available, and said to be", async () => {
  const elena = await accountOf("elena.dumitru");
  const available = (await balancesOf(elena)).get("interimAvailable");
  assert.deepEqual([available?.amount, available?.creditLimitIncluded], [296_400n, true]);
  assert.equal((await balancesOf(await accountOf(andrei))).get("interimAvailable")?.creditLimitIncluded, false);
});

test("a payment just after midnight where the bank is has the new day, although it is still yesterday in UTC", async () => {
  const payer = await accountOf(andrei);
  // 22:30 UTC is half past midnight or half past one in Bucharest.
  const now = clock.now();
  const late = new Date(now);
  late.setUTCHours(22, 30, 0, 0);
  clock.advance(late.getTime() - now.getTime() + 86_400_000);
  await pay({ amount: 5n });
  const page = await core.transactions({ ...payer, status: "booked", limit: 1 });
  assert.equal(page?.entries[0]?.bookingDate, addDays(clock.now().toISOString().slice(0, 10), 1));
});

test("a card account tells merchant, category and foreign amounts, keeps its number hidden, and is paid by the account", async () => {
  const [card] = await core.cardAccounts(andrei);
  const of = { psuId: andrei, accountId: card!.accountId };
  assert.deepEqual([card?.maskedPan, card?.creditLimit], ["525412******3241", 800_000n]);
  const booked = await core.cardTransactions({ ...of, status: "booked", limit: 200 });
  const purchases = booked!.entries.filter(({ merchant }) => merchant !== undefined);
  assert.ok(purchases.length > 5);
  for (const { amount, maskedPan, merchantCategoryCode } of purchases) {
    assert.ok(amount < 0n && maskedPan === card?.maskedPan);
    assert.match(merchantCategoryCode ?? "", /^\d{4}$/);
  }
  assert.ok(purchases.some(({ original }) => original !== undefined && original.currency !== "RON"));
  const bills = booked!.entries.filter(({ merchant }) => merchant === undefined);
  const paid = await core.transactions({ ...(await accountOf(andrei)), status: "booked", limit: 500 });
  for (const bill of bills) {
    assert.ok(
      paid?.entries.some(({ amount, bookingDate }) => amount === -bill.amount && bookingDate === bill.bookingDate),
    );
  }
  const pending = await core.cardTransactions({ ...of, status: "pending", limit: 10 });
  assert.deepEqual([pending?.entries.length, pending?.entries[0]?.bookingDate], [2, undefined]);
});

test("what is on hold is pending: by day, page by page, with merchant and card", async () => {
  const payer = await accountOf(andrei);
  const query = { ...payer, status: "pending", limit: 1 } as const;
  const first = await core.transactions(query);
  const second = await core.transactions({ ...query, cursor: first!.next! });
  assert.deepEqual([first?.entries.length, second?.entries.length, second?.next], [1, 1, undefined]);
  const [hold] = first!.entries;
  assert.ok(hold!.amount < 0n && hold?.transactionId === undefined && hold?.bookingDate === undefined);
  assert.match(hold?.additionalInformation ?? "", /^Card 430589\*{6}9999 on \d{4}-\d{2}-\d{2}$/);
});

async function balancesOf(of: { psuId: string; accountId: string }) {
  return new Map((await core.balances(of))!.map((balance) => [balance.type, balance]));
}

function today(): string {
  return dateOf(clock.now(), "Europe/Bucharest");
}
