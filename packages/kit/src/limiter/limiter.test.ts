// Proves that the limits of a key hold over any number of processes, by the injected clock, also when a process dies or
// the store is away (threat rows D3, D4).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, beforeEach, test } from "node:test";
import { sql } from "kysely";
import { openDb, type Db } from "../db.ts";
import { systemRandom } from "../id.ts";
import { silentLog } from "../log.ts";
import { openTestDatabase, type TestDatabase } from "../testing/database.ts";
import { limiterMigration, type LimitRules, type RateLimitTable } from "./lease.ts";
import { createLimiter, type Admission, type Limiter } from "./limiter.ts";

interface Schema {
  rate_limit: RateLimitTable;
}

let database: TestDatabase<Schema>;
let db: Db<Schema>;
before(async () => {
  database = await openTestDatabase<Schema>({ "0001_limits": limiterMigration });
  db = database.db;
});
after(() => database.close());

const start = Date.parse("2026-11-21T10:00:00Z");
let time = start;
beforeEach(async () => {
  time = start;
  await sql`truncate rate_limit`.execute(db);
});

interface ProcessOptions {
  readonly aheadMs?: number;
  readonly db?: Db<any>;
}

/** A limiter as one more process has it; its clock may be ahead. */
function openProcess(rules: LimitRules, { aheadMs = 0, db: own = db }: ProcessOptions = {}): Limiter {
  const clock = { now: () => new Date(time + aheadMs) };
  return createLimiter({ db: own, clock, random: systemRandom, log: silentLog, rules });
}

/** So many callers at once, in turn at each process. */
function callers(count: number, processes: readonly Limiter[], key = "tpp"): Promise<Admission[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => processes[i % processes.length]!.enter(key)));
}

const insideOf = (admissions: readonly Admission[]) => admissions.filter((one) => one.kind === "admitted");
const kindOf = (one: Admission): string => (one.kind === "admitted" ? "admitted" : one.reason);

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

async function heldPlaces(): Promise<number> {
  const row = await db.selectFrom("rate_limit").select("holders").executeTakeFirst();
  const holders = Object.values((row?.holders ?? {}) as Record<string, { slots: number }>);
  return holders.reduce((sum, { slots }) => sum + slots, 0);
}

test("D3: of 100 callers at once over two processes exactly the limit of the second passes, and again in the next one", async () => {
  const processes = [openProcess({ perSecond: 10 }), openProcess({ perSecond: 10 })];
  assert.equal(insideOf(await callers(100, processes)).length, 10);
  time = start + 999;
  assert.equal(insideOf(await callers(100, processes)).length, 0);
  time = start + 1_000;
  assert.equal(insideOf(await callers(100, processes)).length, 10);
  assert.equal(insideOf(await callers(100, processes, "another TPP")).length, 10);
});

test("D3: three processes, 100 requests a second for a minute at a limit of 10: at most 610, and no fewer than 600", async () => {
  const processes = [1, 2, 3].map(() => openProcess({ perSecond: 10 }));
  time = start + 500;
  let admitted = 0;
  for (let second = 0; second < 60; second++, time += 1_000) {
    for (const part of [0, 250]) {
      time += part;
      admitted += insideOf(await callers(50, processes)).length;
      time -= part;
    }
  }
  assert.equal(admitted, 600);
});

test("the limit of the hour holds beside that of the second, and ends with the hour", async () => {
  const rules = { perSecond: 10, perHour: 25 };
  const processes = [openProcess(rules), openProcess(rules)];
  const admitted: number[] = [];
  for (const second of [0, 1, 2, 3]) {
    time = start + second * 1_000;
    admitted.push(insideOf(await callers(60, processes)).length);
  }
  assert.deepEqual(admitted, [10, 10, 5, 0]);
  const refused = (await processes[0]!.enter("tpp")) as Extract<Admission, { kind: "refused" }>;
  const resetsAt = new Date(start + 3_600_000);
  assert.deepEqual(refused.standing, { limit: 25, remaining: 0, resetsAt });
  assert.equal(refused.retryAfterSeconds, 3_597);
  time = start + 3_599_999;
  assert.equal(insideOf(await callers(60, processes)).length, 0);
  time = start + 3_600_000;
  assert.equal(insideOf(await callers(60, processes)).length, 10);
});

