/** Proves: what is kept is fetched before it runs out, once for all who wait, and never replaced by an older word. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MovableClock, silentLog } from "@tallystick/kit";
import { createKeeper } from "./keeper.ts";
import type { Dated } from "./unusable.ts";

const minute = 60_000;

function keeperOf(fetch: (clock: MovableClock) => Promise<Dated>) {
  const clock = new MovableClock();
  let fetches = 0;
  const counted = (): Promise<Dated> => {
    fetches++;
    return fetch(clock);
  };
  const options = { clock, log: silentLog, url: "http://ca.example/crl", maxAgeMs: 10 * minute, graceMs: 5 * minute };
  return { clock, keeper: createKeeper({ ...options, fetch: counted }), fetches: () => fetches };
}

const holding = (from: Date, minutes: number): Dated => ({
  thisUpdate: from,
  nextUpdate: new Date(from.getTime() + minutes * minute),
});

test("fifty who ask at once wait for one fetch, and those after them for none", async () => {
  const { keeper, fetches } = keeperOf(async (clock) => holding(clock.now(), 60));
  const answers = await Promise.all(Array.from({ length: 50 }, async () => keeper.current()));
  assert.ok(answers.every((answer) => answer === answers[0] && answer !== undefined));
  assert.ok(!(keeper.current() instanceof Promise));
  assert.equal(fetches(), 1);
});

test("half-way it is fetched behind the callers' backs, after its time in front of them", async () => {
  const { keeper, clock, fetches } = keeperOf(async (of) => holding(of.now(), 60));
  await keeper.current();
  clock.advance(6 * minute);
  assert.ok(!(keeper.current() instanceof Promise));
  await keeper.refreshDue();
  assert.equal(fetches(), 2);
  clock.advance(11 * minute);
  assert.ok(keeper.current() instanceof Promise);
});

test("an older word, still valid, does not replace a newer one", async () => {
  const replayed = holding(new Date(Date.now() - 30 * minute), 60 * 24);
  const answers: Dated[] = [];
  const { keeper, clock } = keeperOf(async (of) => answers.shift() ?? holding(of.now(), 8));
  const first = await keeper.current();
  answers.push(replayed, replayed, replayed);
  clock.advance(9 * minute);
  assert.equal(await keeper.current(), first);
  clock.advance(5 * minute);
  assert.equal(await keeper.current(), undefined);
});

test("a source that fails is left alone for half a minute", async () => {
  const { keeper, clock, fetches } = keeperOf(async () => {
    throw new Error("away");
  });
  assert.equal(await keeper.current(), undefined);
  for (let i = 0; i < 50; i++) assert.equal(keeper.current(), undefined);
  await keeper.refreshDue();
  assert.equal(fetches(), 1);
  clock.advance(31_000);
  assert.equal(await keeper.current(), undefined);
  assert.equal(fetches(), 2);
});
