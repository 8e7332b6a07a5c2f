import type { PgBoss } from "pg-boss";
import { inTransaction } from "./queue.ts";

/** Names of the tables in the schema that the queue has too; the schema's name is checked, since no statement binds it. */
export interface Tables {
  readonly batch: string;
  readonly item: string;
  /** pg-boss's own. */
  readonly job: string;
}

export function isSchemaName(schema: string): boolean {
  return /^[a-z][a-z0-9_]{0,48}$/.test(schema);
}

export function tablesIn(schema: string): Tables {
  if (!isSchemaName(schema)) throw new RangeError(`schema: not a name of one: ${schema}`);
  return { batch: `${schema}.tpp_bulk_batch`, item: `${schema}.tpp_bulk_item`, job: `${schema}.job` };
}

/**
 * Makes the tables when they are missing. The type json, unlike jsonb, keeps a payment's members in their order: a
 * repetition has the same body to the byte, which banks hold against the X-Request-ID.
 */
export async function createTables(boss: PgBoss, tables: Tables): Promise<void> {
  await inTransaction(boss, async (tx) => {
    // "if not exists" still collides when two processes begin at once, hence the lock.
    await tx.executeSql("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`create ${tables.batch}`]);
    for (const statement of statements(tables)) await tx.executeSql(statement);
  });
}

function statements({ batch, item }: Tables): readonly string[] {
  return [
    `
    create table if not exists ${batch} (
      batch_id uuid primary key,
      queue text collate "C" not null,
      key text collate "C" not null,
      digest text collate "C" not null,
      product text collate "C" not null,
      state text collate "C" not null check (state in ('running', 'paused', 'cancelled')),
      created_at timestamptz not null,
      unique (queue, key)
    )`,
    `
    create table if not exists ${item} (
      batch_id uuid not null references ${batch},
      item_index integer not null,
      request_id uuid not null unique,
      payment json not null,
      state text collate "C" not null
        check (state in ('queued', 'sending', 'initiated', 'failed', 'unknown', 'cancelled')),
      attempts integer not null default 0,
      first_sent_at timestamptz,
      payment_id text collate "C",
      transaction_status text collate "C",
      sca_redirect text,
      sca_oauth text,
      failure json,
      changed_at timestamptz not null,
      primary key (batch_id, item_index)
    )`,
  ];
}
