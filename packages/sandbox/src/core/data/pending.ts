import type { TransactionPage, TransactionQuery } from "@tallystick/aspsp";
import { isBehind, pageOf } from "./cursor.ts";
import { findHeld, type DataDeps } from "./held.ts";

/** What is on hold on the account, newest first. */
export async function readPending(deps: DataDeps, query: TransactionQuery): Promise<TransactionPage | undefined> {
  const account = await findHeld(deps, query, "customer");
  if (account === undefined) return undefined;
  return pageOf(await pendingRows(deps, query).execute(), query.limit, (row) => ({
    amount: -BigInt(row.amount),
    currency: account.currency,
    creditor: { name: row.merchant },
    bankTransactionCode: "PMNT-CCRD-POSD",
    additionalInformation: `Card ${row.masked_pan} on ${row.day}`,
  }));
}

/** Up to one row more than the limit. A delta is of what is booked: what is pending is always all new. */
export function pendingRows({ db }: DataDeps, query: TransactionQuery) {
  const { accountId, cursor, from, limit, to } = query;
  return db
    .selectFrom("reservation")
    .selectAll()
    .select("entry_date as day")
    .where("account_id", "=", accountId)
    .$if(from !== undefined, (rows) => rows.where("entry_date", ">=", from!))
    .$if(to !== undefined, (rows) => rows.where("entry_date", "<=", to!))
    .$if(cursor !== undefined, (rows) => rows.where(isBehind(["entry_date", "id"], cursor!)))
    .orderBy("entry_date", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
}
