const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The three forms of an HTTP-date (RFC 9110, section 5.6.7); whoever reads one must take all of them. */
const forms: readonly RegExp[] = [
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/,
];

/** An HTTP-date as milliseconds since 1970, undefined for anything else. Two digits of a year mean the nearest one. */
export function parseHttpDate(text: string, now: Date): number | undefined {
  const parts = forms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return undefined;
  const month = months.indexOf(parts["month"] ?? "") + 1;
  const year = fourDigits(parts["year"] ?? "", now.getUTCFullYear());
  const pad = (part: number): string => String(part).padStart(2, "0");
  const iso = `${year}-${pad(month)}-${pad(Number(parts["day"]))}T${parts["time"]}.000Z`;
  const instant = new Date(iso);
  // A day that does not exist, such as 30 February, comes back as another one.
  return !Number.isNaN(instant.getTime()) && instant.toISOString() === iso ? instant.getTime() : undefined;
}

/** More than 50 years ahead means the century before (RFC 9110). */
function fourDigits(year: string, thisYear: number): string {
  if (year.length === 4) return year;
  const near = thisYear - (thisYear % 100) + Number(year);
  return String(near > thisYear + 50 ? near - 100 : near);
}

/**
 * How many milliseconds an answer asks to wait (`Retry-After`, RFC 9110, section 10.2.3: seconds or an HTTP-date);
 * undefined when it asks for nothing that can be understood, 0 for a date that has passed. A date is read against the
 * answer's own `Date` where there is one: the bank's clock may differ from ours. Header names are in lower case.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date): number | undefined {
  const written = headers["retry-after"]?.trim() ?? "";
  if (/^\d{1,9}$/.test(written)) return Number(written) * 1_000;
  const until = parseHttpDate(written, now);
  if (until === undefined) return undefined;
  const from = parseHttpDate(headers["date"]?.trim() ?? "", now) ?? now.getTime();
  return Math.max(0, until - from);
}
