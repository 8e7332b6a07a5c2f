// Proves the schedule of status calls, call by call, and that only changes are told: by a clock that the test moves.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BankError, createMemoryPollingStore, createPaymentPoller } from "../../index.ts";
import { createFollowedBank, timeAt, type PollerOver, type Script } from "../../testing/followed-bank.ts";

const payment = { bank: "rzb_ro", paymentId: "p1" };
const hour = 3_600_000;

async function followed(script: Script, over: Partial<PollerOver> = {}) {
  const time = timeAt(0);
  const store = createMemoryPollingStore();
  const bank = createFollowedBank(script);
  const poller = bank.poller("one", { store, time, ...over });
  const following = await poller.follow(payment, { status: "RCVD" });
  const polledAt = () => bank.polls.map(({ at }) => at);
  return { ...bank, time, store, poller, following, polledAt };
}

describe("the schedule", () => {
  test("is every 5 s in the first minute, 30 s until minute 5, then 5 min, for 24 hours", async () => {
    const { time, following, polledAt, changes } = await followed([]);
    await time.advance(59_999);
    assert.deepEqual(polledAt(), [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55]);
    await time.advance(240_000);
    assert.deepEqual(polledAt().slice(12), [60, 90, 120, 150, 180, 210, 240, 270]);
    await time.advance(24 * hour - 299_999);
    const rest = polledAt().slice(20);
    assert.deepEqual(rest.slice(0, 3), [300, 600, 900]);
    assert.ok(rest.every((at, index) => at === 300 * (index + 1)));
    assert.equal(rest.at(-1), 86_400);
    assert.deepEqual(await following.ended, { reason: "timed_out", status: "RCVD" });
    await time.advance(24 * hour);
    assert.deepEqual([polledAt().length, changes.length, time.sleepers()], [12 + 8 + 288, 0, 0]);
  });

  test("keeps its beat however long the bank takes", async () => {
    const time = timeAt(0);
    const polls: number[] = [];
    const poller = createPaymentPoller({
      ...time,
      store: createMemoryPollingStore(),
      onChange: () => {},
      async getStatus() {
        polls.push(time.elapsed() / 1_000);
        await time.sleep(2_000);
        return { transactionStatus: "RCVD" };
      },
    });
    await poller.follow(payment, { status: "RCVD" });
    await time.advance(16_000);
    assert.deepEqual(polls, [0, 5, 10, 15]);
  });

  for (const status of ["ACSC", "ACCC", "RJCT", "CANC"] as const) {
    test(`ends with ${status}`, async () => {
      const { time, following, polledAt, changes, store } = await followed([
        [0, "RCVD"],
        [10, status],
      ]);
      await time.advance(24 * hour);
      assert.deepEqual(await following.ended, { reason: "final", status });
      assert.deepEqual(polledAt(), [0, 5, 10]);
      assert.deepEqual(changes, [{ paymentId: "p1", change: `RCVD → ${status} final`, at: 10, by: "one" }]);
      assert.deepEqual(await store.unfinished(), []);
    });
  }

  test("goes on with every other status, and tells changes alone", async () => {
    const { time, polledAt, changes } = await followed([
      [5, "ACTC"],
      [15, "ACSP"],
      [25, "PDNG"],
      [30, "ACSP"],
    ]);
    await time.advance(40_000);
    assert.equal(polledAt().length, 9);
    assert.deepEqual(
      changes.map(({ change, at }) => `${at}: ${change}`),
      ["5: RCVD → ACTC", "15: ACTC → ACSP", "25: ACSP → PDNG", "30: PDNG → ACSP"],
    );
  });

  test("tells the first status when nothing is known of the payment", async () => {
    const bank = createFollowedBank([]);
    const time = timeAt(0);
    await bank.poller("one", { store: createMemoryPollingStore(), time }).follow(payment);
    await time.advance(10_000);
    assert.deepEqual(bank.changes, [{ paymentId: "p1", change: "- → RCVD", at: 0, by: "one" }]);
  });
});

