/** One row as a driver hands it over. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * One bound statement (`$1`, `$2` …) and the rows that it gave. The stores need nothing else of a driver, no transaction
 * either: each of their moves is one statement. Values are strings, numbers, booleans and null.
 */
export type Query = (text: string, values: readonly QueryValue[]) => Promise<readonly Row[]>;
export type QueryValue = string | number | boolean | null;

/** What of a pool or client of `pg` is used; others that look like it will do. */
export interface PgClient {
  query(text: string, values: QueryValue[]): Promise<{ readonly rows: readonly Row[] }>;
}

/** The port of the stores over a pool (or one client) of `pg`: `queryOf(new pg.Pool({ connectionString }))`. */
export function queryOf(client: PgClient): Query {
  return async (text, values) => (await client.query(text, [...values])).rows;
}

/** Statements that create what a store needs where it is missing; one each, so that every driver takes them. */
export type Migration = readonly string[];

/**
 * Runs the migrations in their order: `createTables(query, pollingMigration)`. They change nothing that exists, so that
 * every process may do this when it starts, also several at once.
 */
export async function createTables(query: Query, ...migrations: readonly Migration[]): Promise<void> {
  for (const statement of migrations.flat()) await createOnce(query, statement);
}

/** What PostgreSQL says when another session has created the same in between: `if not exists` does not lock. */
const createdBeside: ReadonlySet<unknown> = new Set(["23505", "42P07", "42710"]);

async function createOnce(query: Query, statement: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await query(statement, []);
      return;
    } catch (error) {
      if (tries >= 5 || !createdBeside.has((error as { code?: unknown }).code)) throw error;
    }
  }
}

/** A `timestamptz` as text that `instantOf` reads, whatever the driver makes of that type. `column` is never input. */
export function asInstant(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** An instant that was selected by `asInstant`; undefined for null. */
export function instantOf(value: unknown): Date | undefined {
  return typeof value === "string" ? new Date(value) : undefined;
}
