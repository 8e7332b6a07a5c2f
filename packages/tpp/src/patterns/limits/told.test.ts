// Proves that what a bank's X-RateLimit headers say is obeyed, whatever they say.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { get, setUp, start, told } from "../../testing/limited-bank.ts";

describe("by the bank's headers", () => {
  test("from 20 % left on requests run free", async () => {
    const { time, request, sent } = setUp({ answers: () => ({ headers: told(100, 20, 60_000) }) });
    await request(get);
    await request(get);
    assert.deepEqual([sent.length, time.sleepers()], [2, 0]);
  });

  test("under 20 % they are spread over what is left of the window, the last at its end", async () => {
    const left = [4, 3, 2, 1, 99];
    const { time, request, sent } = setUp({
      answers: (index) => ({ headers: told(100, left[index] ?? 99, index < 4 ? 60_000 : 120_000) }),
    });
    const all = (async () => {
      for (let n = 0; n < 6; n++) await request(get);
    })();
    await time.advance(59_999);
    // 60 s / 4, 45 s / 3, 30 s / 2, and the last one waits for the reset.
    assert.deepEqual(
      sent.map(({ at }) => at),
      [0, 15_000, 30_000, 45_000],
    );
    await time.advance(1);
    await all;
    assert.deepEqual(
      sent.map(({ at }) => at),
      [0, 15_000, 30_000, 45_000, 60_000, 60_000],
    );
  });

  test("with nothing left everybody waits until the reset, in order", async () => {
    const { time, request, sent } = setUp({
      answers: (index) => ({ headers: index === 0 ? told(1_000, 0, 30_000) : {} }),
    });
    await request(get);
    const all = Promise.all(Array.from({ length: 5 }, (_, n) => request({ ...get, url: `https://b.example/${n}` })));
    await time.advance(29_999);
    assert.equal(sent.length, 1);
    await time.advance(1);
    await all;
    assert.deepEqual(
      sent.slice(1).map(({ url }) => url.at(-1)),
      ["0", "1", "2", "3", "4"],
    );
  });

  test("answers that overtake each other do not raise what is left, and those on their way count", async () => {
    // The second answer overtakes the first, which knows of two requests fewer.
    const { time, limits, request, sent } = setUp({
      takesMs: (index) => [200, 100, 0][index] ?? 0,
      answers: (index) => ({ headers: told(10, [9, 1, 0][index] ?? 0, 1_000) }),
    });
    const first = request(get);
    const second = request(get);
    await time.advance(100);
    await second;
    assert.equal(limits.getStatus()[0]?.told[0]?.remaining, 0);
    await time.advance(100);
    await first;
    assert.equal(limits.getStatus()[0]?.told[0]?.remaining, 1);
    const third = request(get);
    await time.advance(799);
    assert.equal(sent.length, 2);
    await time.advance(1);
    await third;
  });

  test("a bank that tells of its second, then of its hour, is held to both", async () => {
    const { time, request, sent } = setUp({
      answers: (index) => ({ headers: index === 0 ? told(1_000, 0, 20_000) : told(10, 9, 1_000, start + 20_000) }),
    });
    await request(get);
    const all = request(get);
    await time.advance(19_999);
    assert.equal(sent.length, 1);
    await time.advance(1);
    await all;
  });

  test("the bank's clock may be another: its Date says so", async () => {
    const ahead = start + 3_600_000;
    const { time, request, sent } = setUp({
      answers: (index) =>
        index === 0 ? { headers: { ...told(10, 0, 5_000, ahead), date: new Date(ahead).toUTCString() } } : undefined,
    });
    await request(get);
    const next = request(get);
    await time.advance(4_999);
    assert.equal(sent.length, 1);
    await time.advance(1);
    await next;
  });

  test("seconds from now are understood; nonsense and a reset in the past or in years hold nobody up", async () => {
    const seconds = setUp({ answers: () => ({ headers: { ...told(10, 0, 0), "x-ratelimit-reset": "3" } }) });
    await seconds.request(get);
    const next = seconds.request(get);
    await seconds.time.advance(2_999);
    assert.equal(seconds.sent.length, 1);
    await seconds.time.advance(1);
    await next;
    for (const headers of [
      told(10, 0, -1_000),
      told(10, 0, 86_401_000),
      { ...told(10, 0, 5_000), "x-ratelimit-remaining": "few" },
      { ...told(10, 0, 5_000), "x-ratelimit-limit": "0" },
      { "x-ratelimit-remaining": "0" },
    ]) {
      const { request, sent } = setUp({ answers: () => ({ headers }) });
      await request(get);
      await request(get);
      assert.equal(sent.length, 2, JSON.stringify(headers));
    }
  });

  test("429 and 503 with Retry-After pause the bank; a longer one is about something else", async () => {
    for (const status of [429, 503]) {
      const { time, request, sent } = setUp({
        answers: (index) => (index === 0 ? { status, headers: { "retry-after": "7" } } : undefined),
      });
      assert.equal((await request(get)).status, status);
      const next = request(get);
      await time.advance(6_999);
      assert.equal(sent.length, 1);
      await time.advance(1);
      await next;
    }
    // The four daily reads of one consent are used up: other consents go on.
    const daily = setUp({ answers: () => ({ status: 429, headers: { "retry-after": "40000" } }) });
    await daily.request(get);
    await daily.request(get);
    assert.equal(daily.sent.length, 2);
  });
});
