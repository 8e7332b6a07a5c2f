/** Proves row I5 for business days, against closing days written down from the calendar that the ECB publishes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { addDays } from "../values/date.ts";
import { businessDay, isBusinessDay } from "./business-day.ts";

/** Good Friday and Easter Monday, from a printed table of Easter dates. */
const easter: readonly (readonly [friday: string, monday: string])[] = [
  ["2024-03-29", "2024-04-01"],
  ["2025-04-18", "2025-04-21"],
  ["2026-04-03", "2026-04-06"],
  ["2027-03-26", "2027-03-29"],
  ["2028-04-14", "2028-04-17"],
  ["2029-03-30", "2029-04-02"],
  ["2030-04-19", "2030-04-22"],
  ["2038-04-23", "2038-04-26"],
];

test("I5: of 2026 to 2030 exactly weekends and the closing days of TARGET are no business days", () => {
  const closed = new Set(easter.flat());
  for (let year = 2026; year <= 2030; year++) {
    for (const day of ["01-01", "05-01", "12-25", "12-26"]) closed.add(`${year}-${day}`);
  }
  // The first of January 2026 is a Thursday.
  let weekday = 4;
  let open = 0;
  for (let day = "2026-01-01"; day <= "2030-12-31"; day = addDays(day, 1)!) {
    const expected = weekday !== 0 && weekday !== 6 && !closed.has(day);
    assert.equal(isBusinessDay(day), expected, day);
    if (expected) open++;
    weekday = (weekday + 1) % 7;
  }
  assert.equal(open, 1_279);
});

test("I5: Easter is found in other years, the earliest and the latest of them included", () => {
  for (const [friday, monday] of easter) {
    assert.deepEqual([isBusinessDay(friday), isBusinessDay(monday)], [false, false], friday);
    assert.deepEqual([isBusinessDay(addDays(friday, -1)!), isBusinessDay(addDays(monday, 1)!)], [true, true], friday);
  }
});

test("I5: the rules lead over weekends and closing days that follow each other, and leave a business day alone", () => {
  const table: readonly (readonly [date: string, following: string, preceding: string])[] = [
    ["2026-11-25", "2026-11-25", "2026-11-25"],
    ["2026-11-28", "2026-11-30", "2026-11-27"],
    ["2026-04-03", "2026-04-07", "2026-04-02"],
    ["2026-04-06", "2026-04-07", "2026-04-02"],
    ["2026-12-25", "2026-12-28", "2026-12-24"],
    ["2027-12-26", "2027-12-27", "2027-12-24"],
    ["2027-01-01", "2027-01-04", "2026-12-31"],
    ["2028-01-01", "2028-01-03", "2027-12-31"],
    ["2027-05-01", "2027-05-03", "2027-04-30"],
  ];
  for (const [date, following, preceding] of table) {
    assert.equal(businessDay(date, "following"), following, date);
    assert.equal(businessDay(date, "preceding"), preceding, date);
  }
});
