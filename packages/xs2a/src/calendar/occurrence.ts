import type { FrequencyCode, Standing } from "../standing.ts";
import { addDays, daysInMonth } from "../values/date.ts";
import { businessDay } from "./business-day.ts";

/** One execution of a standing order. Dates are `YYYY-MM-DD`. */
export interface Occurrence {
  /** The day that the order names, which decides whether it lies within the order's dates. */
  readonly day: string;
  /** The day on which it is executed: another one where an execution rule moves it to a business day. */
  readonly executedOn: string;
}

const daySteps: Readonly<Partial<Record<FrequencyCode, number>>> = { Daily: 1, Weekly: 7, EveryTwoWeeks: 14 };
const monthSteps: Readonly<Partial<Record<FrequencyCode, number>>> = {
  Monthly: 1,
  EveryTwoMonths: 2,
  Quarterly: 3,
  SemiAnnual: 6,
  Annual: 12,
};

/** Whether the frequency counts in months, so that a day of the month can be named. */
export function isMonthly(frequency: FrequencyCode): boolean {
  return daySteps[frequency] === undefined;
}

/**
 * The n-th execution of a standing order, n from 1; undefined once the order has ended. The first is the first fitting
 * day from the start date on, the end date is inclusive. In a month that lacks the day its last one stands in, and 31 is
 * the last day of any month, so that the 31st of January is followed by the end of February. Without an execution rule
 * the day itself counts.
 */
export function occurrence(standing: Standing, n: number): Occurrence | undefined {
  const day = dayOf(standing, n);
  if (day === undefined || (standing.endDate !== undefined && day > standing.endDate)) return undefined;
  const { executionRule: rule } = standing;
  const executedOn = rule === undefined ? day : businessDay(day, rule);
  return executedOn === undefined ? undefined : { day, executedOn };
}

function dayOf(standing: Standing, n: number): string | undefined {
  const days = daySteps[standing.frequency];
  if (days !== undefined) return addDays(standing.startDate, days * (n - 1));
  const dayOfMonth = Number(standing.dayOfExecution ?? standing.startDate.slice(8));
  return dateIn(monthOf(standing, dayOfMonth, n), dayOfMonth);
}

/** Months are counted through from January of the year 0. */
function monthOf(standing: Standing, dayOfMonth: number, n: number): number {
  const { startDate, frequency } = standing;
  const startMonth = Number(startDate.slice(0, 4)) * 12 + Number(startDate.slice(5, 7)) - 1;
  const first = (dateIn(startMonth, dayOfMonth) ?? "") >= startDate ? startMonth : startMonth + 1;
  const step = monthSteps[frequency];
  if (step !== undefined) return first + step * (n - 1);
  const months = (standing.monthsOfExecution ?? []).map((month) => Number(month) - 1).toSorted((a, b) => a - b);
  // Without any month nothing is ever due, which a month beyond the calendar says.
  if (months.length === 0) return 12 * 10_000;
  const inYear = months.filter((month) => month < first % 12).length + n - 1;
  return (Math.floor(first / 12) + Math.floor(inYear / months.length)) * 12 + (months[inYear % months.length] ?? 0);
}

function dateIn(month: number, day: number): string | undefined {
  const [year, inYear] = [Math.floor(month / 12), (month % 12) + 1];
  if (year > 9_999) return undefined;
  const two = (part: number) => String(part).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(inYear)}-${two(Math.min(day, daysInMonth(year, inYear)))}`;
}
