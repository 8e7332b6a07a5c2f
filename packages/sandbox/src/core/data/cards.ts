import type { CardAccount, CardEntry, CardTransactionPage, TransactionQuery } from "@tallystick/aspsp";
import { bookedRows, firstAfter } from "./booked.ts";
import { pageOf } from "./cursor.ts";
import { findHeld, type DataDeps } from "./held.ts";
import { pendingRows } from "./pending.ts";

export async function readCardAccounts({ bank, db }: DataDeps, psuId: string): Promise<readonly CardAccount[]> {
  const rows = await db
    .selectFrom("account")
    .innerJoin("account_holder", "account_holder.account_id", "account.id")
    .selectAll("account")
    .where("account.bank", "=", bank)
    .where("account.kind", "=", "card")
    .where("account_holder.psu_id", "=", psuId)
    .orderBy("account.id")
    .execute();
  return rows.map((row) => ({
    accountId: row.id,
    maskedPan: row.masked_pan!,
    currency: row.currency,
    name: row.name,
    ownerName: row.owner_name,
    ...(row.product === null ? {} : { product: row.product }),
    ...(row.credit_limit === null ? {} : { creditLimit: BigInt(row.credit_limit) }),
  }));
}

/** Entries of a card account, newest first. */
export async function readCardEntries(
  deps: DataDeps,
  query: TransactionQuery,
): Promise<CardTransactionPage | undefined> {
  return query.status === "booked" ? readBookedCardEntries(deps, query) : readPendingCardEntries(deps, query);
}

async function readBookedCardEntries(
  deps: DataDeps,
  query: TransactionQuery,
): Promise<CardTransactionPage | undefined> {
  const after = await firstAfter(deps, query, "card");
  if (after.kind !== "found") return after.kind === "foreign" ? undefined : { entries: [], unknownEntry: true };
  const rows = await bookedRows(deps, query, "card", after)
    .leftJoin("card_payment", "card_payment.transfer_id", "transfer.id")
    .select([
      "card_payment.masked_pan",
      "card_payment.merchant",
      "card_payment.merchant_category_code",
      "card_payment.transaction_date",
      "card_payment.original_amount",
      "card_payment.original_currency",
    ])
    .execute();
  if (rows.length === 0 && (await findHeld(deps, query, "card")) === undefined) return undefined;
  return pageOf(rows, query.limit, (row) => ({
    cardTransactionId: row.id,
    transactionDate: row.transaction_date ?? row.day,
    bookingDate: row.day,
    amount: BigInt(row.amount),
    currency: row.currency,
    ...useOf(row),
    invoiced: false,
  }));
}

async function readPendingCardEntries(
  deps: DataDeps,
  query: TransactionQuery,
): Promise<CardTransactionPage | undefined> {
  const account = await findHeld(deps, query, "card");
  if (account === undefined) return undefined;
  const rows = await pendingRows(deps, query).execute();
  return pageOf(rows, query.limit, (row) => ({
    cardTransactionId: `pending-${row.id}`,
    transactionDate: row.day,
    amount: -BigInt(row.amount),
    currency: account.currency,
    ...useOf(row),
    invoiced: false,
  }));
}

interface UseRow {
  readonly masked_pan: string | null;
  readonly merchant: string | null;
  readonly merchant_category_code: string | null;
  readonly original_amount: string | null;
  readonly original_currency: string | null;
}

/** A payment of the card's bill is an entry without a merchant. */
function useOf(row: UseRow): Partial<CardEntry> {
  const { original_amount: amount, original_currency: currency } = row;
  return {
    ...(row.masked_pan === null ? {} : { maskedPan: row.masked_pan }),
    ...(row.merchant === null ? {} : { merchant: row.merchant }),
    ...(row.merchant_category_code === null ? {} : { merchantCategoryCode: row.merchant_category_code }),
    ...(amount === null || currency === null ? {} : { original: { amount: BigInt(amount), currency } }),
  };
}
