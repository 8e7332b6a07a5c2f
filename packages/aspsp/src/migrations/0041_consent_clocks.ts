import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** One-off consents run out long before recurring ones, so that each is looked for by itself. */
export const consentClocks: Migration = {
  async up(db) {
    await sql`drop index consent_sca`.execute(db);
    await sql`create index consent_sca on consent (recurring, sca_at) where status = 'valid'`.execute(db);
  },
};
