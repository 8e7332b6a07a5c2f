import {
  eventFrom,
  recordFrom,
  recordText,
  type ConsentEvent,
  type ConsentRecord,
} from "../patterns/consents/record.ts";
import type { ConsentStore } from "../patterns/consents/store.ts";
import type { Migration, Query, QueryValue } from "./pg.ts";

/** The tables of `createPostgresConsentStore`. */
export const consentMigration: Migration = [
  `create table if not exists tpp_consent (
    bank text collate "C" not null,
    consent_id text collate "C" not null,
    version integer not null,
    state text not null,
    valid_until date not null,
    record jsonb not null,
    primary key (bank, consent_id)
  )`,
  `create index if not exists tpp_consent_end on tpp_consent (state, valid_until)`,
  `create table if not exists tpp_consent_event (
    event_id text collate "C" primary key,
    bank text collate "C" not null,
    consent_id text collate "C" not null,
    version integer not null,
    at timestamptz not null,
    event jsonb not null,
    lease_owner text,
    lease_until timestamptz,
    unique (bank, consent_id, version)
  )`,
];

/** Consents in PostgreSQL, for any number of processes; the tables come from `createTables(query, consentMigration)`. */
export function createPostgresConsentStore(query: Query): ConsentStore {
  return {
    async add(record, event) {
      const added = await query(
        `with written as (
          insert into tpp_consent (bank, consent_id, version, state, valid_until, record)
          values ($1, $2, $3, $4, $5::date, $6::jsonb) on conflict (bank, consent_id) do nothing returning version
        ), ${told} select version from written`,
        [...recordValues(record), ...eventValues(event)],
      );
      return added.length > 0;
    },

    async find({ bank, consentId }) {
      const [row] = await query(`select record::text as record from tpp_consent where bank = $1 and consent_id = $2`, [
        bank,
        consentId,
      ]);
      return row === undefined ? undefined : recordFrom(row["record"]);
    },

    async list({ states, endsBy, after, limit }) {
      const rows = await query(
        `select record::text as record from tpp_consent
        where state in (select jsonb_array_elements_text($1::jsonb)) and ($2::date is null or valid_until <= $2::date)
          and ($3::text is null or (bank, consent_id) > ($3::text, $4::text))
        order by bank, consent_id limit $5`,
        [JSON.stringify(states), endsBy ?? null, after?.bank ?? null, after?.consentId ?? null, limit],
      );
      return rows.map(({ record }) => recordFrom(record));
    },

    async replace(record, event) {
      const replaced = await query(
        `with written as (
          update tpp_consent set version = $3, state = $4, valid_until = $5::date, record = $6::jsonb
          where bank = $1 and consent_id = $2 and version = $3 - 1 returning version
        ), ${told} select version from written`,
        [...recordValues(record), ...eventValues(event)],
      );
      return replaced.length > 0;
    },

    async claimEvent({ owner, now, until }) {
      const [row] = await query(
        `update tpp_consent_event set lease_owner = $1, lease_until = $3::timestamptz where event_id = (
          select event_id from tpp_consent_event first
          where (lease_until is null or lease_until <= $2::timestamptz) and not exists (
            select from tpp_consent_event earlier where earlier.bank = first.bank
              and earlier.consent_id = first.consent_id and earlier.version < first.version)
          order by at, event_id limit 1 for update skip locked
        ) returning event::text as event`,
        [owner, now.toISOString(), until.toISOString()],
      );
      return row === undefined ? undefined : eventFrom(row["event"]);
    },

    async settleEvent({ eventId }, owner) {
      await query(`delete from tpp_consent_event where event_id = $1 and lease_owner = $2`, [eventId, owner]);
    },
  };
}

/** The event goes in with the change that it tells of, in the same statement; without one nothing does. */
const told = `told as (
  insert into tpp_consent_event (event_id, bank, consent_id, version, at, event)
  select $7::text, $1::text, $2::text, $3::integer, $8::timestamptz, $9::jsonb from written where $7::text is not null
)`;

function recordValues(record: ConsentRecord): QueryValue[] {
  const { bank, consentId, version, state, validUntil } = record;
  return [bank, consentId, version, state, validUntil, recordText(record)];
}

function eventValues(event: ConsentEvent | undefined): QueryValue[] {
  return event === undefined ? [null, null, null] : [event.eventId, event.at.toISOString(), JSON.stringify(event)];
}
