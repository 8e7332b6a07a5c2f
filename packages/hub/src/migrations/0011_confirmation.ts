import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Which authorisation an attempt's bank wants confirmed. */
export const confirmation: Migration = {
  up: async (db) => {
    await sql`alter table attempt add column confirms_authorisation_id text`.execute(db);
  },
};
