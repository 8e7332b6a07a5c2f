import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, dateOf, daysInMonth, isCalendarDate, startOfDay } from "./date.ts";

test("I4: a date is a day that the calendar has, in one notation", () => {
  const days = ["2026-02-28", "2024-02-29", "2000-02-29", "2026-12-31", "0001-01-01", "9999-12-31", "2026-04-30"];
  for (const day of days) assert.equal(isCalendarDate(day), true, day);
  const none: readonly unknown[] = [
    "2026-02-29",
    "2026-02-30",
    "1900-02-29",
    "2100-02-29",
    "2026-04-31",
    "2026-00-10",
    "2026-13-01",
    "2026-01-00",
    "2026-01-32",
    "0000-01-01",
    "2026-1-1",
    "26-01-01",
    "02026-01-01",
    "-2026-01-01",
    "+002026-01-01",
    "2026/01/01",
    "01.01.2026",
    "20260101",
    "2026-W01-1",
    "2026-001",
    "2026-01-01T00:00:00Z",
    "2026-01-01 ",
    " 2026-01-01",
    "2026-01-01\n",
    "٢٠٢٦-01-01",
    "２０２６-01-01",
    "today",
    "",
    20260101,
    null,
    undefined,
    new Date(0),
    ["2026-01-01"],
  ];
  for (const value of none) assert.equal(isCalendarDate(value), false, String(value));
});

// The calendar that these compare with is part of Node from 26 on.
const skip = typeof Temporal === "undefined" && "this Node has no Temporal";

test("I4: the parser agrees with Temporal on every year, month and day", { skip }, () => {
  fc.assert(
    fc.property(fc.nat(9999), fc.nat(14), fc.nat(33), (year, month, day) => {
      const two = (part: number): string => String(part).padStart(2, "0");
      const text = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
      let exists = year > 0;
      try {
        Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" });
      } catch {
        exists = false;
      }
      assert.equal(isCalendarDate(text), exists, text);
      if (exists) assert.equal(daysInMonth(year, month), Temporal.PlainDate.from(text).daysInMonth);
    }),
    { numRuns: 5_000 },
  );
});

test("I4: days are added on the calendar, whatever the clocks do", { skip }, () => {
  assert.equal(addDays("2026-03-28", 1), "2026-03-29");
  assert.equal(addDays("2026-03-29", 1), "2026-03-30");
  assert.equal(addDays("2026-10-25", 1), "2026-10-26");
  assert.equal(addDays("2024-02-28", 1), "2024-02-29");
  assert.equal(addDays("2026-01-01", -1), "2025-12-31");
  assert.equal(addDays("9999-12-31", 1), undefined);
  assert.equal(addDays("0001-01-01", -1), undefined);
  assert.equal(addDays("2026-02-30", 1), undefined);
  assert.equal(addDays("2026-01-01", Number.MAX_SAFE_INTEGER), undefined);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9998 }),
      fc.integer({ min: 1, max: 365 }),
      fc.integer({ min: -300, max: 300 }),
      (year, day, days) => {
        const date = Temporal.PlainDate.from({ year, month: 1, day: 1 }).add({ days: day - 1 });
        const expected = date.add({ days });
        const text = date.toString();
        assert.equal(addDays(text, days), expected.year < 1 ? undefined : expected.toString());
      },
    ),
  );
});

test("I4: the date of an instant is the one at the bank", () => {
  const instant = new Date("2026-03-28T22:30:00Z");
  assert.equal(dateOf(instant), "2026-03-28");
  assert.equal(dateOf(instant, "Europe/Vilnius"), "2026-03-29");
  assert.equal(dateOf(new Date("2026-10-25T00:30:00Z"), "Europe/Bucharest"), "2026-10-25");
  assert.equal(dateOf(new Date("2026-12-31T23:59:59.999Z")), "2026-12-31");
});

test("I4: a day begins when the bank's clocks say so, on the nights on which they change as on any other", () => {
  const table: readonly (readonly [zone: string, date: string, instant: string])[] = [
    ["UTC", "2026-11-25", "2026-11-25T00:00:00Z"],
    ["Europe/Vilnius", "2026-03-29", "2026-03-28T22:00:00Z"],
    ["Europe/Vilnius", "2026-03-30", "2026-03-29T21:00:00Z"],
    ["Europe/Vilnius", "2026-10-25", "2026-10-24T21:00:00Z"],
    ["Europe/Vilnius", "2026-10-26", "2026-10-25T22:00:00Z"],
    ["Europe/Bucharest", "2028-02-29", "2028-02-28T22:00:00Z"],
    ["Europe/Bucharest", "2028-03-27", "2028-03-26T21:00:00Z"],
    ["Europe/Bucharest", "2030-10-28", "2030-10-27T22:00:00Z"],
    ["Asia/Tbilisi", "2026-03-29", "2026-03-28T20:00:00Z"],
    ["Asia/Tbilisi", "2027-01-01", "2026-12-31T20:00:00Z"],
    // Santiago puts its clocks forward at midnight: the day begins at one.
    ["America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z"],
    ["Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00:00Z"],
    ["Pacific/Pago_Pago", "2026-01-01", "2026-01-01T11:00:00Z"],
  ];
  for (const [zone, date, instant] of table) {
    const begins = startOfDay(date, zone);
    assert.equal(begins.toISOString(), new Date(instant).toISOString(), `${zone} ${date}`);
    assert.equal(dateOf(begins, zone), date);
    assert.ok(dateOf(new Date(begins.getTime() - 1), zone) < date);
  }
});
