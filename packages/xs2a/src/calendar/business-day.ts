import { addDays } from "../values/date.ts";

/**
 * Easter Sunday of the Gregorian calendar as the day of the year's March, so that 32 is the first of April (the
 * anonymous algorithm that Butcher printed in 1876).
 */
function easterInMarch(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  return epact + weekday - 7 * late + 22;
}

/** Days on which TARGET is closed besides weekends, whatever the year's Easter is. */
const fixedClosings: ReadonlySet<string> = new Set(["01-01", "05-01", "12-25", "12-26"]);

/**
 * Whether banks settle in euro on that calendar date: neither Saturday nor Sunday nor a closing day of TARGET (New Year,
 * Good Friday, Easter Monday, 1 May, 25 and 26 December).
 */
export function isBusinessDay(date: string): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6 || fixedClosings.has(date.slice(5))) return false;
  const march = `${date.slice(0, 4)}-03-01`;
  const easter = easterInMarch(Number(date.slice(0, 4))) - 1;
  return date !== addDays(march, easter - 2) && date !== addDays(march, easter + 1);
}

/** That date if it is a business day, else the next one after it, or before it; undefined beyond the years 1 to 9999. */
export function businessDay(date: string, towards: "following" | "preceding"): string | undefined {
  const step = towards === "following" ? 1 : -1;
  let day: string | undefined = date;
  while (day !== undefined && !isBusinessDay(day)) day = addDays(day, step);
  return day;
}
