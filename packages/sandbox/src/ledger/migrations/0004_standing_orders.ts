import { sql, type Kysely } from "kysely";

/** Up to which day a standing order has been paid; those that are there have been paid by their accounts' past. */
export async function datePaid(db: Kysely<any>): Promise<void> {
  await sql`alter table standing_order add column paid_until date not null default current_date`.execute(db);
  await sql`alter table standing_order alter column paid_until drop default`.execute(db);
}
