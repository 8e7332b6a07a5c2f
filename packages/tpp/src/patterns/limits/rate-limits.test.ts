// Proves that no caller passes a bank's limits, that everybody comes in turn, and that nothing is left behind: by a clock
// that the test moves.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { createRateLimits } from "../../index.ts";
import { get, key, mostWithin, setUp, start, told } from "../../testing/limited-bank.ts";
import { createManualTime } from "../../testing/manual-time.ts";

describe("without any header", () => {
  test("100 parallel callers pass 10 in any second, in their order, and leave no timer", async () => {
    const { time, request, sent } = setUp();
    const all = Promise.all(Array.from({ length: 100 }, (_, n) => request({ ...get, url: `https://b.example/${n}` })));
    await time.advance(8_999);
    assert.equal(sent.length, 90);
    await time.advance(1);
    await all;
    assert.equal(mostWithin(sent, 1_000), 10);
    assert.deepEqual(
      sent.map(({ url }) => url),
      Array.from({ length: 100 }, (_, n) => `https://b.example/${n}`),
    );
    assert.equal(time.sleepers(), 0);
  });

  test("20 are on their way at a time, however slow the bank is", async () => {
    const { time, request, sent, state } = setUp({ takesMs: () => 5_000 });
    const all = Promise.all(Array.from({ length: 100 }, () => request(get)));
    await time.advance(2_000);
    assert.deepEqual([sent.length, state.running], [20, 20]);
    await time.advance(60_000);
    await all;
    assert.deepEqual([state.mostAtOnce, mostWithin(sent, 1_000), time.sleepers()], [20, 10, 0]);
  });

  test("1,000 pass in any hour; the next one goes when the first is an hour old", async () => {
    const { time, request, sent } = setUp();
    const all = Promise.all(Array.from({ length: 1_001 }, () => request(get)));
    await time.advance(3_599_999);
    assert.equal(sent.length, 1_000);
    await time.advance(1);
    await all;
    assert.equal(sent.at(-1)?.at, 3_600_000);
  });

  test("whatever the callers, the bank's pace and the moment, no limit is passed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ after: fc.nat(700), takes: fc.nat(3_000), aborts: fc.option(fc.nat(2_000)) }), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.record({
          perSecond: fc.integer({ min: 1, max: 5 }),
          perHour: fc.constant(1_000),
          concurrent: fc.integer({ min: 1, max: 4 }),
        }),
        async (callers, rules) => {
          const { time, request, sent, state } = setUp({ rules, takesMs: (index) => callers[index]?.takes ?? 0 });
          const all: Promise<unknown>[] = [];
          for (const { after, aborts } of callers) {
            await time.advance(after);
            const aborter = new AbortController();
            all.push(request({ ...get, signal: aborter.signal }).catch(() => "aborted"));
            if (aborts !== null) void time.sleep(aborts).then(() => aborter.abort());
          }
          await time.advance(600_000);
          await Promise.all(all);
          assert.ok(state.mostAtOnce <= rules.concurrent);
          if (sent.length > 0) assert.ok(mostWithin(sent, 1_000) <= rules.perSecond);
          assert.equal(time.sleepers(), 0);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("a request that fails gives its place back", async () => {
    const time = createManualTime();
    const limits = createRateLimits({ ...time, rules: { concurrent: 1 } });
    const request = limits.around(() => Promise.reject(new Error("broken")), key);
    for (let n = 0; n < 3; n++) await assert.rejects(request(get), /broken/);
  });

  test("banks and certificates do not share a limit, transports of one do", async () => {
    const { time, limits, bank, sent } = setUp({ rules: { perSecond: 1 } });
    const requests = [
      limits.around(bank, key),
      limits.around(bank, key),
      limits.around(bank, { ...key, bank: "bt_ro" }),
      limits.around(bank, { ...key, certificate: "beef" }),
    ];
    const all = Promise.all(requests.map((request) => request(get)));
    await time.advance(0);
    assert.equal(sent.length, 3);
    await time.advance(1_000);
    await all;
  });

  test("rules are whole numbers", () => {
    assert.throws(() => createRateLimits({ rules: { perSecond: 0 } }).around(setUp().bank, key), /rules\.perSecond/);
    assert.throws(() => createRateLimits().around(setUp().bank, { ...key, rules: { concurrent: 1.5 } }), /concurrent/);
  });
});

describe("those who wait", () => {
  test("may be aborted: they leave the queue at once, the others keep their turn, the last one takes the timer", async () => {
    const { time, request, sent } = setUp({ rules: { perSecond: 1 } });
    const aborter = new AbortController();
    const ended = ["a", "b", "c"].map((name) =>
      request({
        ...get,
        url: `https://b.example/${name}`,
        ...(name === "b" ? { signal: aborter.signal } : {}),
      }).catch((error: unknown) => error),
    );
    await time.advance(0);
    const reason = new Error("gone");
    aborter.abort(reason);
    assert.equal(await ended[1], reason);
    await time.advance(1_000);
    await Promise.all(ended);
    assert.deepEqual(
      sent.map(({ url }) => url.at(-1)),
      ["a", "c"],
    );

    const last = new AbortController();
    const alone = request({ ...get, signal: last.signal }).catch(() => "aborted");
    await time.advance(0);
    assert.equal(time.sleepers(), 1);
    last.abort();
    assert.deepEqual([await alone, time.sleepers()], ["aborted", 0]);
    await assert.rejects(request({ ...get, signal: AbortSignal.abort(new Error("before")) }), /before/);
    assert.equal(sent.length, 2);
  });

  test("are not held up by a clock that is put back", async () => {
    let shift = 0;
    const time = createManualTime(new Date(start));
    const clock = { now: () => new Date(time.clock.now().getTime() - shift) };
    const limits = createRateLimits({ clock, sleep: time.sleep, rules: { perSecond: 1 } });
    const request = limits.around(async () => ({ status: 200, headers: {}, body: new Uint8Array() }), key);
    await request(get);
    shift = 3_600_000;
    const next = request(get);
    await time.advance(1_000);
    await next;
  });
});

describe("the status", () => {
  test("says in figures and in words how each bank stands", async () => {
    const { time, limits, request } = setUp({
      rules: { perSecond: 2 },
      answers: () => ({ headers: told(1_000, 150, 1_800_000) }),
    });
    assert.equal(limits.getStatus()[0]?.state, "open");
    await request(get);
    assert.equal(limits.getStatus()[0]?.state, "waiting");
    await time.advance(12_000);
    const [status] = limits.getStatus();
    assert.deepEqual(status, {
      bank: "rzb_ro",
      certificate: "f00d",
      state: "throttled",
      running: 0,
      waiting: 0,
      thisSecond: { used: 0, limit: 2 },
      thisHour: { used: 1, limit: 1_000 },
      concurrent: { used: 0, limit: 20 },
      told: [{ limit: 1_000, remaining: 150, resetsAt: new Date("2026-11-24T10:30:00Z") }],
      nextAt: undefined,
      text:
        "rzb_ro is throttled, 0 of 2 this second, 1 of 1000 this hour, 0 of 20 at a time, 0 waiting, " +
        "the bank says 150 of 1000 left until 2026-11-24T10:30:00.000Z",
    });
    await time.advance(1_800_000);
    assert.deepEqual([limits.getStatus()[0]?.state, limits.getStatus()[0]?.told], ["open", []]);
  });
});
