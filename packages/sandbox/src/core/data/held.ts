import { sql, type RawBuilder } from "kysely";
import type { AccountKey } from "@tallystick/aspsp";
import type { Db } from "@tallystick/kit";
import type { LedgerSchema } from "../../ledger/schema.ts";

/** Whose data is read: of one bank, before the ledger that all share. */
export interface DataDeps {
  readonly db: Db<LedgerSchema>;
  /** Provider id. */
  readonly bank: string;
  /** The day where the bank is, YYYY-MM-DD. */
  readonly today: () => string;
}

export type HeldKind = "customer" | "card";

/** The account, when it is the PSU's and not blocked. */
export async function findHeld({ bank, db }: DataDeps, { accountId, psuId }: AccountKey, kind: HeldKind) {
  if (!isRowId(accountId)) return undefined;
  return db
    .selectFrom("account")
    .innerJoin("account_holder", "account_holder.account_id", "account.id")
    .select(["account.id", "account.currency", "account.balance", "account.reserved", "account.credit_limit"])
    .where("account.id", "=", accountId)
    .where("account.kind", "=", kind)
    .where("account.bank", "=", bank)
    .where("account.status", "=", "enabled")
    .where("account_holder.psu_id", "=", psuId)
    .executeTakeFirst();
}

/** The same as a condition, so that a page is read by one statement. */
export function isHeld({ bank }: DataDeps, { accountId, psuId }: AccountKey, kind: HeldKind): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from account join account_holder on account_holder.account_id = account.id
    where account.id = ${accountId} and account.kind = ${kind} and account.bank = ${bank}
      and account.status = 'enabled' and account_holder.psu_id = ${psuId})`;
}

/** Ids are whole numbers in the database; no other text names a row. */
export function isRowId(text: string): boolean {
  return /^[1-9]\d{0,17}$/.test(text);
}
