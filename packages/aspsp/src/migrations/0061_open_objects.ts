import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What of a TPP waits for its PSU is counted whenever it creates something. */
export const openObjects: Migration = {
  async up(db) {
    await sql`create index payment_open on payment (tpp_id, expires_at) where status in ('RCVD', 'PATC')`.execute(db);
    await sql`create index consent_open on consent (tpp_id, expires_at) where status = 'received'`.execute(db);
  },
};
