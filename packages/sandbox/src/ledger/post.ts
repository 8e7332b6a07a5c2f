import { sql } from "kysely";
import type { Tx } from "@tallystick/kit";
import type { LedgerSchema } from "./schema.ts";

/** What one account gains; the postings of a transfer add up to zero, and so do those within each bank. */
export interface Posting {
  readonly account: string;
  readonly amount: bigint;
}

/** Moves the balances and writes the entries, each on the day that it is at its bank; the accounts are locked. */
export async function post(
  tx: Tx<LedgerSchema>,
  transfer: { readonly id: string; readonly bookedAt: Date },
  accounts: ReadonlyMap<string, { readonly balance: bigint }>,
  postings: readonly Posting[],
): Promise<void> {
  const ids = postings.map(({ account }) => account);
  const amounts = postings.map(({ amount }) => amount.toString());
  const after = postings.map(({ account, amount }) => (accounts.get(account)!.balance + amount).toString());
  await sql`
    update account set balance = account.balance + posting.amount
    from unnest(${ids}::bigint[], ${amounts}::bigint[]) as posting (id, amount)
    where account.id = posting.id`.execute(tx);
  await sql`
    insert into entry (transfer_id, account_id, amount, balance_after, booking_date)
    select ${transfer.id}, posting.id, posting.amount, posting.after,
      (${transfer.bookedAt}::timestamptz at time zone book.time_zone)::date
    from unnest(${ids}::bigint[], ${amounts}::bigint[], ${after}::bigint[])
      with ordinality as posting (id, amount, after, place)
    join account on account.id = posting.id
    join book on book.bank = account.bank
    order by posting.place`.execute(tx);
}
