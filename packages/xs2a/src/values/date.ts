const datePattern = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days of a month of the Gregorian calendar, month from 1; 0 for a month that does not exist. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/**
 * True for a day that exists, written as ISO 8601 `YYYY-MM-DD`, years 0001 to 9999. `Date` is not asked: it takes
 * 2026-02-30 for the second of March.
 */
export function isCalendarDate(text: unknown): text is string {
  const [, year, month, day] = typeof text === "string" && text.length === 10 ? (datePattern.exec(text) ?? []) : [];
  if (year === undefined || Number(year) === 0) return false;
  return Number(day) >= 1 && Number(day) <= daysInMonth(Number(year), Number(month));
}

/** The day `days` after (or before) a calendar date; undefined when the date is none or the result leaves 0001 to 9999. */
export function addDays(date: string, days: number): string | undefined {
  if (!isCalendarDate(date)) return undefined;
  const instant = new Date(`${date}T00:00:00Z`);
  instant.setUTCDate(instant.getUTCDate() + days);
  const result = Number.isNaN(instant.getTime()) ? "" : instant.toISOString().slice(0, 10);
  return isCalendarDate(result) ? result : undefined;
}

/** The calendar date of an instant at the bank, `Europe/Vilnius` for instance; UTC unless said otherwise. */
export function dateOf(instant: Date, timeZone = "UTC"): string {
  const minute = Math.floor(instant.getTime() / minuteMs);
  const known = latest.get(timeZone);
  if (known?.minute === minute) return known.date;
  const date = formatted(instant, timeZone);
  if (minute > wholeMinutesSince) latest.set(timeZone, { minute, date });
  return date;
}

const minuteMs = 60_000;
/** 1973: since then no zone is seconds apart from another, so that days begin with a minute. */
const wholeMinutesSince = 94_694_400_000 / minuteMs;

/** A server asks for today over and over, and formatting it is dear. */
const latest = new Map<string, { readonly minute: number; readonly date: string }>();

function formatted(instant: Date, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(instant);
  const part = (type: string): string => parts.find((entry) => entry.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** To make one takes longer than all that is done with it; a bank has one time zone. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", {
      calendar: "gregory",
      numberingSystem: "latn",
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    formats.set(timeZone, format);
  }
  return format;
}

const dayMs = 86_400_000;

/**
 * The instant at which a calendar date begins at the bank. Where clocks are put forward at midnight, the day begins with
 * the first instant that there is of it.
 */
export function startOfDay(date: string, timeZone = "UTC"): Date {
  const utc = Date.parse(`${date}T00:00:00Z`);
  if (timeZone === "UTC") return new Date(utc);
  // No zone is further than a day from UTC; each round halves what is left, to the second.
  let [before, from] = [utc - dayMs, utc + dayMs];
  while (from - before > 1_000) {
    const middle = Math.floor((before + from) / 2_000) * 1_000;
    if (dateOf(new Date(middle), timeZone) < date) before = middle;
    else from = middle;
  }
  return new Date(from);
}
