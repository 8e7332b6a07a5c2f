import { sql } from "kysely";
import { dateOf } from "@tallystick/xs2a";
import type { Tx } from "@tallystick/kit";
import type { LedgerSchema } from "./schema.ts";

/** A transfer that is known to be in order, from one account of a bank to another of it. */
export interface Booking {
  readonly executionId: string;
  readonly paymentId: string;
  /** Ids of accounts. */
  readonly from: string;
  readonly to: string;
  /** Minor units, greater than zero. */
  readonly amount: bigint;
  readonly currency: string;
  readonly debtor: { readonly name: string; readonly iban: string };
  readonly creditor: { readonly name: string; readonly iban: string };
  readonly remittance?: string;
  readonly transactionCode?: string;
  readonly at: Date;
  readonly card?: CardUse;
}

export interface CardUse {
  readonly maskedPan: string;
  readonly merchant: string;
  /** ISO 18245 */
  readonly merchantCategoryCode: string;
  /** YYYY-MM-DD */
  readonly transactionDate: string;
  readonly original?: { readonly amount: bigint; readonly currency: string };
}

export interface Book {
  readonly bank: string;
  readonly timeZone: string;
}

/** Books many transfers within one bank at once, the oldest first; nothing else may be under way on their accounts. */
export async function bookAll(tx: Tx<LedgerSchema>, book: Book, bookings: readonly Booking[]): Promise<void> {
  if (bookings.length === 0) return;
  const ordered = bookings.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const balances = await lockBalances(tx, [...new Set(ordered.flatMap(({ from, to }) => [from, to]))]);
  const transfers = await writeTransfers(tx, book.bank, ordered);
  const entries = ordered.flatMap((booking) => {
    const { amount, at, executionId, from, to } = booking;
    const common = { transferId: transfers.get(executionId)!, day: dateOf(at, book.timeZone) };
    const gain = (account: string, difference: bigint) => {
      const after = balances.get(account)! + difference;
      balances.set(account, after);
      return { ...common, account, amount: difference, after };
    };
    return [gain(from, -amount), gain(to, amount)];
  });
  await sql`
    insert into entry (transfer_id, account_id, amount, balance_after, booking_date)
    select transfer, account, amount, after, day
    from unnest(
      ${entries.map(({ transferId }) => transferId)}::bigint[],
      ${entries.map(({ account }) => account)}::bigint[],
      ${entries.map(({ amount }) => amount.toString())}::bigint[],
      ${entries.map(({ after }) => after.toString())}::bigint[],
      ${entries.map(({ day }) => day)}::date[]
    ) with ordinality as one (transfer, account, amount, after, day, place)
    order by place`.execute(tx);
  await sql`
    update account set balance = after.balance
    from unnest(${[...balances.keys()]}::bigint[], ${[...balances.values()].map(String)}::bigint[]) as after (id, balance)
    where account.id = after.id`.execute(tx);
}

async function lockBalances(tx: Tx<LedgerSchema>, ids: readonly string[]): Promise<Map<string, bigint>> {
  const rows = await tx
    .selectFrom("account")
    .select(["id", "balance"])
    .where(sql<boolean>`id = any(${ids}::bigint[])`)
    .orderBy("id")
    .forUpdate()
    .execute();
  return new Map(rows.map(({ id, balance }) => [id, BigInt(balance)]));
}

// PostgreSQL takes 65,535 parameters in a statement.
const rowsAtOnce = 2_000;

/** Their ids by execution id. */
async function writeTransfers(
  tx: Tx<LedgerSchema>,
  bank: string,
  bookings: readonly Booking[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let from = 0; from < bookings.length; from += rowsAtOnce) {
    const some = bookings.slice(from, from + rowsAtOnce);
    const rows = await tx
      .insertInto("transfer")
      .values(some.map((booking) => rowOf(bank, booking)))
      .returning(["id", "execution_id"])
      .execute();
    for (const row of rows) ids.set(row.execution_id, row.id);
  }
  const cards = bookings.flatMap(({ card, executionId }) =>
    card === undefined ? [] : [{ transfer_id: ids.get(executionId)!, ...cardRowOf(card) }],
  );
  for (let from = 0; from < cards.length; from += rowsAtOnce) {
    await tx
      .insertInto("card_payment")
      .values(cards.slice(from, from + rowsAtOnce))
      .execute();
  }
  return ids;
}

function rowOf(bank: string, booking: Booking) {
  return {
    bank,
    execution_id: booking.executionId,
    payment_id: booking.paymentId,
    status: "ACSC",
    reason: null,
    amount: booking.amount,
    currency: booking.currency,
    debtor_iban: booking.debtor.iban,
    debtor_name: booking.debtor.name,
    creditor_iban: booking.creditor.iban,
    creditor_name: booking.creditor.name,
    remittance: booking.remittance ?? null,
    creditor_reference: null,
    end_to_end_id: null,
    transaction_code: booking.transactionCode ?? null,
    booked_at: booking.at,
  } as const;
}

function cardRowOf({ maskedPan, merchant, merchantCategoryCode, original, transactionDate }: CardUse) {
  return {
    masked_pan: maskedPan,
    merchant,
    merchant_category_code: merchantCategoryCode,
    transaction_date: transactionDate,
    original_amount: original?.amount ?? null,
    original_currency: original?.currency ?? null,
  };
}
