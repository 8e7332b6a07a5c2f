import { addDays, dateOf } from "@tallystick/xs2a";

/** A time of day somewhere, each day once. */
export interface Daily {
  /** 0 to 23. */
  readonly hour: number;
  readonly timeZone: string;
}

export interface Due {
  /** `YYYY-MM-DD` there. */
  readonly day: string;
  readonly at: Date;
}

const dayMs = 86_400_000;

/**
 * When the clock shows that hour on that day. Where clocks are put forward over it, the first instant after the gap; where
 * they are put back and it comes twice, the first one.
 */
export function dueOn(day: string, { hour, timeZone }: Daily): Due {
  const shown = Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000;
  const [before, after] = [shown - dayMs, shown + dayMs].map((around) => shown - offsetMs(around, timeZone));
  const fits = [before, after].filter((at): at is number => at !== undefined && at + offsetMs(at, timeZone) === shown);
  return { day, at: new Date(fits.length > 0 ? Math.min(...fits) : before!) };
}

/** The newest that is not after `now`. */
export function lastDue(now: Date, daily: Daily): Due {
  const today = dateOf(now, daily.timeZone);
  const due = dueOn(today, daily);
  return due.at <= now ? due : dueOn(addDays(today, -1)!, daily);
}

export function nextDue({ day }: Due, daily: Daily): Due {
  return dueOn(addDays(day, 1)!, daily);
}

/** How far clocks there are ahead of UTC, in milliseconds. */
function offsetMs(instant: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(instant);
  const shown = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1_000) * 1_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** To make one takes longer than all that is done with it. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const numeric = "numeric";
    format = new Intl.DateTimeFormat("en-US", {
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      timeZone,
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
    formats.set(timeZone, format);
  }
  return format;
}
