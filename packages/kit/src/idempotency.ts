import { sql, type ColumnType } from "kysely";
import type { Migration } from "kysely/migration";
import type { Db, DbOrTx, Tx } from "./db.ts";

/** What a schema that includes `idempotencyMigration` holds: one row per answered request. */
export interface IdempotencyTable {
  owner: string;
  route: string;
  key: string;
  body_digest: string;
  status: number;
  headers: ColumnType<Record<string, string>, string, string>;
  /** `null` when the answer had no body. */
  body: ColumnType<unknown, string | null, string | null>;
  expires_at: Date;
}

export const idempotencyMigration: Migration = {
  async up(db) {
    // The type json, unlike jsonb, keeps the text as it was written: a replay has the members in the same order.
    await sql`create table idempotency (
      owner text collate "C" not null,
      route text collate "C" not null,
      key text collate "C" not null,
      body_digest text collate "C" not null,
      status integer not null,
      headers json not null,
      body json,
      expires_at timestamptz not null,
      primary key (owner, route, key)
    )`.execute(db);
    await sql`create index idempotency_expires_at on idempotency (expires_at)`.execute(db);
  },
};

/** An answer as it goes to the wire; `body` is any JSON value, or `undefined` for none. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

export interface IdempotentRequest {
  /** Who asks (API client, TPP): keys of two owners never meet. */
  readonly owner: string;
  /** The operation, by its pattern. */
  readonly route: string;
  /** The key that the caller chose for this request. */
  readonly key: string;
  /** Digest of the request's content: the same key with another digest is a mismatch. */
  readonly bodyDigest: string;
  readonly now: Date;
  /** How long the answer is replayed, in milliseconds; afterwards the key is as new. */
  readonly keepForMs: number;
}

export type OnceResult =
  | { readonly kind: "fresh" | "replayed"; readonly answer: StoredAnswer }
  /** The key was used for a request with other content. */
  | { readonly kind: "mismatch" }
  /** The first request with this key has not been answered yet. */
  | { readonly kind: "running" };

/**
 * Runs `work` at most once for a key: the answer is stored in the transaction in which `work` writes, so both exist or
 * neither does. Callers at the same time get `running` and do not wait. When `work` throws, nothing is stored and the
 * key stays free.
 */
export async function runOnce<Schema>(
  db: Db<Schema>,
  request: IdempotentRequest,
  work: (tx: Tx<Schema>) => Promise<StoredAnswer>,
): Promise<OnceResult> {
  return db.transaction().execute(async (tx): Promise<OnceResult> => {
    if (!(await tryLock(tx, request))) return { kind: "running" };
    // A statement of its own: its snapshot is taken under the lock, so it sees what the holder before has committed.
    const stored = await find(tx, request);
    if (stored !== undefined && stored.expires_at > request.now) {
      if (stored.body_digest !== request.bodyDigest) return { kind: "mismatch" };
      return { kind: "replayed", answer: { status: stored.status, headers: stored.headers, body: bodyOf(stored) } };
    }
    const answer = await work(tx);
    await store(tx, request, answer);
    return { kind: "fresh", answer };
  });
}

/** Deletes the answers whose time of keeping is over. */
export async function sweepIdempotency(db: DbOrTx<any>, now: Date): Promise<void> {
  await sql`delete from idempotency where expires_at <= ${now}`.execute(db);
}

async function tryLock(tx: Tx<any>, { owner, route, key }: IdempotentRequest): Promise<boolean> {
  // As JSON the three parts cannot run into each other.
  const name = JSON.stringify(["idempotency", owner, route, key]);
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(current_schema() || ${name}, 0)) as locked`.execute(tx);
  return rows[0]?.locked === true;
}

interface StoredRow {
  body_digest: string;
  status: number;
  headers: Record<string, string>;
  has_body: boolean;
  body: unknown;
  expires_at: Date;
}

async function find(tx: Tx<any>, { owner, route, key }: IdempotentRequest): Promise<StoredRow | undefined> {
  const { rows } = await sql<StoredRow>`
    select body_digest, status, headers, body is not null as has_body, body, expires_at
    from idempotency where owner = ${owner} and route = ${route} and key = ${key}`.execute(tx);
  return rows[0];
}

/** No body and the body `null` are two answers; the driver reads both as null. */
function bodyOf(row: StoredRow): unknown {
  return row.has_body ? row.body : undefined;
}

async function store(tx: Tx<any>, request: IdempotentRequest, { status, headers, body }: StoredAnswer): Promise<void> {
  const { owner, route, key, bodyDigest, now, keepForMs } = request;
  const expiresAt = new Date(now.getTime() + keepForMs);
  const bodyText = body === undefined ? null : JSON.stringify(body);
  await sql`
    insert into idempotency (owner, route, key, body_digest, status, headers, body, expires_at)
    values (${owner}, ${route}, ${key}, ${bodyDigest}, ${status}, ${JSON.stringify(headers)}, ${bodyText}, ${expiresAt})
    on conflict (owner, route, key) do update set body_digest = excluded.body_digest, status = excluded.status,
      headers = excluded.headers, body = excluded.body, expires_at = excluded.expires_at`.execute(tx);
}
