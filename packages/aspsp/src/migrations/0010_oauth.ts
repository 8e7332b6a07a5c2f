import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What the authorization server keeps. Ids are hashes: a copy of the table redeems nothing. */
export const oauthMigration: Migration = {
  async up(db: Kysely<any>): Promise<void> {
    await sql`
      create table oauth_record (
        kind text collate "C" not null,
        id_hash text collate "C" not null,
        grant_hash text collate "C",
        payload jsonb not null,
        consumed_at timestamptz,
        expires_at timestamptz not null,
        primary key (kind, id_hash)
      )`.execute(db);
    await sql`create index oauth_record_grant on oauth_record (grant_hash) where grant_hash is not null`.execute(db);
    await sql`create index oauth_record_expiry on oauth_record (expires_at)`.execute(db);
  },
};
