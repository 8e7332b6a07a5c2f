import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What confirmation codes, starts by the TPP and several signers need. */
export const authorisationSteps: Migration = {
  async up(db) {
    await sql`alter table authorisation
      add column psu_hint text,
      add column redirect_uri text,
      add column nok_redirect_uri text,
      add column link_hash text,
      add column confirmation_hash text`.execute(db);
    await sql`create index authorisation_open on authorisation (created_at)
      where sca_status not in ('finalised', 'failed', 'exempted')`.execute(db);
  },
};
