import { dateOf, isCalendarDate } from "@tallystick/xs2a";

/** How a bank writes the days that the standard writes `YYYY-MM-DD`. */
export interface DateForm {
  /** `date-time`: instants in answers, of which the day counts; queries are written as in the standard. */
  readonly form: "YYYY-MM-DD" | "DD.MM.YYYY" | "YYYYMMDD" | "date-time";
  /** IANA name of the zone whose day an instant with an offset belongs to; without it the day as it is written. */
  readonly timeZone?: string;
}

const readers = {
  "YYYY-MM-DD": /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)$/,
  "DD.MM.YYYY": /^(?<day>\d\d)\.(?<month>\d\d)\.(?<year>\d{4})$/,
  YYYYMMDD: /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)$/,
  "date-time": /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)T\d\d:\d\d/,
} as const satisfies Record<DateForm["form"], RegExp>;

/** An answer's day as `YYYY-MM-DD`. The standard's own form is read everywhere; undefined for what is no day. */
export function readDate(text: string, { form, timeZone }: DateForm): string | undefined {
  if (form === "date-time" && timeZone !== undefined && /(?:Z|[+-]\d\d:?\d\d)$/.test(text)) {
    const instant = new Date(text);
    return Number.isNaN(instant.getTime()) ? undefined : dateOf(instant, timeZone);
  }
  const parts = (readers[form].exec(text) ?? readers["YYYY-MM-DD"].exec(text))?.groups;
  if (parts === undefined) return undefined;
  const date = `${parts["year"]}-${parts["month"]}-${parts["day"]}`;
  return isCalendarDate(date) ? date : undefined;
}

/** A day `YYYY-MM-DD` as this bank's queries have it. */
export function writeDate(date: string, { form }: DateForm): string {
  const [year = "", month = "", day = ""] = date.split("-");
  if (form === "DD.MM.YYYY") return `${day}.${month}.${year}`;
  return form === "YYYYMMDD" ? year + month + day : date;
}
