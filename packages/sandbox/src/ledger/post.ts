import { sql } from "kysely";
import type { Tx } from "@tallystick/kit";
import type { LedgerSchema } from "./schema.ts";

/** What one account gains; the postings of a transfer add up to zero, and so do those within each bank. */
export interface Posting {
  readonly account: string;
  readonly amount: bigint;
}

/** Moves the balances and writes the entries; the accounts are locked. */
export async function post(
  tx: Tx<LedgerSchema>,
  transferId: string,
  accounts: ReadonlyMap<string, { readonly balance: bigint }>,
  postings: readonly Posting[],
): Promise<void> {
  const ids = postings.map(({ account }) => account);
  const amounts = postings.map(({ amount }) => amount.toString());
  await sql`
    update account set balance = account.balance + posting.amount
    from unnest(${ids}::bigint[], ${amounts}::bigint[]) as posting (id, amount)
    where account.id = posting.id`.execute(tx);
  await tx
    .insertInto("entry")
    .values(
      postings.map(({ account, amount }) => ({
        transfer_id: transferId,
        account_id: account,
        amount,
        balance_after: accounts.get(account)!.balance + amount,
      })),
    )
    .execute();
}
