import assert from "node:assert/strict";
import { test } from "node:test";
import { MovableClock, systemRandom } from "@tallystick/kit";
import { createBreaker, type Breaker, type Health } from "./breaker.ts";

const url = "https://shop.test/webhook";

function start() {
  const clock = new MovableClock();
  return { clock, breaker: createBreaker({ clock, random: systemRandom }) };
}

function attempt(breaker: Breaker, health: Health, client = "shop"): "sent" | "left alone" {
  const entry = breaker.enter(client, url);
  if (entry.kind === "wait") return "left alone";
  entry.leave(health);
  return "sent";
}

const fail = (breaker: Breaker, times: number): string[] =>
  Array.from({ length: times }, () => attempt(breaker, "failing"));

test("after five failures in a row a receiver is left alone, each time longer, up to a minute", () => {
  const { clock, breaker } = start();
  assert.deepEqual(fail(breaker, 6), ["sent", "sent", "sent", "sent", "sent", "left alone"]);
  for (const pause of [10_000, 20_000, 40_000, 60_000, 60_000]) {
    clock.advance(pause - 500);
    assert.equal(attempt(breaker, "failing"), "left alone", `${pause}`);
    clock.advance(500);
    assert.equal(attempt(breaker, "failing"), "sent", `${pause}`);
  }
});

test("what is left alone comes back within 10 s after the pause, spread", () => {
  const { clock, breaker } = start();
  fail(breaker, 5);
  const instants = Array.from({ length: 200 }, () => breaker.enter("shop", url)).map((entry) => {
    assert.ok(entry.kind === "wait");
    return entry.at.getTime() - clock.now().getTime();
  });
  assert.ok(instants.every((ms) => ms > 9_500 && ms < 20_000));
  assert.ok(new Set(instants).size > 100);
});

test("one delivery at a time tries whether it is back; once it answers well all go", () => {
  const { clock, breaker } = start();
  fail(breaker, 5);
  clock.advance(10_000);
  const probe = breaker.enter("shop", url);
  assert.ok(probe.kind === "go");
  assert.equal(breaker.enter("shop", url).kind, "wait");
  probe.leave("well");
  const many = Array.from({ length: 50 }, () => breaker.enter("shop", url).kind);
  assert.deepEqual([...new Set(many)], ["go"]);
});

test("a receiver that has never answered well, or no longer does, holds four workers at most", () => {
  const { breaker } = start();
  const taken = Array.from({ length: 6 }, () => breaker.enter("shop", url).kind);
  assert.deepEqual(taken, ["go", "go", "go", "go", "wait", "wait"]);
});

test("another client's endpoint is not held responsible, and what was not sent says nothing", () => {
  const { breaker } = start();
  fail(breaker, 5);
  assert.equal(attempt(breaker, "well", "other"), "sent");
  for (let time = 0; time < 9; time += 1) assert.equal(attempt(breaker, "unknown", "third"), "sent");
});
