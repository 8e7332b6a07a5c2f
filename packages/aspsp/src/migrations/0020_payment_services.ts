import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Bulk and periodic payments, several signers, and executions that are more than one. */
export const paymentServices: Migration = {
  async up(db) {
    await sql`alter table payment
      add column charge_bearer text,
      add column purpose_code text,
      add column ultimate_debtor text,
      add column ultimate_creditor text,
      add column requested_execution_time timestamptz,
      add column batch_booking boolean,
      add column items jsonb,
      add column standing jsonb,
      add column signatures_needed integer not null default 1 check (signatures_needed > 0),
      add column funds_available boolean`.execute(db);
    await sql`drop index payment_waiting`.execute(db);
    await sql`create index payment_waiting on payment (expires_at) where status in ('RCVD', 'PATC')`.execute(db);
    await sql`alter table payment_execution
      add column item integer not null default 1,
      add column due_at timestamptz,
      add column started_at timestamptz,
      add column reason text`.execute(db);
    await sql`update payment_execution set due_at = created_at`.execute(db);
    await sql`alter table payment_execution
      alter column due_at set not null,
      drop constraint payment_execution_payment_id_key,
      add constraint payment_execution_once unique (payment_id, item)`.execute(db);
    await sql`create table payment_signature (
      payment_id uuid not null references payment,
      psu_id text collate "C" not null,
      link_hash text not null,
      signed_at timestamptz not null,
      primary key (payment_id, psu_id)
    )`.execute(db);
  },
};
