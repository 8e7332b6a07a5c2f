import { readRows } from "@tallystick/kit";
import { sql } from "kysely";
import type { AccountKey, AccountTransaction, Party, TransactionPage, TransactionQuery } from "@tallystick/aspsp";
import { isBehind, pageOf, placeOf } from "./cursor.ts";
import { findHeld, isHeld, isRowId, type DataDeps, type HeldKind } from "./held.ts";

/** Booked entries of a payment account, newest first. */
export async function readBooked(deps: DataDeps, query: TransactionQuery): Promise<TransactionPage | undefined> {
  const after = await firstAfter(deps, query, "customer");
  if (after.kind !== "found") return after.kind === "foreign" ? undefined : { entries: [], unknownEntry: true };
  const rows = await readPage(deps, query, after);
  // One statement decides and reads; only an empty page leaves open whether the account is the PSU's.
  if (rows.length === 0 && (await findHeld(deps, query, "customer")) === undefined) return undefined;
  return pageOf(rows, query.limit, transactionOf);
}

/**
 * Up to one row more than the limit, as `bookedRows` finds them for cards. Bounds that are not given are those of the
 * type, so that there is one statement for all reports and each bound still limits what is read of the index.
 */
const pageStatement = `
  select entry.id, entry.booking_date as day, entry.amount, entry.balance_after, transfer.currency, transfer.debtor_name,
    transfer.debtor_iban, transfer.creditor_name, transfer.creditor_iban, transfer.remittance,
    transfer.creditor_reference, transfer.end_to_end_id, transfer.transaction_code
  from (
    select id, transfer_id, booking_date, amount, balance_after from entry
    where account_id = $1
      and booking_date >= greatest(coalesce($5::date, '-infinity'), coalesce($8::date - 1, '-infinity'))
      and booking_date <= coalesce($6::date, 'infinity')
      and (booking_date, id) < (coalesce($9::date, 'infinity'), coalesce($10::bigint, ${2n ** 63n - 1n}))
      and id > coalesce($7::bigint, 0)
      and exists (
        select from account join account_holder on account_holder.account_id = account.id
        where account.id = $1 and account.kind = 'customer' and account.bank = $2
          and account.status = 'enabled' and account_holder.psu_id = $3)
    order by booking_date desc, id desc limit $4) entry
  join transfer on transfer.id = entry.transfer_id
  order by entry.booking_date desc, entry.id desc`;

function readPage(
  { bank, db }: DataDeps,
  { accountId, psuId, cursor, from, limit, to }: TransactionQuery,
  after: { readonly id?: string; readonly day?: string },
): Promise<readonly EntryRow[]> {
  const place = cursor === undefined ? undefined : placeOf(cursor);
  const bounds = [from, to, after.id, after.day, place?.day, place?.id];
  return readRows<EntryRow>(db, pageStatement, [accountId, bank, psuId, limit + 1, ...bounds]);
}

export async function readOne(
  deps: DataDeps,
  of: AccountKey & { readonly transactionId: string },
): Promise<AccountTransaction | undefined> {
  if (!isRowId(of.accountId) || !isRowId(of.transactionId)) return undefined;
  const row = await entriesOf(deps, of, "customer").where("entry.id", "=", of.transactionId).executeTakeFirst();
  return row === undefined ? undefined : transactionOf(row);
}

export type After =
  | { readonly kind: "found"; readonly id?: string; readonly day?: string }
  | { readonly kind: "foreign" }
  | { readonly kind: "unknown" };

/** The entry after which a delta begins. */
export async function firstAfter(deps: DataDeps, query: TransactionQuery, kind: HeldKind): Promise<After> {
  const { accountId, afterEntry } = query;
  if (!isRowId(accountId)) return { kind: "foreign" };
  if (afterEntry === undefined) return { kind: "found" };
  if ((await findHeld(deps, query, kind)) === undefined) return { kind: "foreign" };
  if (!isRowId(afterEntry)) return { kind: "unknown" };
  const row = await deps.db
    .selectFrom("entry")
    .select(["id", "booking_date"])
    .where("id", "=", afterEntry)
    .where("account_id", "=", accountId)
    .executeTakeFirst();
  return row === undefined ? { kind: "unknown" } : { kind: "found", id: row.id, day: row.booking_date };
}

