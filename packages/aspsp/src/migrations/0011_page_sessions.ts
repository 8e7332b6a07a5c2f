import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Browser sessions of the bank's pages, by the hash of their cookie. */
export const pageSessionsMigration: Migration = {
  async up(db: Kysely<any>): Promise<void> {
    await sql`
      create table page_session (
        id_hash text collate "C" primary key,
        psu_id text collate "C",
        psu_name text,
        notice jsonb,
        created_at timestamptz not null,
        seen_at timestamptz not null
      )`.execute(db);
    await sql`create index page_session_created on page_session (created_at)`.execute(db);
  },
};
