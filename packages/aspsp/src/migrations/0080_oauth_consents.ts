import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What a grant is for: its tokens live no longer than the consent. */
export const oauthConsents: Migration = {
  async up(db) {
    await sql`alter table oauth_record add column consent_id uuid`.execute(db);
  },
};