/** Up to one row more than the limit. */
export function bookedRows(
  deps: DataDeps,
  query: TransactionQuery,
  kind: HeldKind,
  after: { readonly id?: string; readonly day?: string },
) {
  const { cursor, from, limit, to } = query;
  return (
    entriesOf(deps, query, kind)
      .$if(from !== undefined, (rows) => rows.where("entry.booking_date", ">=", from!))
      .$if(to !== undefined, (rows) => rows.where("entry.booking_date", "<=", to!))
      // Booked later is a greater number; the day, which two bookings at midnight may have the other way round, only
      // keeps the reader from going through the whole history.
      .$if(after.id !== undefined, (rows) =>
        rows.where("entry.id", ">", after.id!).where("entry.booking_date", ">=", sql<string>`${after.day!}::date - 1`),
      )
      .$if(cursor !== undefined, (rows) => rows.where(isBehind(["entry.booking_date", "entry.id"], cursor!)))
      .orderBy("entry.booking_date", "desc")
      .orderBy("entry.id", "desc")
      .limit(limit + 1)
  );
}

function entriesOf(deps: DataDeps, of: AccountKey, kind: HeldKind) {
  return deps.db
    .selectFrom("entry")
    .innerJoin("transfer", "transfer.id", "entry.transfer_id")
    .select([
      "entry.id",
      "entry.booking_date as day",
      "entry.amount",
      "entry.balance_after",
      "transfer.currency",
      "transfer.debtor_name",
      "transfer.debtor_iban",
      "transfer.creditor_name",
      "transfer.creditor_iban",
      "transfer.remittance",
      "transfer.creditor_reference",
      "transfer.end_to_end_id",
      "transfer.transaction_code",
    ])
    .where("entry.account_id", "=", of.accountId)
    .where(isHeld(deps, of, kind));
}

interface EntryRow {
  readonly id: string;
  readonly day: string;
  readonly amount: string;
  readonly balance_after: string;
  readonly currency: string;
  readonly debtor_name: string | null;
  readonly debtor_iban: string;
  readonly creditor_name: string;
  readonly creditor_iban: string;
  readonly remittance: string | null;
  readonly creditor_reference: string | null;
  readonly end_to_end_id: string | null;
  readonly transaction_code: string | null;
}

/** Members are set one by one, since spreading costs more than all else of a page. */
function transactionOf(row: EntryRow): AccountTransaction {
  const { id, day, currency } = row;
  const amount = BigInt(row.amount);
  const isDebit = amount < 0n;
  const entry: Writable<AccountTransaction> = {
    transactionId: id,
    entryReference: id,
    bookingDate: day,
    valueDate: day,
    amount,
    currency,
    balanceAfter: BigInt(row.balance_after),
  };
  if (isDebit) entry.creditor = partyOf(row.creditor_name, row.creditor_iban);
  else entry.debtor = partyOf(row.debtor_name, row.debtor_iban);
  if (row.remittance !== null) entry.remittance = row.remittance;
  if (row.creditor_reference !== null) entry.creditorReference = row.creditor_reference;
  if (row.end_to_end_id !== null) entry.endToEndId = row.end_to_end_id;
  const code = row.transaction_code;
  if (code !== null) entry.bankTransactionCode = isDebit ? code : asReceived(code);
  return entry;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** Opening balances and card payments have no IBAN on the other side. */
function partyOf(name: string | null, iban: string): Party {
  const party: Writable<Party> = {};
  if (name !== null) party.name = name;
  if (/^[A-Z]{2}\d{2}/.test(iban)) party.iban = iban;
  return party;
}

/** Issued credit transfers of the debtor are received ones of the creditor, a customer's card payment is a merchant's. */
function asReceived(code: string): string {
  return code.replace("-ICDT-", "-RCDT-").replace("-IRCT-", "-RRCT-").replace("-CCRD-", "-MCRD-");
}
