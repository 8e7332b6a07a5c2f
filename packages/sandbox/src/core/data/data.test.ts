import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CoreBanking } from "@tallystick/aspsp";
import { MovableClock } from "@tallystick/kit";
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
