import { sql } from "kysely";
import type { Migration } from "kysely/migration";

export const fundsConsents: Migration = {
  async up(db) {
    await sql`create table funds_consent (
      consent_id uuid primary key references consent,
      request jsonb not null
    )`.execute(db);
    // A funds confirmation finds its consent by the account.
    await sql`create index consent_account_iban on consent_account (iban)`.execute(db);
  },
};
