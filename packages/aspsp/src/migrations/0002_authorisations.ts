import { sql } from "kysely";
import type { Migration } from "kysely/migration";

export const authorisations: Migration = {
  async up(db) {
    await sql`create table authorisation (
      authorisation_id uuid primary key,
      subject_kind text not null,
      subject_id uuid not null,
      tpp_id text collate "C" not null,
      sca_status text collate "C" not null,
      psu_id text,
      psu_name text,
      method_id text,
      method_type text,
      method_name text,
      failure_reason text,
      challenges integer not null,
      created_at timestamptz not null,
      changed_at timestamptz not null
    )`.execute(db);
    await sql`create index authorisation_of_subject on authorisation (subject_kind, subject_id)`.execute(db);
    await sql`create table challenge (
      challenge_id uuid primary key,
      authorisation_id uuid not null references authorisation,
      psu_id text not null,
      method_id text not null,
      kind text not null,
      secret_hash text,
      link_hash text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      closed_at timestamptz
    )`.execute(db);
    await sql`create unique index challenge_open on challenge (authorisation_id) where closed_at is null`.execute(db);
    await sql`create table attempt_count (
      counter text collate "C" primary key,
      failures integer not null,
      in_flight integer not null,
      reserved_at timestamptz not null,
      locked_until timestamptz
    )`.execute(db);
  },
};
