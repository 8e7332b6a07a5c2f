import { sql } from "kysely";
import type { Migration } from "kysely/migration";

/** The archive of events, filled from the links' history. */
export const events: Migration = {
  up: async (db) => {
    await sql`
      create table event (
        position bigint generated always as identity primary key,
        event_id text collate "C" not null unique,
        client_id text collate "C" not null,
        type text collate "C" not null,
        object_id uuid not null,
        sequence integer not null check (sequence > 0),
        body json not null,
        url text,
        occurred_at timestamptz not null,
        unique (object_id, sequence)
      )`.execute(db);
    await sql`create index event_of_client on event (client_id, position)`.execute(db);
    await sql`create index event_of_client_at on event (client_id, occurred_at)`.execute(db);
    await sql`
      insert into event (event_id, client_id, type, object_id, sequence, body, url, occurred_at)
      select e.event_id, l.client_id, 'link_status_update', e.link_id, e.sequence,
        json_build_object('type', 'link_status_update', 'link_id', e.link_id, 'web_id', l.web_id, 'status', e.status,
          'event_id', e.event_id, 'sequence', e.sequence,
          'occurred_at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
        l.webhook_url, e.at
      from link_event e join link l on l.link_id = e.link_id order by e.at, e.link_id, e.sequence`.execute(db);
  },
};
