// Proves the hours of the daily job over the days on which clocks are changed, against instants written down by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays } from "@tallystick/xs2a";
import { dueOn, lastDue, nextDue } from "./local-time.ts";

const bucharest = (hour: number) => ({ hour, timeZone: "Europe/Bucharest" });

test("09:00 in Bucharest is 07:00 UTC in winter and 06:00 in summer, on the very day of the change", () => {
  for (const [day, at] of [
    ["2026-03-28", "2026-03-28T07:00:00Z"],
    ["2026-03-29", "2026-03-29T06:00:00Z"],
    ["2026-03-30", "2026-03-30T06:00:00Z"],
    ["2026-10-24", "2026-10-24T06:00:00Z"],
    ["2026-10-25", "2026-10-25T07:00:00Z"],
    ["2026-10-26", "2026-10-26T07:00:00Z"],
  ] as const) {
    assert.equal(dueOn(day, bucharest(9)).at.toISOString(), at.replace("Z", ".000Z"));
  }
});

test("an hour that is left out is the first instant after the gap, one that comes twice is the first of the two", () => {
  // 03:00 to 04:00 does not exist on 29 March, and comes twice on 25 October.
  assert.equal(dueOn("2026-03-29", bucharest(3)).at.toISOString(), "2026-03-29T01:00:00.000Z");
  assert.equal(dueOn("2026-10-25", bucharest(3)).at.toISOString(), "2026-10-25T00:00:00.000Z");
  assert.equal(dueOn("2026-10-25", bucharest(4)).at.toISOString(), "2026-10-25T02:00:00.000Z");
  assert.equal(dueOn("2026-03-29", bucharest(0)).at.toISOString(), "2026-03-28T22:00:00.000Z");
  // In São Paulo clocks were put forward at midnight.
  const midnight = { hour: 0, timeZone: "America/Sao_Paulo" };
  assert.equal(dueOn("2018-11-04", midnight).at.toISOString(), "2018-11-04T03:00:00.000Z");
  assert.equal(
    dueOn("2026-06-01", { hour: 23, timeZone: "Pacific/Kiritimati" }).at.toISOString(),
    "2026-06-01T09:00:00.000Z",
  );
});

test("each hour of each day of a year comes once, in order, and is the newest one from then to the next", () => {
  for (const timeZone of ["Europe/Bucharest", "Asia/Tbilisi", "America/St_Johns", "Australia/Lord_Howe"]) {
    for (const hour of [0, 2, 3, 9, 23]) {
      const daily = { hour, timeZone };
      let due = dueOn("2025-12-31", daily);
      for (let day = "2026-01-01"; day <= "2026-12-31"; day = addDays(day, 1)!) {
        const next = nextDue(due, daily);
        assert.equal(next.day, day);
        const hours = (next.at.getTime() - due.at.getTime()) / 3_600_000;
        assert.ok(hours >= 23 && hours <= 25, `${timeZone} ${day} ${hour}: ${hours} h`);
        assert.deepEqual(lastDue(next.at, daily), next);
        assert.deepEqual(lastDue(new Date(next.at.getTime() - 1), daily), due);
        due = next;
      }
    }
  }
});
