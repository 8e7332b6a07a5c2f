/** Proves the connections for reads: rows go to whom they belong, whatever fails or ends beside them. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { openDb, readRows, type Db } from "./db.ts";
import { openTestDatabase, type TestDatabase } from "./testing/database.ts";

interface Schema {
  item: { id: number; amount: bigint; day: string };
}

let database: TestDatabase<Schema>;
let db: Db<Schema>;
before(async () => {
  const up = async (on: Db<any>) =>
    void (await sql`create table item (id integer primary key, amount bigint, day date)`.execute(on));
  database = await openTestDatabase<Schema>({ "0001_items": { up } });
  await sql`insert into item select n, 9007199254740993, '2026-01-31' from generate_series(1, 200) n`.execute(
    database.db,
  );
  db = openDb({ url: database.url, schema: database.schema, max: 2, reads: 1 });
});
after(async () => {
  await db.destroy();
  await database.close();
});

const one = "select id, amount, day from item where id = $1";
const pid = async (on: Db<Schema>): Promise<number> =>
  (await readRows<{ pid: number }>(on, "select pg_backend_pid() as pid", []))[0]!.pid;

test("each of 200 reads at a time gets its own rows, over one connection, with the types of any other query", async () => {
  const ids = Array.from({ length: 200 }, (_, n) => n + 1);
  const rows = await Promise.all(ids.map((id) => readRows(db, one, [id])));
  const expected = ids.map((id) => [{ id, amount: "9007199254740993", day: "2026-01-31" }]);
  assert.deepEqual(JSON.parse(JSON.stringify(rows)), expected);
  assert.equal(await pid(db), await pid(db));
});

test("a statement that fails fails alone", async () => {
  const settled = await Promise.allSettled([
    readRows(db, one, [1]),
    readRows(db, one, ["no number"]),
    readRows(db, "select * from nothing_of_this_name", []),
    readRows(db, one, [2]),
  ]);
  assert.deepEqual(
    settled.map(({ status }) => status),
    ["fulfilled", "rejected", "rejected", "fulfilled"],
  );
});

test("when the connection ends, what it had to answer fails and the next read has another", async () => {
  const gone = await pid(db);
  const waiting = [readRows(db, "select pg_sleep(60)", []), readRows(db, one, [1])];
  const settled = Promise.allSettled(waiting);
  const asleep = sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
    where pid = ${gone} and wait_event = 'PgSleep'`;
  while ((await asleep.execute(database.db)).rows[0]?.n !== 1);
  await sql`select pg_terminate_backend(${gone})`.execute(database.db);
  assert.deepEqual(
    (await settled).map(({ status }) => status),
    ["rejected", "rejected"],
  );
  assert.equal((await readRows(db, one, [1])).length, 1);
  assert.notEqual(await pid(db), gone);
});

test("inside a transaction it is part of it; a view of the database with other tables reads alike", async () => {
  await db
    .transaction()
    .execute(async (tx) => {
      await sql`insert into item values (1000, 1, '2026-02-01')`.execute(tx);
      assert.equal((await readRows(tx, one, [1000])).length, 1);
      assert.equal((await readRows(db, one, [1000])).length, 0);
      throw new RangeError("undone");
    })
    .catch((error: unknown) => assert.ok(error instanceof RangeError));
  assert.equal(await pid(db.withTables<{ other: { id: number } }>() as never), await pid(db));
});

test("after the end nobody reads", async () => {
  const ending = openDb<Schema>({ url: database.url, schema: database.schema, reads: 2 });
  await sql`select 1`.execute(ending);
  await ending.destroy();
  await assert.rejects(readRows(ending, one, [1]));
});
