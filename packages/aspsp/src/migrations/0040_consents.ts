import { sql } from "kysely";
import type { Migration } from "kysely/migration";

export const consents: Migration = {
  async up(db) {
    await sql`create table consent (
      consent_id uuid primary key,
      tpp_id text collate "C" not null references tpp,
      tpp_name text not null,
      kind text not null,
      status text collate "C" not null,
      status_reason text,
      recurring boolean not null,
      valid_until date not null,
      frequency_per_day integer not null check (frequency_per_day > 0),
      combined_service boolean not null,
      access jsonb not null,
      owner_name boolean not null,
      balances boolean not null,
      transactions boolean not null,
      chosen jsonb,
      psu_id text collate "C",
      sca_at timestamptz,
      first_used_at timestamptz,
      authorised_hash text,
      redirect_uri text,
      nok_redirect_uri text,
      last_action_date date not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      changed_at timestamptz not null
    )`.execute(db);
    await sql`create index consent_waiting on consent (expires_at) where status = 'received'`.execute(db);
    await sql`create index consent_ending on consent (valid_until) where status = 'valid'`.execute(db);
    await sql`create index consent_sca on consent (sca_at) where status = 'valid'`.execute(db);
    await sql`create index consent_of_psu on consent (psu_id, created_at)`.execute(db);
    await sql`create table consent_account (
      consent_id uuid not null references consent,
      resource_id uuid primary key,
      account_id text collate "C" not null,
      iban text,
      masked_pan text,
      currency text not null,
      is_card boolean not null,
      balances boolean not null,
      transactions boolean not null,
      unique (consent_id, account_id)
    )`.execute(db);
    await sql`create table consent_event (
      consent_id uuid not null references consent,
      sequence integer not null,
      from_status text,
      to_status text not null,
      reason text,
      at timestamptz not null,
      primary key (consent_id, sequence)
    )`.execute(db);
    await sql`create table consent_access (
      consent_id uuid not null references consent,
      endpoint text collate "C" not null,
      resource_id text collate "C" not null,
      used timestamptz[] not null,
      primary key (consent_id, endpoint, resource_id)
    )`.execute(db);
    await sql`create index consent_access_last on consent_access ((used[cardinality(used)]))`.execute(db);
  },
};
