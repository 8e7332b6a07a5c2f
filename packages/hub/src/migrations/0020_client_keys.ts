import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Profiles and public keys of clients, their access tokens, and the assertions that they have used up (row O9). */
export const clientKeys: Migration = {
  up: async (db) => {
    await sql`alter table client alter column secret_hash drop not null`.execute(db);
    // Whoever is a client already has a secret.
    await sql`
      alter table client
        add column profile text collate "C" not null default 'compat' check (profile in ('compat', 'fapi2')),
        add column scopes jsonb not null default '["pay_by_link", "account_data"]',
        add check (profile = 'compat' or secret_hash is null)`.execute(db);
    await sql`
      create table client_key (
        client_id text collate "C" not null references client,
        kid text collate "C" not null,
        jwk jsonb not null,
        added_at timestamptz not null,
        retired_at timestamptz,
        primary key (client_id, kid)
      )`.execute(db);
    await sql`
      create table access_token (
        token_hash text collate "C" primary key,
        client_id text collate "C" not null references client,
        kid text collate "C",
        scope text collate "C" not null,
        expires_at timestamptz not null,
        foreign key (client_id, kid) references client_key
      )`.execute(db);
    await sql`create index access_token_expiry on access_token (expires_at)`.execute(db);
    await sql`
      create table client_assertion (
        client_id text collate "C" not null references client,
        jti_hash text collate "C" not null,
        expires_at timestamptz not null,
        primary key (client_id, jti_hash)
      )`.execute(db);
    await sql`create index client_assertion_expiry on client_assertion (expires_at)`.execute(db);
  },
};
