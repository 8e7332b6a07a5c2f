import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What a PSU has allowed and ordered through TPPs, the newest first, and when it was used last. */
export const psuLists: Migration = {
  async up(db) {
    await sql`create index payment_of_psu on payment (psu_id, created_at, payment_id)
      where authorised_hash is not null`.execute(db);
    await sql`create index payment_signature_of_psu on payment_signature (psu_id)`.execute(db);
    await sql`alter table consent add column last_used_on date`.execute(db);
    await sql`create index consent_of_psu_given on consent (psu_id, sca_at, consent_id)
      where sca_at is not null`.execute(db);
  },
};
