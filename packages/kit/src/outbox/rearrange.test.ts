// Proves that a queue is set in another order as a whole: what is in work stays, and nobody gets between.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { MovableClock } from "../clock.ts";
import { silentLog } from "../log.ts";
import { createOutbox, enqueue, outboxMigration, rearrange, type Outcome } from "../outbox.ts";
import { openTestDatabase, type TestDatabase } from "../testing/index.ts";

const clock = new MovableClock();
let database: TestDatabase<any>;
before(async () => {
  database = await openTestDatabase({ "0001_outbox": outboxMigration });
});
after(() => database.close());
beforeEach(() => database.db.deleteFrom("outbox").execute());

const queue = { topic: "tell", key: "k" };
const work = (payload: number) => ({ ...queue, payload, dueAt: clock.now() });

function outboxThat(handle: (payload: number) => Promise<Outcome>) {
  const handlers = { tell: ({ payload }: { payload: unknown }) => handle(payload as number) };
  return createOutbox({ db: database.db, clock, log: silentLog, handlers });
}

test("what waits is replaced, parked rows go when they are named, other keys stay", async () => {
  const seen: number[] = [];
  for (const payload of [1, 2, 4]) await enqueue(database.db, work(payload));
  await enqueue(database.db, { ...work(9), key: "other" });
  await outboxThat(async (payload) =>
    payload < 3 ? { kind: "parked", reason: "no" } : { kind: "retry", at: new Date(clock.now().getTime() + 60_000) },
  ).drainDue();
  await database.db.transaction().execute((tx) =>
    rearrange(tx, { ...queue, now: clock.now() }, ({ waiting, held, parked }) => {
      assert.deepEqual([waiting, held, parked], [[4], [], [1, 2]]);
      return { queue: [work(2), work(4)], dropped: [2] };
    }),
  );
  await outboxThat(async (payload) => {
    seen.push(payload);
    return { kind: "done" };
  }).drainDue();
  assert.deepEqual(seen, [2, 4]);
  const left = await database.db.selectFrom("outbox").select(["payload", "state"]).orderBy("id").execute();
  assert.deepEqual(left, [
    { payload: 1, state: "parked" },
    { payload: 9, state: "waiting" },
  ]);
});

test("a row in work is told as held and ends before what is put behind it", async () => {
  const seen: number[] = [];
  await enqueue(database.db, work(1));
  await outboxThat(async (payload) => {
    seen.push(payload);
    if (payload === 1) {
      await database.db.transaction().execute((tx) =>
        rearrange(tx, { ...queue, now: clock.now() }, ({ waiting, held }) => {
          assert.deepEqual([waiting, held], [[], [1]]);
          return { queue: [work(0)], dropped: [] };
        }),
      );
    }
    return { kind: "done" };
  }).drainDue();
  assert.deepEqual(seen, [1, 0]);
});
