import { sql, type RawBuilder } from "kysely";
import type { AccountData, AccountKey, AccountTransaction, TransactionPage, TransactionQuery } from "@tallystick/aspsp";
import type { Db } from "@tallystick/kit";

/** What is read of accounts. The bank has no cards, nothing pending and no standing orders. */
export function accountData(db: Db<unknown>): AccountData {
  return {
    balances: async (of) => {
      const account = await find(db, of);
      if (account === undefined) return undefined;
      const { available, booked, currency } = account;
      return [
        { type: "interimAvailable", amount: BigInt(available), currency, creditLimitIncluded: available !== booked },
        { type: "interimBooked", amount: BigInt(booked), currency },
      ];
    },
    transactions: async (query) => {
      if ((await find(db, query)) === undefined) return undefined;
      return query.status === "pending" ? { entries: [] } : readPage(db, query);
    },
    transaction: async ({ transactionId, ...of }) => {
      if (!isNumber(transactionId) || (await find(db, of)) === undefined) return undefined;
      const [row] = await readEntries(db, of, sql`entry_no = ${transactionId}`, 1);
      return row === undefined ? undefined : entryOf(row);
    },
    standingOrders: async (of) => ((await find(db, of)) === undefined ? undefined : []),
    cardAccounts: async () => [],
    cardBalances: async () => undefined,
    cardTransactions: async () => undefined,
    fundsAvailable: async ({ amount, currency, ...of }) => {
      const account = await find(db, of);
      return account && account.currency === currency && BigInt(account.available) >= amount;
    },
  };
}

interface Found {
  readonly currency: string;
  readonly booked: string;
  readonly available: string;
}

/** The account, when it is this customer's; ids that are no numbers name none. */
async function find(db: Db<unknown>, { accountId, psuId }: AccountKey): Promise<Found | undefined> {
  if (!isNumber(accountId)) return undefined;
  const { rows } = await sql<Found>`
    select currency, (balance * 100)::bigint as booked, ((balance + overdraft) * 100)::bigint as available
    from accounts where account_no = ${accountId} and customer_no = ${psuId}`.execute(db);
  return rows[0];
}

function isNumber(text: string): boolean {
  return /^[1-9]\d{0,17}$/.test(text);
}

/** By (day, number), from the place where the page before ended: a page deep in the history costs what the first does. */
async function readPage(db: Db<unknown>, query: TransactionQuery): Promise<TransactionPage> {
  const { afterEntry, cursor, from, limit, to } = query;
  if (afterEntry !== undefined) {
    const known = isNumber(afterEntry) ? await readEntries(db, query, sql`entry_no = ${afterEntry}`, 1) : [];
    if (known.length === 0) return { entries: [], unknownEntry: true };
  }
  const [day, number] = cursor?.split(".") ?? [];
  const wanted = sql`
    (${from ?? null}::date is null or booked_on >= ${from ?? null})
    and (${to ?? null}::date is null or booked_on <= ${to ?? null})
    and (${afterEntry ?? null}::bigint is null or entry_no > ${afterEntry ?? null})
    and (${day ?? null}::date is null or (booked_on, entry_no) < (${day ?? null}, ${number ?? null}))`;
  const rows = await readEntries(db, query, wanted, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const entries = page.map(entryOf);
  return rows.length > limit && last ? { entries, next: `${last.booked_on}.${last.entry_no}` } : { entries };
}

interface EntryRow {
  readonly entry_no: string;
  readonly booked_on: string;
  readonly currency: string;
  readonly minor: string;
  readonly minor_after: string;
  readonly other_name: string;
  readonly other_iban: string;
  readonly details: string | null;
  readonly end_to_end_id: string | null;
}

async function readEntries(
  db: Db<unknown>,
  { accountId }: AccountKey,
  condition: RawBuilder<unknown>,
  limit: number,
): Promise<readonly EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select entry_no, booked_on, currency, (amount * 100)::bigint as minor, (balance_after * 100)::bigint as minor_after,
      other_name, other_iban, details, end_to_end_id
    from entries join accounts using (account_no)
    where account_no = ${accountId} and ${condition}
    order by booked_on desc, entry_no desc limit ${limit}`.execute(db);
  return rows;
}

function entryOf(row: EntryRow): AccountTransaction {
  const amount = BigInt(row.minor);
  const other = { name: row.other_name, iban: row.other_iban };
  return {
    transactionId: row.entry_no,
    entryReference: row.entry_no,
    bookingDate: row.booked_on,
    valueDate: row.booked_on,
    amount,
    currency: row.currency,
    ...(amount < 0n ? { creditor: other } : { debtor: other }),
    ...(row.details === null ? {} : { remittance: row.details }),
    ...(row.end_to_end_id === null ? {} : { endToEndId: row.end_to_end_id }),
    balanceAfter: BigInt(row.minor_after),
  };
}
