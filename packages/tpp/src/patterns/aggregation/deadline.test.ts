// Proves that a bank which hangs, or never comes to an end, keeps nobody else waiting.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createManualTime } from "../../testing/manual-time.ts";
import { aggregate } from "./aggregate.ts";
import { account, balance, booked, failed, never, pretendBank } from "./testing/pretend-bank.ts";

describe("a deadline for each bank", () => {
  test("30 s: a bank that hangs is named, the others were there, and no timer is left behind", async () => {
    const time = createManualTime();
    const hanging = pretendBank("hanging", { listAccounts: never });
    const running = aggregate([hanging, pretendBank("good")], { sleep: time.sleep });
    let done = false;
    void running.then(() => (done = true));
    await time.advance(29_999);
    assert.equal(done, false);
    await time.advance(1);
    assert.equal(done, true);
    const answer = await running;
    assert.deepEqual(failed(answer), [["hanging", undefined, "listAccounts", "timeout"]]);
    assert.deepEqual([answer.failures[0]?.retryable, answer.accounts.length], [true, 1]);
    assert.deepEqual([time.waits, time.sleepers()], [[30_000, 30_000], 0]);
  });

  test("what was read before stays, what was not begun is not asked for, and a report without an end is left", async () => {
    const time = createManualTime();
    let turns = 0;
    const slow = pretendBank("slow", {
      accounts: [account("1"), account("2")],
      getBalances: async ({ accountId }) => (accountId === "1" ? { balances: [balance("1")] } : never()),
      async *transactions() {
        for (;;) {
          turns += 1;
          yield booked("again", "2026-11-01");
          await time.sleep(1_000);
        }
      },
    });
    const running = aggregate([slow], { deadlineMs: 5_000, concurrency: 1, sleep: time.sleep });
    await time.advance(5_000);
    const answer = await running;
    assert.deepEqual(failed(answer), [
      ["slow", "1", "transactions", "timeout"],
      ["slow", "2", "getBalances", "timeout"],
      ["slow", "2", "transactions", "timeout"],
    ]);
    assert.deepEqual([answer.accounts.length, answer.balances.length, answer.transactions.length], [2, 1, 0]);
    await time.advance(60_000);
    assert.ok(turns <= 6, `the report went on: ${turns}`);
  });

  test("also ends a report without an end whose client never waits", async () => {
    let turns = 0;
    const rushing = pretendBank("rushing", {
      async *transactions() {
        for (; turns < 1_000_000; turns += 1) yield booked("again", "2026-11-01");
      },
    });
    const answer = await aggregate([rushing], { deadlineMs: 5 });
    assert.deepEqual(failed(answer), [["rushing", "a1", "transactions", "timeout"]]);
    assert.ok(turns < 1_000_000, String(turns));
  });

  test("a caller who aborts gets the reason, at once, and the calls are told", async () => {
    const hanging = pretendBank("hanging", { listAccounts: never });
    const time = createManualTime();
    const caller = new AbortController();
    const running = aggregate([hanging], { signal: caller.signal, sleep: time.sleep });
    caller.abort(new Error("the user has gone"));
    await assert.rejects(running, /the user has gone/);
    assert.equal(time.sleepers(), 0);
    await assert.rejects(aggregate([pretendBank("never-asked")], { signal: caller.signal }), /the user has gone/);
  });
});