test("the standing is that of the window with the fewest requests left", async () => {
  const process = openProcess({ perSecond: 3, perHour: 5 });
  const seen: unknown[] = [];
  const note = ({ standing: { limit, remaining, resetsAt } }: Admission) =>
    seen.push([limit, remaining, resetsAt.getTime() - start]);
  assert.deepEqual(process.standing("tpp"), { limit: 3, remaining: 3, resetsAt: new Date(start + 1_000) });
  for (const _ of [1, 2, 3, 4]) note(await process.enter("tpp"));
  time = start + 1_000;
  note(await process.enter("tpp"));
  assert.deepEqual(seen, [
    [3, 2, 1_000],
    [3, 1, 1_000],
    [3, 0, 1_000],
    [3, 0, 1_000],
    [5, 1, 3_600_000],
  ]);
});

test("of 60 callers at once over two processes exactly 20 are inside at a time; who leaves makes room for either process", async () => {
  const rules = { perSecond: 1_000, concurrent: 20 };
  const processes = [openProcess(rules), openProcess(rules)];
  const first = await callers(60, processes);
  assert.equal(insideOf(first).length, 20);
  assert.deepEqual(new Set(first.map(kindOf)), new Set(["admitted", "concurrent"]));
  assert.deepEqual((await callers(2, processes)).map(kindOf), ["concurrent", "concurrent"]);
  for (const process of processes) {
    const one = insideOf(first).pop()!;
    first.splice(first.indexOf(one), 1);
    one.leave();
    one.leave();
    await until(async () => (await heldPlaces()) < 20);
    assert.equal(kindOf(await process.enter("tpp")), "admitted");
    assert.deepEqual((await callers(2, processes)).map(kindOf), ["concurrent", "concurrent"]);
  }
});

test("coming and going over two processes never leaves more than the limit inside, and in the end nobody", async () => {
  const rules = { perSecond: 100_000, concurrent: 7 };
  const processes = [openProcess(rules), openProcess(rules)];
  let [inside, most, served] = [0, 0, 0];
  const visit = async (process: Limiter): Promise<void> => {
    const admission = await process.enter("tpp");
    if (admission.kind === "refused") return;
    inside += 1;
    served += 1;
    most = Math.max(most, inside);
    await sql`select 1`.execute(db);
    inside -= 1;
    admission.leave();
  };
  const visitor = async (i: number): Promise<void> => {
    for (let times = 0; times < 15; times++) await visit(processes[i % 2]!);
  };
  await Promise.all(Array.from({ length: 50 }, (_, i) => visitor(i)));
  assert.ok(most <= 7, `${most} inside`);
  assert.ok(served >= 7, `${served} served`);
  await until(async () => (await heldPlaces()) === 0);
});

test("the places of a process that died come back after a minute of the clock, those of a living one do not", async () => {
  const rules = { perSecond: 1_000, concurrent: 20 };
  const [dead, alive, other] = [openProcess(rules), openProcess(rules), openProcess(rules)] as const;
  assert.equal(insideOf(await callers(15, [dead])).length, 15);
  assert.equal(insideOf(await callers(5, [alive])).length, 5);
  time = start + 40_000;
  await alive.renew();
  time = start + 59_999;
  assert.equal(insideOf(await callers(50, [other])).length, 0);
  time = start + 60_000;
  assert.equal(insideOf(await callers(50, [other, alive])).length, 15);
});

