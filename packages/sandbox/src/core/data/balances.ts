import { addDays } from "@tallystick/xs2a";
import type { AccountBalance, AccountKey } from "@tallystick/aspsp";
import { readRows } from "@tallystick/kit";
import { isRowId, type DataDeps, type HeldKind } from "./held.ts";

interface Row {
  readonly currency: string;
  readonly balance: string;
  readonly reserved: string;
  readonly credit_limit: string;
  readonly last_id: string | null;
  readonly last_booked_at: Date | null;
  readonly closing: string | null;
  readonly closing_id: string | null;
}

/** What is available now, what is booked, and what was booked when yesterday ended. */
export async function readBalances(
  deps: DataDeps,
  of: AccountKey,
  kind: HeldKind,
): Promise<readonly AccountBalance[] | undefined> {
  const today = deps.today();
  const row = isRowId(of.accountId) ? await readRow(deps, of, kind, today) : undefined;
  if (row === undefined) return undefined;
  const { currency } = row;
  const [booked, limit] = [BigInt(row.balance), BigInt(row.credit_limit)];
  const state =
    row.last_id === null || row.last_booked_at === null
      ? {}
      : { lastChange: row.last_booked_at, lastEntry: row.last_id };
  const available = booked - BigInt(row.reserved) + limit;
  const balances: AccountBalance[] = [
    { type: "interimAvailable", amount: available, currency, creditLimitIncluded: limit > 0n, ...state },
    { type: "interimBooked", amount: booked, currency, ...state },
  ];
  if (row.closing === null || row.closing_id === null) return balances;
  const [amount, referenceDate, lastEntry] = [BigInt(row.closing), addDays(today, -1)!, row.closing_id];
  return [...balances, { type: "closingBooked", amount, currency, referenceDate, lastEntry }];
}

/** The account with its newest entry and with the newest one before today, in one statement. */
const statement = `
  select account.currency, account.balance, account.reserved, account.credit_limit,
    last.id as last_id, last.booked_at as last_booked_at, closing.balance_after as closing, closing.id as closing_id
  from account
  join account_holder on account_holder.account_id = account.id and account_holder.psu_id = $2
  left join lateral (
    select entry.id, transfer.booked_at from entry join transfer on transfer.id = entry.transfer_id
    where entry.account_id = account.id
    order by entry.booking_date desc, entry.id desc limit 1) as last on true
  left join lateral (
    select entry.id, entry.balance_after from entry
    where entry.account_id = account.id and entry.booking_date < $3
    order by entry.booking_date desc, entry.id desc limit 1) as closing on true
  where account.id = $1 and account.kind = $4 and account.bank = $5 and account.status = 'enabled'`;

async function readRow(
  { bank, db }: DataDeps,
  { accountId, psuId }: AccountKey,
  kind: HeldKind,
  today: string,
): Promise<Row | undefined> {
  const [row] = await readRows<Row>(db, statement, [accountId, psuId, today, kind, bank]);
  return row;
}
