import { sql, type ColumnType, type Generated } from "kysely";
import type { Migration } from "kysely/migration";
import type { Db, DbOrTx, Tx } from "../db.ts";
import { isRunning, type ProcessIdentity } from "../process.ts";

/** What a schema that includes `outboxMigration` holds: work that is due, and work that was given up (`parked`). */
export interface OutboxTable {
  id: Generated<string>;
  topic: string;
  key: string;
  payload: ColumnType<unknown, string, string>;
  state: Generated<"waiting" | "parked">;
  due_at: Date;
  first_due_at: Date;
  attempt: Generated<number>;
  /** Rises with every claim; a result that carries an older number is refused. */
  fence: Generated<string>;
  lease_until: Date | null;
  holder: ColumnType<ProcessIdentity | null, string | null, string | null>;
  parked_reason: string | null;
}

export const outboxMigration: Migration = {
  async up(db) {
    await sql`create table outbox (
      id bigint generated always as identity primary key,
      topic text collate "C" not null,
      key text collate "C" not null,
      payload json not null,
      state text collate "C" not null default 'waiting' check (state in ('waiting', 'parked')),
      due_at timestamptz not null,
      first_due_at timestamptz not null,
      attempt integer not null default 0,
      fence bigint not null default 0,
      lease_until timestamptz,
      holder json,
      parked_reason text
    )`.execute(db);
    await sql`create index outbox_due on outbox (due_at, id) where state = 'waiting'`.execute(db);
    await sql`create index outbox_order on outbox (topic, key, id) where state = 'waiting'`.execute(db);
  },
};

export interface Work {
  /** Names the handler. */
  readonly topic: string;
  /** Rows of one topic and key are handled one after the other, in the order in which they were committed. */
  readonly key: string;
  /** Any JSON value. */
  readonly payload: unknown;
  readonly dueAt: Date;
}

/**
 * Stores work in the transaction of the change that causes it; returns the row's id. Until that transaction ends,
 * another one that enqueues for the same topic and key waits: otherwise a higher id could be committed, and handled, first.
 */
export async function enqueue(tx: DbOrTx<any>, { topic, key, payload, dueAt }: Work): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with ordered as materialized (select pg_advisory_xact_lock(${lockOf(topic, key)}))
    insert into outbox (topic, key, payload, due_at, first_due_at)
    select ${topic}, ${key}, ${JSON.stringify(payload)}::json, ${dueAt}::timestamptz, ${dueAt}::timestamptz from ordered returning id`.execute(
    tx,
  );
  return rows[0]!.id;
}

/** Keeps others from enqueuing for this topic and key until the transaction ends. */
export async function lockQueue(tx: Tx<any>, topic: string, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockOf(topic, key)})`.execute(tx);
}

function lockOf(topic: string, key: string) {
  return sql`hashtextextended(current_schema() || ${JSON.stringify(["outbox", topic, key])}, 0)`;
}

export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "retry"; readonly at: Date }
  /** Given up until somebody looks at it; later rows of the same key go on. */
  | { readonly kind: "parked"; readonly reason: string };

export interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly payload: any;
  /** 1 at the first try. */
  readonly attempt: number;
  /** The instant at which the row was first due, whatever was put off since. */
  readonly createdAt: Date;
}

/** A row that this worker owns until another one claims it, which raises the fence. */
export interface Claim extends OutboxRow {
  readonly fence: string;
}

/** Another worker owns the row by now; nothing was written. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
  constructor(id: string) {
    super(`outbox row ${id} has been taken over by another worker`);
  }
}

export interface ClaimOptions {
  readonly now: Date;
  readonly leaseUntil: Date;
  /** A `ProcessIdentity` as JSON. */
  readonly holder: string;
  readonly topics: readonly string[];
  readonly leftOut: readonly string[];
  readonly limit: number;
}

/** Takes due rows that are the first of their topic and key and that nobody owns. */
export async function claimDue(db: Db<any>, o: ClaimOptions): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    with due as (
      select id from outbox o
      where state = 'waiting' and due_at <= ${o.now} and topic = any(${o.topics}::text[])
        and (lease_until is null or lease_until <= ${o.now}) and id <> all(${o.leftOut}::bigint[])
        and not exists (select from outbox earlier where earlier.state = 'waiting'
          and earlier.topic = o.topic and earlier.key = o.key and earlier.id < o.id)
      order by due_at, id limit ${o.limit} for update skip locked
    )
    update outbox set attempt = attempt + 1, fence = fence + 1, lease_until = ${o.leaseUntil}, holder = ${o.holder}::json
    from due where outbox.id = due.id
    returning outbox.id, topic, key, payload, attempt, first_due_at as "createdAt", fence`.execute(db);
  return rows;
}

/** Ends the leases, so that any worker may claim the rows at once and a result that still comes is refused. */
export async function giveBack(db: Db<any>, claims: readonly Claim[]): Promise<void> {
  for (const { id, fence } of claims) {
    await sql`update outbox set lease_until = null, holder = null, fence = fence + 1
      where id = ${id} and fence = ${fence}`.execute(db);
  }
}

export async function writeFenced<T>(db: Db<any>, { id, fence }: Claim, work: (tx: Tx<any>) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql`select from outbox where id = ${id} and fence = ${fence} for update`.execute(tx);
    if (rows.length === 0) throw new LeaseLost(id);
    return work(tx);
  });
}

/** False when another worker has claimed the row since. */
export async function storeOutcome(db: Db<any>, { id, fence }: Claim, outcome: Outcome): Promise<boolean> {
  const own = sql`id = ${id} and fence = ${fence}`;
  const statement = {
    done: () => sql`delete from outbox where ${own}`,
    retry: (at: Date) => sql`update outbox set due_at = ${at}, lease_until = null, holder = null where ${own}`,
    parked: (reason: string) => sql`update outbox set state = 'parked', parked_reason = ${reason},
      lease_until = null, holder = null where ${own}`,
  };
  const chosen =
    outcome.kind === "done"
      ? statement.done()
      : outcome.kind === "retry"
        ? statement.retry(outcome.at)
        : statement.parked(outcome.reason);
  const { numAffectedRows } = await chosen.execute(db);
  return numAffectedRows === 1n;
}

/**
 * A process that was killed leaves its leases behind. Where its end can be seen from here, they end at once, so that a
 * restart goes on without waiting for them; elsewhere they run out.
 */
export async function endLeasesOfTheDead(db: Db<any>): Promise<void> {
  const { rows } = await sql<{ holder: string }>`
    select distinct holder::text as holder from outbox where holder is not null`.execute(db);
  for (const { holder } of rows) {
    if (isRunning(JSON.parse(holder) as ProcessIdentity) !== false) continue;
    await sql`update outbox set lease_until = null, holder = null, fence = fence + 1
      where holder::text = ${holder}`.execute(db);
  }
}
