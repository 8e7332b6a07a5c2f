import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** The log of every attempt to deliver an event, when the next one is due, and ways to what was parked. */
export const webhookLog: Migration = {
  up: async (db) => {
    await sql`
      create table webhook_attempt (
        attempt_id bigint generated always as identity primary key,
        event_id text collate "C" not null,
        at timestamptz not null,
        url text not null,
        result text collate "C" not null
      )`.execute(db);
    await sql`create index webhook_attempt_of_event on webhook_attempt (event_id, attempt_id)`.execute(db);
    await sql`alter table webhook_delivery add column next_attempt_at timestamptz`.execute(db);
    await sql`create index webhook_delivery_parked on webhook_delivery (client_id) where parked_at is not null`.execute(
      db,
    );
    await sql`create index outbox_parked on outbox (topic, key, id) where state = 'parked'`.execute(db);
  },
};
