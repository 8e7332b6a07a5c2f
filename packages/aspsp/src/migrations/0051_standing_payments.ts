import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** An account's standing orders are found among all payments. */
export const standingPayments: Migration = {
  async up(db) {
    await sql`create index payment_standing on payment (debtor_iban) where standing is not null`.execute(db);
  },
};
