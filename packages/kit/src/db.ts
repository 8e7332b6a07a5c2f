import { createHash } from "node:crypto";
import { CompiledQuery, Kysely, PostgresDialect, type PostgresPoolClient, type Transaction } from "kysely";
import pg from "pg";
import { createReads, type Reads, type ReadValue } from "./reads.ts";

export type Db<Schema> = Kysely<Schema>;
export type Tx<Schema> = Transaction<Schema>;
/** For functions that run both inside and outside a transaction. */
export type DbOrTx<Schema> = Db<Schema> | Tx<Schema>;

export interface DbOptions {
  readonly url: string;
  /** The schema that unqualified names mean; `migrate` creates it. */
  readonly schema: string;
  /** Most connections at a time; default 8. */
  readonly max?: number;
  /** Connections beside those, for `readRows` alone; without any it takes one of the others. */
  readonly reads?: number;
}

/** Dates, int8 and numeric stay text: parsing them costs time and loses digits or moves the day. Instants are `Date`. */
const asText = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    keptAsText.has(oid) ? String : pg.types.getTypeParser(oid, format),
};
const keptAsText = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.DATE, pg.types.builtins.NUMERIC]);

export function openDb<Schema>({ url, schema, max = 8, reads: readers = 0 }: DbOptions): Db<Schema> {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(schema)) throw new TypeError(`not a schema name: ${schema}`);
  const { connectionString, options } = withOptions(url, schema);
  const types = asText as unknown as pg.CustomTypesConfig;
  const connection = { connectionString, types, connectionTimeoutMillis: 10_000, options };
  const pool = new pg.Pool({ ...connection, max, idleTimeoutMillis: 10_000 });
  const reads = readers === 0 ? undefined : createReads(connection, readers);
  // An idle connection that the server ends is replaced by the next query; without a listener it would end the process.
  pool.on("error", () => {});
  // One in use is no different: its query is refused, and whoever asked is told so.
  pool.on("connect", (client) => void client.on("error", () => {}));
  const end = async (): Promise<void> => void (await Promise.all([pool.end(), reads?.end()]));
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({
      pool: { connect: async () => named(await pool.connect()), end, options: pool.options },
    }),
  });
  if (reads !== undefined) readsOf.set(db.getExecutor(), reads);
  return db;
}

/** By what a `Db` runs its statements with, which its typed views share and its transactions do not. */
const readsOf = new WeakMap<object, Reads>();

/**
 * The rows of one statement that only reads, is written out, and takes a moment: the way of hot reads, past the query
 * builder and the pool. Inside a transaction it is part of it.
 */
export async function readRows<Row>(
  db: DbOrTx<any>,
  text: string,
  values: readonly ReadValue[],
): Promise<readonly Row[]> {
  const reads = readsOf.get(db.getExecutor());
  if (reads !== undefined) return reads.run<Row>({ name: nameOf(text), text, values });
  return (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;
}

const timeouts = "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000";

/** The URL's own `options` would replace these; they may change the time-outs, but not what names and instants mean. */
function withOptions(url: string, schema: string): { connectionString: string; options: string } {
  const fixed = `-c search_path=${schema} -c timezone=UTC`;
  if (!url.includes("options=")) return { connectionString: url, options: `${timeouts} ${fixed}` };
  const rest = new URL(url);
  const given = rest.searchParams.get("options") ?? "";
  rest.searchParams.delete("options");
  return { connectionString: rest.href, options: `${timeouts} ${given} ${fixed}` };
}

const names = new Map<string, string>();

/** Names every statement by its text, so that PostgreSQL plans it once per connection (17 k to 43 k selects a second). */
function named(client: pg.PoolClient): PostgresPoolClient {
  return {
    query: (textOrCursor: unknown, values?: readonly unknown[]) => {
      if (typeof textOrCursor !== "string") return client.query(textOrCursor as never);
      return client.query({ name: nameOf(textOrCursor), text: textOrCursor, values: values as unknown[] }) as never;
    },
    release: (destroy) => client.release(destroy),
  };
}

function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash("sha256").update(text).digest("base64url").slice(0, 24);
    // Texts with literal lists would grow without end; they start over.
    if (names.size > 5_000) names.clear();
    names.set(text, name);
  }
  return name;
}
