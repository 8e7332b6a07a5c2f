import { dateOf } from "@tallystick/xs2a";
import { sql } from "kysely";
import type { Db, Tx } from "@tallystick/kit";
import { bookAll, type Book, type Booking } from "./book-all.ts";
import { ownAccount } from "./route.ts";
import type { LedgerSchema } from "./schema.ts";

/** Books the card payments that settle by now; what was on hold for them is free again in the same step. */
export async function settleHolds(db: Db<LedgerSchema>, book: Book, now: Date): Promise<void> {
  const today = dateOf(now, book.timeZone);
  await db.transaction().execute(async (tx) => {
    await lockDue(tx, book.bank, today);
    const due = await takeDue(tx, book.bank, today);
    const bookings: Booking[] = [];
    for (const hold of due) {
      const merchant = { name: hold.merchant, iban: "card" };
      bookings.push({
        executionId: `hold:${hold.id}`,
        paymentId: "card",
        from: hold.account_id,
        to: await ownAccount(tx, book.bank, "external", hold.currency),
        amount: BigInt(hold.amount),
        currency: hold.currency,
        debtor: { name: hold.owner_name, iban: hold.iban ?? "card" },
        creditor: merchant,
        remittance: hold.merchant,
        transactionCode: "PMNT-CCRD-POSD",
        at: now,
        card: {
          maskedPan: hold.masked_pan,
          merchant: hold.merchant,
          merchantCategoryCode: hold.merchant_category_code,
          transactionDate: hold.entry_date,
          ...(hold.original_amount === null || hold.original_currency === null
            ? {}
            : { original: { amount: BigInt(hold.original_amount), currency: hold.original_currency } }),
        },
      });
    }
    await bookAll(tx, book, bookings);
  });
}

/** By id, and all that are touched, as every transfer does. */
async function lockDue(tx: Tx<LedgerSchema>, bank: string, today: string): Promise<void> {
  await sql`
    select id from account
    where bank = ${bank} and (kind = 'external' or exists (
      select from reservation where account_id = account.id and settles_on <= ${today}))
    order by id for update`.execute(tx);
}

interface Due {
  readonly id: string;
  readonly account_id: string;
  readonly amount: string;
  readonly entry_date: string;
  readonly masked_pan: string;
  readonly merchant: string;
  readonly merchant_category_code: string;
  readonly original_amount: string | null;
  readonly original_currency: string | null;
  readonly currency: string;
  readonly iban: string | null;
  readonly owner_name: string;
}

async function takeDue(tx: Tx<LedgerSchema>, bank: string, today: string): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    delete from reservation using account
    where account.id = reservation.account_id and account.bank = ${bank} and settles_on <= ${today}
    returning reservation.*, account.currency, account.iban, account.owner_name`.execute(tx);
  await sql`
    update account set reserved = account.reserved - taken.amount
    from (select id, sum(amount) as amount
      from unnest(${rows.map((row) => row.account_id)}::bigint[], ${rows.map(({ amount }) => amount)}::bigint[])
        as one (id, amount)
      group by id) as taken
    where account.id = taken.id`.execute(tx);
  return rows.toSorted((a, b) => Number(a.id) - Number(b.id));
}
