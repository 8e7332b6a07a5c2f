import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Signing keys (rows K6, K9, K10), what became of each delivery, and endpoints that answered 410. */
export const webhooks: Migration = {
  up: async (db) => {
    await sql`
      create table webhook_key (
        seq integer primary key,
        kid text collate "C" not null unique,
        alg text not null check (alg in ('ES256', 'RS256')),
        public_jwk jsonb not null,
        private_sealed bytea,
        published_at timestamptz not null,
        signs_from timestamptz not null,
        retired_at timestamptz,
        check ((retired_at is null) = (private_sealed is not null))
      )`.execute(db);
    await sql`
      create table webhook_delivery (
        event_id text collate "C" primary key,
        client_id text collate "C" not null,
        attempts integer not null default 0,
        first_attempt_at timestamptz not null,
        last_attempt_at timestamptz not null,
        last_result text collate "C" not null,
        delivered_at timestamptz,
        parked_at timestamptz
      )`.execute(db);
    await sql`create index webhook_delivery_last on webhook_delivery (last_attempt_at)`.execute(db);
    await sql`
      create table webhook_endpoint (
        client_id text collate "C" not null,
        url text collate "C" not null,
        disabled_at timestamptz not null,
        primary key (client_id, url)
      )`.execute(db);
  },
};
