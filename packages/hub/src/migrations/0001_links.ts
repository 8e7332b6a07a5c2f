import { sql } from "kysely";
import type { Migration } from "kysely/migration";
import { linkStatuses } from "../events.ts";

const statuses = sql.raw(linkStatuses.map((status) => `'${status}'`).join(", "));

/** API clients, payment links, their history, and the attempts to pay them. */
export const links: Migration = {
  up: async (db) => {
    await sql`
      create table client (
        client_id text collate "C" primary key,
        name text not null,
        secret_hash text collate "C" not null,
        redirect_urls jsonb not null,
        webhook_urls jsonb not null,
        webhook_secret_sealed bytea not null,
        required_tracking jsonb not null,
        created_at timestamptz not null
      )`.execute(db);
    await sql`
      create table link (
        link_id uuid primary key,
        web_id text collate "C" not null unique,
        client_id text collate "C" not null references client,
        status text collate "C" not null check (status in (${statuses})),
        sequence integer not null check (sequence > 0),
        type text collate "C" not null,
        ux_template text collate "C" not null,
        locale text collate "C",
        user_editable boolean not null,
        redirect_url text,
        webhook_url text,
        intent json not null,
        amount bigint not null check (amount > 0),
        currency text collate "C" not null,
        method_filter jsonb not null,
        entity_id text collate "C",
        user_id text collate "C",
        provider_id text collate "C",
        payment_method_id text collate "C",
        failure jsonb,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        expires_at timestamptz not null
      )`.execute(db);
    await sql`create index link_list on link (client_id, created_at desc, link_id desc)`.execute(db);
    await sql`create index link_list_status on link (client_id, status, created_at desc, link_id desc)`.execute(db);
    await sql`create index link_list_provider on link (client_id, provider_id, created_at desc, link_id desc)`.execute(
      db,
    );
    await sql`create index link_list_entity on link (client_id, entity_id, created_at desc, link_id desc)`.execute(db);
    await sql`create index link_list_user on link (client_id, user_id, created_at desc, link_id desc)`.execute(db);
    await sql`
      create table link_event (
        link_id uuid not null references link,
        sequence integer not null,
        status text collate "C" not null check (status in (${statuses})),
        event_id text collate "C" not null unique,
        at timestamptz not null,
        primary key (link_id, sequence)
      )`.execute(db);
    await createAttempts(db);
  },
};

async function createAttempts(db: Parameters<Migration["up"]>[0]): Promise<void> {
  await sql`
    create table attempt (
      attempt_id uuid primary key,
      link_id uuid not null references link,
      state text collate "C" not null check (state in ('requested', 'live', 'closed')),
      provider_id text collate "C" not null,
      payment_method_id text collate "C" not null,
      product text collate "C" not null,
      debtor_iban text collate "C",
      bank_request_id uuid not null unique,
      return_state text collate "C" not null unique,
      browser_hash text collate "C" not null,
      psu_ip_address text collate "C" not null,
      psu_user_agent text,
      tries integer not null default 0,
      bank_payment_id text collate "C",
      continue_url text,
      transaction_status text collate "C",
      ending text collate "C" check (ending in ('left', 'cancelled')),
      created_at timestamptz not null,
      followed_from timestamptz,
      closed_at timestamptz,
      closed_reason text collate "C",
      check ((state = 'closed') = (closed_at is not null)),
      check (state <> 'live' or bank_payment_id is not null)
    )`.execute(db);
  await sql`create index attempt_link on attempt (link_id, created_at desc)`.execute(db);
  // Row P10: whatever the code does, one link never has two payments that can still move money.
  await sql`create unique index attempt_one_open on attempt (link_id) where state <> 'closed'`.execute(db);
}
