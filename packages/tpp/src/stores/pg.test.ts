// Proves that tables are created from nothing, again, and by many at once, and that instants come back to the millisecond.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { createScratchDatabase, testDatabaseUrl, type ScratchDatabase } from "@tallystick/kit/testing";
import { asInstant, createTables, instantOf, queryOf, type Migration } from "@tallystick/tpp/postgres";

let database: ScratchDatabase;
let pool: pg.Pool;

before(async () => {
  database = await createScratchDatabase(testDatabaseUrl());
  pool = new pg.Pool({ connectionString: database.url, max: 10 });
});

after(async () => {
  await pool.end();
  await database.drop();
});

const migration: Migration = [
  `create table if not exists tpp_probe (id text collate "C" primary key, at timestamptz)`,
  `create index if not exists tpp_probe_at on tpp_probe (at)`,
];

test("50 processes that start at once create the tables together, and again later", async () => {
  const query = queryOf(pool);
  await Promise.all(Array.from({ length: 50 }, () => createTables(query, migration)));
  await createTables(query, migration);
  assert.deepEqual(await query("select count(*)::int as rows from tpp_probe", []), [{ rows: 0 }]);
});

test("what is wrong with a migration is told", async () => {
  await assert.rejects(createTables(queryOf(pool), ["create table if not exists tpp_bad (x no_such_type)"]), {
    code: "42704",
  });
});

test("instants come back to the millisecond, null as undefined", async () => {
  const query = queryOf(pool);
  const at = "2026-03-29T01:00:00.007Z";
  const [row] = await query(`select ${asInstant("at")} as at from (select $1::timestamptz as at) t`, [at]);
  assert.equal(instantOf(row?.["at"])?.toISOString(), at);
  const [none] = await query(`select ${asInstant("at")} as at from (select $1::timestamptz as at) t`, [null]);
  assert.equal(instantOf(none?.["at"]), undefined);
});
