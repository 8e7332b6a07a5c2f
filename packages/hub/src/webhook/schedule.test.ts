import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "@tallystick/kit";
import fc from "fast-check";
import { nextAttemptAt, parseRetryAfterMs, retryDelaysMs } from "./schedule.ts";

const now = new Date("2026-11-21T10:00:00Z");
const seconds = (at: Date | undefined) => (at === undefined ? undefined : (at.getTime() - now.getTime()) / 1000);
const noJitter = { ...systemRandom, int: () => 0 };

test("the waits are those of the contract, then there is no next attempt", () => {
  const waits = Array.from({ length: 10 }, (_, index) => seconds(nextAttemptAt(index + 1, now, noJitter)));
  assert.deepEqual(waits, [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, undefined]);
});

test("W9: jitter lengthens a wait by a tenth at most and never shortens it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), (attempt) => {
      const wait = seconds(nextAttemptAt(attempt, now, systemRandom))! * 1000;
      const plain = retryDelaysMs[attempt - 1]!;
      return wait >= plain && wait <= plain * 1.1;
    }),
  );
});

test("Retry-After wins when it is later, up to a day", () => {
  assert.equal(seconds(nextAttemptAt(1, now, noJitter, "120")), 120);
  assert.equal(seconds(nextAttemptAt(2, now, noJitter, "120")), 300);
  assert.equal(seconds(nextAttemptAt(1, now, noJitter, "999999999")), 86_400);
  assert.equal(seconds(nextAttemptAt(1, now, noJitter, "Sat, 21 Nov 2026 10:10:00 GMT")), 600);
  assert.equal(nextAttemptAt(10, now, noJitter, "120"), undefined);
});

test("a Retry-After that is neither seconds nor a date to come counts for nothing", () => {
  for (const value of ["", "-5", "1e9", "soon", "Sat, 21 Nov 2020 10:10:00 GMT", "0x10", " 5", "9".repeat(80)]) {
    assert.equal(parseRetryAfterMs(value, now), undefined, value);
  }
  fc.assert(
    fc.property(fc.string(), (value) => {
      const wait = parseRetryAfterMs(value, now);
      return wait === undefined || (Number.isFinite(wait) && wait >= 0);
    }),
  );
});
