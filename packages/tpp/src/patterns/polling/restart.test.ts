// Proves over all three stores that a killed process loses no change and doubles none that was stored, and that many
// processes on one PostgreSQL poll each payment as one would.
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import { createScratchDatabase, testDatabaseUrl, type ScratchDatabase } from "@tallystick/kit/testing";
import { createMemoryPollingStore, type PollingRecord, type PollingStore } from "../../index.ts";
import { createFilePollingStore } from "../../node.ts";
import { createPostgresPollingStore, createTables, pollingMigration, queryOf } from "../../postgres.ts";
import { createFollowedBank, start, timeAt, watched } from "../../testing/followed-bank.ts";

let database: ScratchDatabase;
let pool: pg.Pool;
let folder: string;

before(async () => {
  database = await createScratchDatabase(testDatabaseUrl());
  pool = new pg.Pool({ connectionString: database.url, max: 10 });
  await createTables(queryOf(pool), pollingMigration);
  folder = await mkdtemp(join(tmpdir(), "tpp-polling-"));
});

after(async () => {
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const memory = createMemoryPollingStore();
/** What a process that starts opens: the same store as the process before it. */
const stores: readonly [name: string, open: () => PollingStore][] = [
  ["memory", () => memory],
  ["file", () => createFilePollingStore(join(folder, "polling"))],
  ["PostgreSQL", () => createPostgresPollingStore(queryOf(pool))],
];

function record(paymentId: string, values: Partial<PollingRecord> = {}): PollingRecord {
  const first = { product: "sepa-credit-transfers", startedAt: start, status: undefined, failures: 0, nextAt: start };
  return { bank: "rzb_ro", paymentId, ...first, endedBy: undefined, ...values };
}

const seconds = (count: number): Date => new Date(start.getTime() + count * 1_000);
const lease = (owner: string, from: number) => ({ owner, now: seconds(from), until: seconds(from + 60) });

for (const [name, open] of stores) {
  describe(`the store: ${name}`, () => {
    test("gives a payment to one of 50 who claim it, and to the next when the lease ends", async () => {
      const store = open();
      await store.add(record("claimed"));
      const owners = Array.from({ length: 50 }, (_, index) => `owner ${index}`);
      const claims = await Promise.all(owners.map((owner) => store.claim(record("claimed"), lease(owner, 0))));
      assert.equal(claims.filter(({ kind }) => kind === "claimed").length, 1);
      const refused = claims.find(({ kind }) => kind === "later");
      assert.deepEqual(refused, { kind: "later", record: record("claimed"), at: seconds(60) });
      const winner = owners[claims.findIndex(({ kind }) => kind === "claimed")]!;
      assert.equal((await store.claim(record("claimed"), lease(winner, 59))).kind, "claimed");
      assert.equal((await store.claim(record("claimed"), lease("late", 118))).kind, "later");
      assert.equal((await store.claim(record("claimed"), lease("late", 119))).kind, "claimed");
      // Whoever lost the lease writes nothing.
      assert.equal(await store.save(record("claimed", { status: "ACSC" }), winner), false);
      assert.equal(await store.save(record("claimed", { endedBy: "final", status: "ACSC" }), "late"), true);
    });

    test("keeps every member to the millisecond, adds once, lists what is unfinished by its time, forgets", async () => {
      const store = open();
      const whole = record("a/../ß'\"", {
        status: "ACSP",
        failures: 3,
        nextAt: new Date(start.getTime() + 1_007),
        product: undefined,
      });
      await store.add(whole);
      await store.add(record("a/../ß'\"", { status: "RJCT" }));
      await store.add(record("first"));
      assert.deepEqual(await store.unfinished(), [record("first"), whole]);
      assert.deepEqual(await store.claim(whole, lease("one", 0)), { kind: "later", record: whole, at: whole.nextAt });
      assert.deepEqual(await store.claim(whole, lease("one", 2)), { kind: "claimed", record: whole });
      const ended: PollingRecord = { ...whole, status: "ACSC", failures: 0, endedBy: "final" };
      assert.equal(await store.save(ended, "two"), false);
      assert.equal(await store.save(ended, "one"), true);
      assert.equal(await store.save(whole, "one"), false);
      assert.deepEqual(await store.claim(whole, lease("one", 9)), { kind: "ended", record: ended });
      await store.forget(start);
      assert.equal((await store.claim(whole, lease("one", 9))).kind, "ended");
      await store.forget(seconds(1));
      assert.deepEqual(await store.claim(whole, lease("one", 9)), { kind: "unknown" });
      assert.equal((await store.unfinished()).length, 1);
      await store.claim(record("first"), lease("one", 9));
      await store.save(record("first", { endedBy: "given_up" }), "one");
      await store.forget(seconds(1));
    });
  });

  describe(`a process that is killed: ${name}`, () => {
    test("is followed by one that goes on where the schedule stood, without losing or doubling a change", async () => {
      const bank = createFollowedBank([
        [5, "ACTC"],
        [12, "ACSP"],
        [400, "ACSC"],
      ]);
      const first = watched(open());
      const time = timeAt(0, first.busy);
      const poller = bank.poller("first", { store: first.store, time });
      await poller.follow({ bank: "rzb_ro", paymentId: `restart ${name}` }, { status: "RCVD" });
      await time.advance(7_000);
      // Killed: its time stands still from here on.
      const second = watched(open());
      const later = timeAt(30, second.busy);
      const [following] = await bank.poller("second", { store: second.store, time: later }).resume();
      await later.advance(600_000);
      assert.deepEqual(await following?.ended, { reason: "final", status: "ACSC" });
      assert.deepEqual(
        bank.changes.map(({ change, at, by }) => `${by} ${at}: ${change}`),
        ["first 5: RCVD → ACTC", "second 30: ACTC → ACSP", "second 600: ACSP → ACSC final"],
      );
      assert.deepEqual(
        bank.polls.map(({ at }) => at),
        [0, 5, 30, 35, 40, 45, 50, 55, 60, 90, 120, 150, 180, 210, 240, 270, 300, 600],
      );
    });

    test("between the callback and the store is followed by one that tells the change again, after the lease", async () => {
      const bank = createFollowedBank([[5, "ACSC"]]);
      const first = watched(open());
      const time = timeAt(0, first.busy);
      const killed = bank.poller("first", {
        store: first.store,
        time,
        onChange: () => new Promise(() => {}),
      });
      await killed.follow({ bank: "rzb_ro", paymentId: `killed ${name}` }, { status: "RCVD" });
      await time.advance(5_000);
      const second = watched(open());
      const later = timeAt(10, second.busy);
      const [following] = await bank.poller("second", { store: second.store, time: later }).resume();
      await later.advance(60_000);
      assert.deepEqual(await following?.ended, { reason: "final", status: "ACSC" });
      assert.deepEqual(
        bank.changes.map(({ change, at, by }) => `${by} ${at}: ${change}`),
        ["first 5: RCVD → ACSC final", "second 65: RCVD → ACSC final"],
      );
    });
  });
}

describe("processes side by side on PostgreSQL", () => {
  test("poll 50 payments as one process would, tell each change once, and all learn of the end", async () => {
    const bank = createFollowedBank([
      [10, "ACSP"],
      [30, "ACSC"],
    ]);
    const shared = watched(createPostgresPollingStore(queryOf(pool)));
    const time = timeAt(0, shared.busy);
    const pollers = ["a", "b", "c"].map((by) => bank.poller(by, { store: shared.store, time }));
    const ids = Array.from({ length: 50 }, (_, index) => `many ${index}`);
    const followings = await Promise.all(
      pollers.flatMap((poller) =>
        ids.map((paymentId) => poller.follow({ bank: "bt_ro", paymentId }, { status: "RCVD" })),
      ),
    );
    await time.advance(60_000);
    for (const { ended } of followings) assert.deepEqual(await ended, { reason: "final", status: "ACSC" });
    for (const id of ids) {
      const polls = bank.polls.filter(({ paymentId }) => paymentId === id).map(({ at }) => at);
      assert.deepEqual(polls, [0, 5, 10, 15, 20, 25, 30]);
      const changes = bank.changes.filter(({ paymentId }) => paymentId === id).map(({ change }) => change);
      assert.deepEqual(changes, ["RCVD → ACSP", "ACSP → ACSC final"]);
    }
    assert.equal(time.sleepers(), 0);
  });

  test("leave a change to whoever holds the payment when the bank took too long to answer", async () => {
    const shared = watched(createPostgresPollingStore(queryOf(pool)));
    const time = timeAt(0, shared.busy);
    const bank = createFollowedBank([[0, "ACSP"]]);
    const other = bank.poller("other", { store: shared.store, time });
    const slow = bank.poller("slow", {
      time,
      store: {
        ...shared.store,
        // The process stood still between the bank's answer and its second look at the lease.
        claim: async (key, asked) => {
          if (bank.polls.length === 1) await time.sleep(61_000);
          return shared.store.claim(key, { ...asked, now: time.clock.now() });
        },
      },
    });
    const payment = { bank: "bt_ro", paymentId: "slow" };
    await slow.follow(payment, { status: "RCVD" });
    await time.advance(0);
    await other.follow(payment, { status: "RCVD" });
    await time.advance(62_000);
    assert.deepEqual(
      bank.changes.map(({ by, change }) => `${by} ${change}`),
      ["other RCVD → ACSP"],
    );
    await Promise.all([slow.stop(), other.stop()]);
  });
});

describe("a folder of records", () => {
  test("names the file that is none", async () => {
    const broken = join(folder, "broken");
    const store = createFilePollingStore(broken);
    await store.add(record("p1"));
    const [file = ""] = await readdir(broken);
    await writeFile(join(broken, file), "{");
    await assert.rejects(store.unfinished(), new RegExp(file));
    await assert.rejects(store.claim(record("p1"), lease("one", 0)), new RegExp(file));
  });
});