describe("after an error", () => {
  test("the next poll comes a second later for each failure in a row, a minute at most, and then by the schedule", async () => {
    const failures: number[] = [];
    const { time, polledAt } = await followed(
      [
        [0, new Error("down")],
        [1_850, "RCVD"],
      ],
      { onError: (failure) => void failures.push(failure.failures) },
    );
    await time.advance(28_000);
    assert.deepEqual(polledAt(), [0, 1, 3, 6, 10, 15, 21, 28]);
    assert.deepEqual(failures, [1, 2, 3, 4, 5, 6, 7, 8]);
    await time.advance(hour);
    const waits = polledAt().flatMap((at, index, all) => (index === 0 ? [] : [at - all[index - 1]!]));
    // 1 + 2 + … + 60 s, then a minute each, until the bank is there again: at an age of half an hour that is 5 min.
    assert.deepEqual(
      waits.slice(0, 60),
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    assert.deepEqual(waits.slice(60), [60, 300, 300, 300, 300, 300]);
  });

  test("of the bank that names a later time, that time is kept", async () => {
    const error = new BankError("getPaymentInitiationStatus", {
      code: "ACCESS_EXCEEDED",
      status: 429,
      requestId: "r",
      outcome: "refused",
      retryAfterSeconds: 90,
    });
    const { time, polledAt } = await followed([
      [0, error],
      [90, "RCVD"],
    ]);
    await time.advance(125_000);
    assert.deepEqual(polledAt(), [0, 90, 120]);
  });

  test("of onChange, the change is told again", async () => {
    let broken = true;
    const { time, changes } = await followed([[5, "ACSP"]], {
      onChange: () => {
        if (!broken) return;
        broken = false;
        throw new Error("database is away");
      },
    });
    await time.advance(20_000);
    assert.deepEqual(
      changes.map(({ change, at }) => `${at}: ${change}`),
      ["5: RCVD → ACSP", "6: RCVD → ACSP"],
    );
  });

  test("onError may give the payment up, and what it throws itself stops nothing", async () => {
    const { time, following, polledAt } = await followed([[0, new Error("gone")]], {
      onError: ({ failures }) => {
        if (failures === 3) return "stop";
        throw new Error("a mistake");
      },
    });
    await time.advance(hour);
    assert.deepEqual(await following.ended, { reason: "given_up", status: "RCVD" });
    assert.deepEqual(polledAt(), [0, 1, 3]);
  });

  test("of the store, a change that was taken is not told again", async () => {
    const memory = createMemoryPollingStore();
    let broken = 2;
    const { time, changes } = await followed([[5, "ACSP"]], {
      store: {
        ...memory,
        save: async (record, owner) => {
          if (record.status === "ACSP" && broken-- > 0) throw new Error("store is away");
          return memory.save(record, owner);
        },
      },
    });
    await time.advance(30_000);
    assert.equal(changes.length, 1);
    const [record] = await memory.unfinished();
    assert.equal(record?.status, "ACSP");
  });

  test("a status call without an answer ends with the lease", async () => {
    const time = timeAt(0);
    const errors: string[] = [];
    let calls = 0;
    const poller = createPaymentPoller({
      ...time,
      store: createMemoryPollingStore(),
      onChange: () => {},
      onError: ({ error }) => void errors.push((error as Error).name),
      getStatus: () => {
        calls += 1;
        return new Promise(() => {});
      },
    });
    await poller.follow(payment);
    await time.advance(61_000);
    assert.deepEqual([calls, errors], [2, ["TimeoutError"]]);
  });
});

describe("one payment", () => {
  test("is polled once, however many callers follow it", async () => {
    const bank = createFollowedBank([[5, "ACSC"]]);
    const time = timeAt(0);
    const poller = bank.poller("one", { store: createMemoryPollingStore(), time });
    const all = await Promise.all(Array.from({ length: 50 }, () => poller.follow(payment, { status: "RCVD" })));
    await time.advance(5_000);
    for (const { ended } of all) assert.deepEqual(await ended, { reason: "final", status: "ACSC" });
    assert.deepEqual([bank.polls.length, bank.changes.length], [2, 1]);
    const again = await poller.follow(payment);
    assert.deepEqual(await again.ended, { reason: "final", status: "ACSC" });
    assert.equal(bank.polls.length, 2);
  });

  test("is another one at another bank", async () => {
    const bank = createFollowedBank([]);
    const time = timeAt(0);
    const poller = bank.poller("one", { store: createMemoryPollingStore(), time });
    await poller.follow(payment);
    await poller.follow({ ...payment, bank: "bt_ro" });
    await time.advance(0);
    assert.equal(bank.polls.length, 2);
  });

  test("has names", async () => {
    const poller = createFollowedBank([]).poller("one", { store: createMemoryPollingStore(), time: timeAt(0) });
    await assert.rejects(poller.follow({ bank: "", paymentId: "p1" }), /^TypeError: bank/);
    await assert.rejects(poller.follow({ bank: "b", paymentId: undefined as unknown as string }), /paymentId/);
  });

  test("that a poller was stopped over ends as stopped and leaves no timer", async () => {
    const { time, poller, following, store } = await followed([]);
    await time.advance(7_000);
    await poller.stop();
    assert.deepEqual(await following.ended, { reason: "stopped", status: "RCVD" });
    assert.equal(time.sleepers(), 0);
    assert.equal((await store.unfinished()).length, 1);
    await assert.rejects(poller.follow(payment), { name: "AbortError" });
  });

  test("whose poll is interrupted by a stop is free for the next poller at once", async () => {
    const time = timeAt(0);
    const store = createMemoryPollingStore();
    const hanging = createPaymentPoller({
      ...time,
      store,
      onChange: () => {},
      getStatus: () => new Promise(() => {}),
    });
    await hanging.follow(payment, { status: "RCVD" });
    await time.advance(1_000);
    await hanging.stop();
    const bank = createFollowedBank([]);
    await bank.poller("next", { store, time }).resume();
    await time.advance(0);
    assert.deepEqual(bank.polls, [{ paymentId: "p1", at: 1, by: "next" }]);
  });
});
