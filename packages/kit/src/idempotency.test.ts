// Proves that one key means one piece of work however many ask at once, and that the answer and the work are stored
// together or not at all (threat rows P1, P2).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after as afterAll, before, beforeEach, test } from "node:test";
import { sql } from "kysely";
import { after } from "./clock.ts";
import type { Db } from "./db.ts";
import { idempotencyMigration, runOnce, sweepIdempotency, type IdempotentRequest } from "./idempotency.ts";
import type { IdempotencyTable, StoredAnswer } from "./idempotency.ts";
import { openTestDatabase, type TestDatabase } from "./testing/database.ts";

interface Schema {
  idempotency: IdempotencyTable;
  link: { id: string };
}

let database: TestDatabase<Schema>;
let db: Db<Schema>;
before(async () => {
  const link = { up: async (on: Db<any>) => void (await sql`create table link (id text)`.execute(on)) };
  database = await openTestDatabase<Schema>({ "0001_idempotency": idempotencyMigration, "0002_link": link });
  db = database.db;
});
afterAll(() => database.close());
beforeEach(async () => void (await sql`truncate idempotency, link`.execute(db)));

const now = new Date("2026-11-21T10:00:00Z");
const request: IdempotentRequest = {
  owner: "client-1",
  route: "POST /links/create",
  key: "key-1",
  bodyDigest: "digest-1",
  now,
  keepForMs: 72 * 3_600_000,
};
const created: StoredAnswer = { status: 201, headers: { location: "/links/1" }, body: { z: 1, a: ["ț\u0000", null] } };

function create(changes: Partial<IdempotentRequest> = {}, answer = created) {
  return runOnce(db, { ...request, ...changes }, async (tx) => {
    await tx.insertInto("link").values({ id: "1" }).execute();
    return answer;
  });
}

async function links(): Promise<number> {
  return (await db.selectFrom("link").selectAll().execute()).length;
}

test("P1, P2: 200 callers at once with one key: one does the work, the others get its answer or `running`", async () => {
  const results = await Promise.all(Array.from({ length: 200 }, () => create()));
  const kinds = results.map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === "fresh").length, 1);
  assert.deepEqual(new Set([...kinds, "replayed", "running"]), new Set(["fresh", "replayed", "running"]));
  for (const result of results) if ("answer" in result) assert.deepEqual(result.answer, created);
  assert.equal(await links(), 1);
  assert.equal((await create()).kind, "replayed");
});

test("200 callers with 200 keys do not disturb each other", async () => {
  const results = await Promise.all(Array.from({ length: 200 }, (_, i) => create({ key: `key-${i}` })));
  assert.ok(results.every(({ kind }) => kind === "fresh"));
  assert.equal(await links(), 200);
});

test("a replay is the answer as it was, member order included; no body and the body null stay apart", async () => {
  await create();
  const again = await create();
  assert.equal(JSON.stringify(again), JSON.stringify({ kind: "replayed", answer: created }));
  for (const body of [undefined, null, 0, "", false]) {
    const answer = { status: 204, headers: {}, body };
    await create({ key: `body ${String(body)}` }, answer);
    assert.deepEqual(await create({ key: `body ${String(body)}` }), { kind: "replayed", answer });
  }
});

test("P1: while the first request runs, others get `running` and do not wait for it", async () => {
  const inside = Promise.withResolvers<void>();
  const open = Promise.withResolvers<void>();
  const first = runOnce(db, request, async () => {
    inside.resolve();
    await open.promise;
    return created;
  });
  await inside.promise;
  assert.deepEqual(await create(), { kind: "running" });
  assert.equal((await create({ owner: "client-2" })).kind, "fresh");
  open.resolve();
  assert.equal((await first).kind, "fresh");
  assert.equal((await create()).kind, "replayed");
});

test("P1, P2: the same key with other content is a mismatch and changes nothing", async () => {
  await create();
  assert.deepEqual(await create({ bodyDigest: "digest-2" }), { kind: "mismatch" });
  assert.equal(await links(), 1);
});

test("keys of another owner or route are other keys, however their parts are cut", async () => {
  await create({ owner: "ab", route: "c", key: "d" });
  for (const other of [
    { owner: "a", route: "bc", key: "d" },
    { owner: "ab", route: "cd", key: "" },
  ]) {
    assert.equal((await create(other)).kind, "fresh");
  }
});

test("work that throws leaves nothing behind and the key free", async () => {
  const failing = runOnce(db, request, async (tx) => {
    await tx.insertInto("link").values({ id: "1" }).execute();
    throw new Error("refused");
  });
  await assert.rejects(failing, /refused/);
  assert.equal(await links(), 0);
  assert.equal((await create()).kind, "fresh");
});

test("after its time of keeping a key is as new; the sweep deletes what is over and nothing else", async () => {
  await create();
  await create({ key: "key-2", now: after(now, 1_000) });
  const end = after(now, request.keepForMs);
  assert.equal((await create({ now: after(end, -1) })).kind, "replayed");
  await sweepIdempotency(db, end);
  const left = await db.selectFrom("idempotency").select("key").execute();
  assert.deepEqual(left, [{ key: "key-2" }]);
  assert.equal((await create({ key: "key-2", now: after(end, 1_000), bodyDigest: "digest-2" })).kind, "fresh");
});

test("P1: killed between the work and the answer's commit, nothing is stored and the repeat does the work", async () => {
  const url = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  const script = `
    const { runOnce } = await import(${url("./idempotency.ts")});
    const { openDb } = await import(${url("./db.ts")});
    const db = openDb(${JSON.stringify({ url: database.url, schema: database.schema })});
    const request = ${JSON.stringify(request)};
    await runOnce(db, { ...request, now: new Date(request.now) }, async (tx) => {
      await tx.insertInto("link").values({ id: "1" }).execute();
      process.kill(process.pid, "SIGKILL");
    });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
  assert.equal((await once(child, "exit"))[1], "SIGKILL");
  let result = await create();
  // The server notices the end of the connection, and frees the key, a moment after the process ended.
  while (result.kind === "running") result = await create();
  assert.equal(result.kind, "fresh");
  assert.equal(await links(), 1);
});
