// Proves that a schema is brought to its newest migration once, however many processes start at the same time, and that
// the database's own settings hold: time-outs, types, names.
import assert from "node:assert/strict";
import { after as afterAll, test } from "node:test";
import { sql } from "kysely";
import { openDb, type Db } from "./db.ts";
import { migrate, type Migrations } from "./migrate.ts";
import { testDatabaseUrl } from "./testing/database.ts";

const schema = `test_migrate_${process.pid}`;
const open = () => openDb<any>({ url: testDatabaseUrl(), schema, max: 4 });
const db = open();
afterAll(async () => {
  await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(db);
  await db.destroy();
});

const one: Migrations = {
  "0001_one": { up: async (on: Db<any>) => void (await sql`create table one (id int)`.execute(on)) },
};
const slow: Migrations = {
  ...one,
  // Longer than the time-out of a lock, 2 s, and of a statement, 5 s, put low for the test.
  "0002_slow": { up: async (on: Db<any>) => void (await sql`select pg_sleep(0.4)`.execute(on)) },
};

test("50 callers over four pools at once run each migration once", async () => {
  const pools = [db, open(), open(), open()];
  await Promise.all(Array.from({ length: 50 }, (_, i) => migrate(pools[i % 4]!, schema, one)));
  await Promise.all(pools.slice(1).map((pool) => pool.destroy()));
  const { rows } = await sql`select name from kysely_migration`.execute(db);
  assert.deepEqual(rows, [{ name: "0001_one" }]);
});

test("a slow migration, and whoever waits for it, is not cut off by the time-outs of requests", async () => {
  const url = new URL(testDatabaseUrl());
  url.searchParams.set("options", `-c search_path=other -c statement_timeout=100 -c lock_timeout=100`);
  const pools = [1, 2].map(() => openDb<any>({ url: url.href, schema, max: 1 }));
  await Promise.all(pools.map((pool) => migrate(pool, schema, slow)));
  await assert.rejects(sql`select pg_sleep(5)`.execute(pools[0]!), /statement timeout/);
  await Promise.all(pools.map((pool) => pool.destroy()));
});

test("a migration that fails names itself and leaves nothing", async () => {
  const failing: Migrations = {
    ...slow,
    "0003_bad": {
      up: async (on: Db<any>) => {
        await sql`create table half (id int)`.execute(on);
        await sql`create nonsense`.execute(on);
      },
    },
  };
  await assert.rejects(migrate(db, schema, failing), /failed at 0003_bad/);
  await assert.rejects(sql`select from half`.execute(db), /does not exist/);
});

test("int8, numeric and dates come as text, instants as Date, names from the schema only", async () => {
  const { rows } = await sql`select 9007199254740993 as big, 1.10::numeric as exact, date '2026-02-28' as day,
    timestamptz '2026-02-28 10:00:00+02' as at, current_schema() as schema`.execute(db);
  const at = new Date("2026-02-28T08:00:00Z");
  assert.deepEqual(rows, [{ big: "9007199254740993", exact: "1.10", day: "2026-02-28", at, schema }]);
  assert.throws(() => openDb({ url: testDatabaseUrl(), schema: 'x"; drop' }), /not a schema name/);
});

test("a connection that the server ends while it is in use is an error of its query, and not the end of the process", async () => {
  await db.connection().execute(async (connection) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(connection);
    const refused = assert.rejects(sql`select pg_sleep(60)`.execute(connection), /terminat/);
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(db);
    await refused;
    await assert.rejects(sql`select 1`.execute(connection));
  });
  await sql`select 1`.execute(db);
});
