import type { Standing } from "@tallystick/xs2a";
import type { ConsentDisplay } from "../subject.ts";

const frequencies: Readonly<Record<Standing["frequency"], string>> = {
  Daily: "every day",
  Weekly: "every week",
  EveryTwoWeeks: "every two weeks",
  Monthly: "every month",
  EveryTwoMonths: "every two months",
  Quarterly: "every three months",
  SemiAnnual: "every six months",
  Annual: "every year",
  MonthlyVariable: "in some months",
};

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** How often a standing order is executed, in words that pages and messages share. */
export function oftenText({ frequency, monthsOfExecution }: Standing): string {
  const named = monthsOfExecution?.map((month) => months[Number(month) - 1]).join(", ");
  return named === undefined ? frequencies[frequency] : `every year in ${named}`;
}

/** On which day of the month; undefined where the first day says it. */
export function dayText({ dayOfExecution: day }: Standing): string | undefined {
  if (day === undefined) return undefined;
  return day === "31" ? "the last one of the month" : `${day} of the month`;
}

/** How long an access lasts. Where it has no end the stored day is the last one of all. */
export function lifetimeText({ recurring, validUntil }: Pick<ConsentDisplay, "recurring" | "validUntil">): string {
  if (!recurring) return "once";
  return validUntil.startsWith("9999") ? "until you end it" : `until ${validUntil}`;
}
