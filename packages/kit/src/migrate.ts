import { sql } from "kysely";
import { Migrator, type Migration } from "kysely/migration";
import type { Db } from "./db.ts";

/** Named in order, `0001_payments` and so on; a migration that has run anywhere is never edited. */
export type Migrations = Readonly<Record<string, Migration>>;

/** Creates the schema when it is missing and brings it to the newest migration; parallel callers wait for each other. */
export async function migrate(db: Db<any>, schema: string, migrations: Migrations): Promise<void> {
  const { error, results } = await db.connection().execute(async (connection) => {
    // A migration may take long, and whoever waits for it longer; the time-outs of requests are not for them.
    await sql`select set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false)`.execute(
      connection,
    );
    try {
      await createSchema(connection, schema);
      return await migratorOf(connection, schema, migrations).migrateToLatest();
    } finally {
      await sql`reset statement_timeout`.execute(connection);
      await sql`reset lock_timeout`.execute(connection);
    }
  });
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === "Error")?.migrationName ?? "before the first";
  throw new Error(`migration of schema ${schema} failed at ${failed}`, { cause: error });
}

function migratorOf(db: Db<any>, schema: string, migrations: Migrations): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableSchema: schema,
  });
}

async function createSchema(db: Db<any>, schema: string): Promise<void> {
  // "if not exists" still collides when two sessions create at once, hence the lock.
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`schema ${schema}`}))`.execute(tx);
    await sql`create schema if not exists ${sql.id(schema)}`.execute(tx);
  });
}