test("a process that is killed with places in its hands gives them back by their expiry", async () => {
  const file = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
  const script = `
    import { openDb } from ${file("../db.ts")};
    import { createLimiter } from ${file("./limiter.ts")};
    import { systemRandom } from ${file("../id.ts")};
    import { silentLog } from ${file("../log.ts")};
    const db = openDb(${JSON.stringify({ url: database.url, schema: database.schema })});
    const clock = { now: () => new Date(${start}) };
    const rules = { perSecond: 1000, concurrent: 20 };
    const limiter = createLimiter({ db, clock, random: systemRandom, log: silentLog, rules });
    for (let i = 0; i < 20; i++) await limiter.enter("tpp");
    process.kill(process.pid, "SIGKILL");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
  assert.equal((await once(child, "exit"))[1], "SIGKILL");
  const other = openProcess({ perSecond: 1_000, concurrent: 20 });
  assert.deepEqual(new Set((await callers(20, [other])).map(kindOf)), new Set(["concurrent"]));
  time = start + 60_000;
  assert.equal(insideOf(await callers(50, [other])).length, 20);
});

test("D4: while the store is away nobody is admitted beyond what was leased, and then it goes on", async () => {
  const rules = { perSecond: 100, perHour: 1_000, concurrent: 20 };
  const process = openProcess(rules);
  assert.equal(kindOf(await process.enter("tpp")), "admitted");
  await sql`alter table rate_limit rename to away`.execute(db);
  const results = await Promise.allSettled(Array.from({ length: 60 }, () => process.enter("tpp")));
  await sql`alter table away rename to rate_limit`.execute(db);
  assert.deepEqual(new Set(results.map(({ status }) => status)), new Set(["rejected"]));
  assert.equal(insideOf(await callers(60, [process])).length, 19);
});

test("D4: a lease that outlives its store is used up and not exceeded", async () => {
  const process = openProcess({ perSecond: 1_000 });
  assert.equal(kindOf(await process.enter("tpp")), "admitted");
  await sql`alter table rate_limit rename to away`.execute(db);
  const results = await Promise.allSettled(Array.from({ length: 200 }, () => process.enter("tpp")));
  await sql`alter table away rename to rate_limit`.execute(db);
  assert.equal(results.filter(({ status }) => status === "fulfilled").length, 19);
});

test("generous limits cost a statement now and then, not one a request", async () => {
  let statements = 0;
  const counting = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      statements += 1;
      return result;
    },
  });
  const process = openProcess({ perSecond: 100_000, concurrent: 1_000 }, { db: counting });
  for (let count = 0; count < 1_900; count++) {
    const admission = await process.enter("tpp");
    assert.equal(admission.kind, "admitted");
    if (admission.kind === "admitted") admission.leave();
  }
  assert.ok(statements >= 1 && statements <= 3, `${statements} statements`);
});

test("D3: what is leased ahead never adds up to more than the limit, nor to much less", async () => {
  const processes = [1, 2, 3].map(() => openProcess({ perSecond: 1_000 }));
  let admitted = 0;
  for (let round = 0; round < 3_000; round++) admitted += insideOf(await callers(1, [processes[round % 3]!])).length;
  assert.ok(admitted <= 1_000 && admitted >= 950, `${admitted} admitted`);
});

test("D3: what was leased for one second does not pass in the next one", async () => {
  const processes = [openProcess({ perSecond: 1_000 }), openProcess({ perSecond: 1_000 })];
  assert.equal(insideOf(await callers(2, processes)).length, 2);
  time = start + 1_000;
  const passed = insideOf(await callers(3_000, processes)).length;
  assert.ok(passed <= 1_000, `${passed} admitted`);
});

test("a place that is on its way back is not used by who returns it", async () => {
  const rules = { perSecond: 100_000, concurrent: 20 };
  // With one connection, statements run in the order in which they were sent.
  const single = openDb<Schema>({ url: database.url, schema: database.schema, max: 1 });
  const [one, other] = [openProcess(rules, { db: single }), openProcess(rules, { db: single })] as const;
  const inside = insideOf(await callers(20, [one]));
  assert.equal(inside.length, 20);
  inside[0]!.leave();
  // It enters while the statement that returns the place runs.
  const again = await one.enter("tpp");
  const stranger = await other.enter("tpp");
  await single.destroy();
  assert.ok(insideOf([again, stranger]).length <= 1, "21 inside");
});

test("budget of the hour that was leased for a second and not used is given back", async () => {
  const rules = { perSecond: 1_000, perHour: 10_000 };
  const processes = [openProcess(rules), openProcess(rules)];
  for (let second = 0; second < 1_500; second++, time += 1_000) {
    assert.equal(kindOf(await processes[second % 2]!.enter("tpp")), "admitted", `second ${second}`);
  }
});

test("D3: processes whose clocks differ share one count; a clock that is set back a day begins anew", async () => {
  const [one, ahead] = [openProcess({ perSecond: 10 }), openProcess({ perSecond: 10 }, { aheadMs: 3_400 })] as const;
  let admitted = 0;
  for (let step = 0; step < 100; step++, time += 100) admitted += insideOf(await callers(20, [one, ahead])).length;
  assert.ok(admitted <= 10 * (10 + 3.4 + 1), `${admitted} admitted in ten seconds`);
  assert.ok(admitted >= 100, `${admitted} admitted in ten seconds`);
  time = start - 86_400_000;
  assert.equal(insideOf(await callers(60, [one])).length, 10);
});
