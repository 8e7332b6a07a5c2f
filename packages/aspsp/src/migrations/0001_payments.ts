import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Keys that are compared or ordered sort by bytes on every server, whatever its locale. */
export const payments: Migration = {
  async up(db) {
    await sql`create table tpp (
      tpp_id text collate "C" primary key,
      name text not null,
      country text not null,
      nca_id text not null,
      enrolled_at timestamptz not null
    )`.execute(db);
    await sql`create table payment (
      payment_id uuid primary key,
      tpp_id text collate "C" not null references tpp,
      tpp_name text not null,
      service text not null,
      product text not null,
      status text collate "C" not null,
      status_reason text,
      amount int8 not null check (amount > 0),
      currency text not null,
      creditor_name text not null,
      creditor_iban text not null,
      creditor_bic text,
      debtor_iban text,
      debtor_chosen boolean not null,
      end_to_end_id text,
      remittance text,
      creditor_reference text,
      requested_execution_date date,
      body jsonb not null,
      psu_id text,
      authorised_hash text,
      redirect_uri text,
      nok_redirect_uri text,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      changed_at timestamptz not null
    )`.execute(db);
    await sql`create index payment_waiting on payment (expires_at) where status = 'RCVD'`.execute(db);
    await sql`create table payment_event (
      payment_id uuid not null references payment,
      sequence integer not null,
      from_status text,
      to_status text not null,
      reason text,
      at timestamptz not null,
      primary key (payment_id, sequence)
    )`.execute(db);
    await sql`create table payment_execution (
      execution_id uuid primary key,
      payment_id uuid not null unique references payment,
      created_at timestamptz not null,
      finished_at timestamptz,
      outcome text
    )`.execute(db);
  },
};
