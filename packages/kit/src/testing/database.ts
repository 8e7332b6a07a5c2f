import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { openDb, type Db } from "../db.ts";
import { migrate, type Migrations } from "../migrate.ts";

export interface TestDatabase<Schema> {
  readonly db: Db<Schema>;
  readonly url: string;
  readonly schema: string;
  /** Drops the schema and closes the pool. */
  close(): Promise<void>;
}

/** The PostgreSQL that `npm test` starts (or `DATABASE_URL`). A test file alone is run by `npm test -- FILE`. */
export function testDatabaseUrl(): string {
  const url = process.env["DATABASE_URL"];
  if (!url) throw new Error("no DATABASE_URL: run the tests by `npm test`, or `npm test -- FILE`");
  return url;
}

/** A schema of its own for one test file, so that files run side by side. */
export async function openTestDatabase<Schema>(migrations: Migrations, max = 8): Promise<TestDatabase<Schema>> {
  const url = testDatabaseUrl();
  const schema = `test_${randomBytes(6).toString("hex")}`;
  const db = openDb<Schema>({ url, schema, max, reads: 1 });
  await migrateBeside(db, schema, migrations);
  return {
    db,
    url,
    schema,
    close: async () => {
      await sql`drop schema ${sql.id(schema)} cascade`.execute(db);
      await db.destroy();
    },
  };
}

/** Reading the catalogue fails when another test file drops its schema at that moment; what has been done stays done. */
async function migrateBeside(db: Db<any>, schema: string, migrations: Migrations): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await migrate(db, schema, migrations);
    } catch (error) {
      const gone = (error as { cause?: { code?: unknown } }).cause?.code === "3F000";
      if (!gone || tries >= 10) throw error;
    }
  }
}
