/** Proves row I5 for standing orders: days written down by hand, and every day of five years asked one by one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Standing } from "../standing.ts";
import { addDays, daysInMonth } from "../values/date.ts";
import { businessDay } from "./business-day.ts";
import { occurrence } from "./occurrence.ts";

function days(standing: Standing, most = 100): string[] {
  const found: string[] = [];
  for (let n = 1; n <= most; n++) {
    const next = occurrence(standing, n);
    if (next === undefined) break;
    found.push(next.executedOn === next.day ? next.day : `${next.day} on ${next.executedOn}`);
  }
  return found;
}

test("I5: the days of standing orders, as a person with a calendar writes them down", () => {
  const table: readonly (readonly [Standing, readonly string[]])[] = [
    [
      { frequency: "Daily", startDate: "2028-02-27", endDate: "2028-03-01" },
      ["2028-02-27", "2028-02-28", "2028-02-29", "2028-03-01"],
    ],
    [
      { frequency: "Weekly", startDate: "2026-12-24", endDate: "2027-01-07", executionRule: "following" },
      ["2026-12-24", "2026-12-31", "2027-01-07"],
    ],
    [
      { frequency: "EveryTwoWeeks", startDate: "2026-04-03", endDate: "2026-05-01", executionRule: "preceding" },
      ["2026-04-03 on 2026-04-02", "2026-04-17", "2026-05-01 on 2026-04-30"],
    ],
    // The 31st of January plus a month is not the third of March.
    [
      { frequency: "Monthly", startDate: "2026-01-31", endDate: "2026-06-30" },
      ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"],
    ],
    [
      { frequency: "Monthly", startDate: "2028-01-30", endDate: "2028-03-30" },
      ["2028-01-30", "2028-02-29", "2028-03-30"],
    ],
    // 31 is the last day; the first one is the first on or after the start.
    [
      { frequency: "Monthly", startDate: "2026-02-10", endDate: "2026-04-30", dayOfExecution: "31" },
      ["2026-02-28", "2026-03-31", "2026-04-30"],
    ],
    [{ frequency: "Monthly", startDate: "2026-02-10", endDate: "2026-04-08", dayOfExecution: "9" }, ["2026-03-09"]],
    [{ frequency: "Monthly", startDate: "2026-02-10", endDate: "2026-02-10", dayOfExecution: "10" }, ["2026-02-10"]],
    [
      { frequency: "EveryTwoMonths", startDate: "2026-12-31", endDate: "2027-06-30" },
      ["2026-12-31", "2027-02-28", "2027-04-30", "2027-06-30"],
    ],
    [
      { frequency: "Quarterly", startDate: "2026-11-30", endDate: "2027-12-31", executionRule: "following" },
      ["2026-11-30", "2027-02-28 on 2027-03-01", "2027-05-30 on 2027-05-31", "2027-08-30", "2027-11-30"],
    ],
    [
      { frequency: "SemiAnnual", startDate: "2026-08-31", endDate: "2028-02-29", executionRule: "preceding" },
      ["2026-08-31", "2027-02-28 on 2027-02-26", "2027-08-31", "2028-02-29"],
    ],
    [
      { frequency: "Annual", startDate: "2028-02-29", endDate: "2032-03-01" },
      ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"],
    ],
    [
      {
        frequency: "MonthlyVariable",
        startDate: "2026-11-25",
        endDate: "2028-03-31",
        dayOfExecution: "31",
        monthsOfExecution: ["12", "2"],
      },
      ["2026-12-31", "2027-02-28", "2027-12-31", "2028-02-29"],
    ],
    [
      {
        frequency: "MonthlyVariable",
        startDate: "2026-11-25",
        endDate: "2027-11-30",
        dayOfExecution: "5",
        monthsOfExecution: ["11"],
      },
      ["2027-11-05"],
    ],
    // The rule moves the execution; whether it still belongs to the order is the named day's to say.
    [
      { frequency: "Daily", startDate: "2026-11-27", endDate: "2026-11-28", executionRule: "following" },
      ["2026-11-27", "2026-11-28 on 2026-11-30"],
    ],
    [{ frequency: "Monthly", startDate: "2026-11-25", endDate: "2026-11-30", dayOfExecution: "24" }, []],
  ];
  for (const [standing, expected] of table) assert.deepEqual(days(standing), expected, JSON.stringify(standing));
});

test("I5: without an end date it goes on until the calendar ends", () => {
  assert.equal(occurrence({ frequency: "Monthly", startDate: "2026-01-31" }, 1_201)?.day, "2126-01-31");
  assert.equal(occurrence({ frequency: "Annual", startDate: "9998-06-01" }, 2)?.day, "9999-06-01");
  assert.equal(occurrence({ frequency: "Annual", startDate: "9998-06-01" }, 3), undefined);
  assert.equal(occurrence({ frequency: "Daily", startDate: "9999-12-31" }, 2), undefined);
});

/** The same rules, asked of each day alone. */
function fits(day: string, standing: Standing): boolean {
  const { startDate, endDate, frequency, dayOfExecution, monthsOfExecution } = standing;
  if (day < startDate || (endDate !== undefined && day > endDate)) return false;
  const [year, month, ofMonth] = day.split("-").map(Number) as [number, number, number];
  const apart = (Date.parse(day) - Date.parse(startDate)) / 86_400_000;
  if (frequency === "Daily") return true;
  if (frequency === "Weekly") return apart % 7 === 0;
  if (frequency === "EveryTwoWeeks") return apart % 14 === 0;
  const wanted = Number(dayOfExecution ?? startDate.slice(8));
  const last = daysInMonth(year, month);
  if (ofMonth !== (wanted > last ? last : wanted)) return false;
  return frequency !== "MonthlyVariable" || monthsOfExecution!.includes(String(month));
}

test("I5: over 2026 to 2030 the days are those that a walk through the calendar finds, whatever day is named", () => {
  const every: Readonly<Record<string, number>> = { EveryTwoMonths: 2, Quarterly: 3, SemiAnnual: 6, Annual: 12 };
  const frequencies = ["Daily", "Weekly", "EveryTwoWeeks", "Monthly", "MonthlyVariable", ...Object.keys(every)];
  for (const frequency of frequencies as Standing["frequency"][]) {
    const monthly = !["Daily", "Weekly", "EveryTwoWeeks"].includes(frequency);
    const named = monthly ? [undefined, ...Array.from({ length: 31 }, (_, day) => String(day + 1))] : [undefined];
    for (const dayOfExecution of named) {
      for (const executionRule of [undefined, "following", "preceding"] as const) {
        const standing: Standing = {
          frequency,
          startDate: "2026-01-31",
          endDate: "2030-12-31",
          ...(dayOfExecution === undefined ? {} : { dayOfExecution }),
          ...(executionRule === undefined ? {} : { executionRule }),
          ...(frequency === "MonthlyVariable" ? { monthsOfExecution: ["1", "2", "6", "9", "10"] } : {}),
        };
        const walked: string[] = [];
        for (let day = "2026-01-01"; day <= "2030-12-31"; day = addDays(day, 1)!)
          if (fits(day, standing)) walked.push(day);
        const expected = walked
          .filter((_, index) => index % (every[frequency] ?? 1) === 0)
          .map((day) => (executionRule === undefined ? day : businessDay(day, executionRule)!));
        const found: string[] = [];
        for (let n = 1, next = occurrence(standing, n); next; next = occurrence(standing, ++n))
          found.push(next.executedOn);
        assert.deepEqual(found, expected, JSON.stringify(standing));
      }
    }
  }
});
