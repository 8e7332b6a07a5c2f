import { CompiledQuery, sql } from "kysely";
import type { ColumnType } from "kysely";
import type { Migration } from "kysely/migration";
import type { Db } from "../db.ts";

/** How much one key may do. */
export interface LimitRules {
  /** Requests in one second of the clock. */
  readonly perSecond: number;
  /** Requests in one hour of the clock; left out, no such limit. */
  readonly perHour?: number | undefined;
  /** Requests that are being answered at a time; left out, no such limit. */
  readonly concurrent?: number | undefined;
}

/** What a schema that includes `limiterMigration` holds: one row per key, for all processes. */
export interface RateLimitTable {
  key: string;
  /** When the counted second and hour began; what was granted of each. */
  second_at: Date;
  second_used: string;
  hour_at: Date;
  hour_used: string;
  /** Places that processes hold: `{"<process>": {"slots": 3, "until": <epoch ms>}}`. */
  holders: ColumnType<unknown, string, string>;
  /** What the last statement granted, to be read by it. */
  granted: string;
  slots_granted: string;
}

export const limiterMigration: Migration = {
  async up(db) {
    // Updated in place at every lease, hence the room in each page.
    await sql`create table rate_limit (
      key text collate "C" primary key,
      second_at timestamptz not null,
      second_used int8 not null,
      hour_at timestamptz not null,
      hour_used int8 not null,
      holders jsonb not null,
      granted int8 not null,
      slots_granted int8 not null
    ) with (fillfactor = 50)`.execute(db);
  },
};

/** What a process asks for in one statement. Instants are epoch milliseconds. */
export interface LeaseRequest {
  readonly key: string;
  readonly now: number;
  /** Requests that wait for budget; 0 asks for none. */
  readonly want: number;
  /** Budget of the hour `backOf` that was leased and not used. */
  readonly back: number;
  readonly backOf: number;
  /** The process, by an id of its own. */
  readonly holder: string;
  /** Places that it keeps, and how many more it wants; they are its own until `until`. */
  readonly hold: number;
  readonly wantSlots: number;
  readonly until: number;
}

export interface Lease {
  readonly secondAt: number;
  /** By all processes, what was granted now included. */
  readonly secondUsed: number;
  readonly hourAt: number;
  readonly hourUsed: number;
  readonly granted: number;
  readonly slots: number;
}

/** Clocks of two processes may be that far apart; a clock that is set back by more begins new windows. */
export const skewMs = 60_000;

/** What is asked for beyond those who wait: a fiftieth of what is left, so that small limits are leased one by one. */
export const share = 50;

const [skew, nowMs] = [`interval '${skewMs} milliseconds'`, "(extract(epoch from $2::timestamptz) * 1000)"];
const stays = (column: string, length: string): string =>
  `(b.${column} - ${skew} <= $2::timestamptz and $2::timestamptz < b.${column} + interval '1 ${length}')`;
const [secondStays, hourStays] = [stays("second_at", "second"), stays("hour_at", "hour")];
const secondUsed = `(case when ${secondStays} then b.second_used else 0 end)`;
const givenBack = "(case when b.hour_at = $7::timestamptz then $6::int8 else 0 end)";
const hourUsed = `(case when ${hourStays} then greatest(b.hour_used - ${givenBack}, 0) else 0 end)`;
// Without a limit of the hour $4 is null, which least() passes over.
const left = `greatest(least($3::int8 - ${secondUsed}, $4::int8 - ${hourUsed}), 0)`;
const granted = `(case when $5::int8 = 0 then 0 else least(${left}, greatest($5::int8, ${left} / ${share})) end)`;
const others = `held.key <> $8::text and (held.value ->> 'until')::int8 > ${nowMs}`;
const taken = `coalesce((select sum((held.value ->> 'slots')::int8) from jsonb_each(b.holders) as held where ${others}), 0)`;
const free = `greatest($9::int8 - ${taken}::int8 - $10::int8, 0)`;
const slots = `(case when $11::int8 = 0 then 0 else least(${free}, greatest($11::int8, ${free} / ${share})) end)`;
const own = `(case when $10::int8 + ${slots} = 0 then '{}'::jsonb else
  jsonb_build_object($8::text, jsonb_build_object('slots', $10::int8 + ${slots}, 'until', $12::int8)) end)`;
const kept = `(select coalesce(jsonb_object_agg(held.key, held.value), '{}'::jsonb)
  from jsonb_each(b.holders) as held where ${others})`;

/**
 * One statement grants and counts: the row is locked when it is judged, so that no number of processes gets more than
 * the limit. Everything on the right side is what the row held before.
 */
const leaseStatement = `update rate_limit as b set
  second_at = case when ${secondStays} then b.second_at else date_trunc('second', $2::timestamptz) end,
  second_used = ${secondUsed} + ${granted},
  hour_at = case when ${hourStays} then b.hour_at else date_trunc('hour', $2::timestamptz) end,
  hour_used = ${hourUsed} + ${granted},
  holders = ${kept} || ${own},
  granted = ${granted},
  slots_granted = ${slots}
  where b.key = $1::text
  returning second_at, second_used, hour_at, hour_used, granted, slots_granted`;

interface LeaseRow {
  second_at: Date;
  second_used: string;
  hour_at: Date;
  hour_used: string;
  granted: string;
  slots_granted: string;
}

export async function takeLease(db: Db<any>, rules: LimitRules, request: LeaseRequest): Promise<Lease> {
  const { key, now, want, back, backOf, holder, hold, wantSlots, until } = request;
  const { perSecond, perHour = null, concurrent = null } = rules;
  const first = [key, new Date(now), perSecond, perHour, want, back, new Date(backOf)];
  const values = [...first, holder, concurrent, hold, wantSlots, until];
  const take = async () => (await db.executeQuery<LeaseRow>(CompiledQuery.raw(leaseStatement, values))).rows[0];
  const row = (await take()) ?? (await addKey(db, key, new Date(now)), await take());
  if (row === undefined) throw new Error("the row of a limit has vanished");
  return {
    secondAt: row.second_at.getTime(),
    secondUsed: Number(row.second_used),
    hourAt: row.hour_at.getTime(),
    hourUsed: Number(row.hour_used),
    granted: Number(row.granted),
    slots: Number(row.slots_granted),
  };
}

async function addKey(db: Db<any>, key: string, now: Date): Promise<void> {
  await sql`
    insert into rate_limit (key, second_at, second_used, hour_at, hour_used, holders, granted, slots_granted)
    values (${key}, date_trunc('second', ${now}::timestamptz), 0, date_trunc('hour', ${now}::timestamptz), 0, '{}', 0, 0)
    on conflict (key) do nothing`.execute(db);
}
