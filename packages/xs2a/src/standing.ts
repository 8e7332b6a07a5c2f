import { Type, type Static } from "typebox";
import { oneOf } from "./authorisation.ts";

/** How often a standing order is executed (guidelines 14.8). */
export const frequencyCodes = [
  "Daily",
  "Weekly",
  "EveryTwoWeeks",
  "Monthly",
  "EveryTwoMonths",
  "Quarterly",
  "SemiAnnual",
  "Annual",
  "MonthlyVariable",
] as const;
export type FrequencyCode = (typeof frequencyCodes)[number];

export const executionRules = ["following", "preceding"] as const;
/** Which business day stands in for one on which the bank does not work. */
export type ExecutionRule = (typeof executionRules)[number];

/** The members that make a payment a standing order. Dates are `YYYY-MM-DD`, inclusive. */
export const standingMembers = {
  startDate: Type.String({ format: "date" }),
  endDate: Type.Optional(Type.String({ format: "date" })),
  executionRule: Type.Optional(oneOf(executionRules)),
  frequency: oneOf(frequencyCodes),
  /** 31 is the last day of the month, however long it is. */
  dayOfExecution: Type.Optional(Type.String({ pattern: "^([1-9]|[12][0-9]|3[01])$" })),
  /** With MonthlyVariable alone. */
  monthsOfExecution: Type.Optional(
    Type.Array(Type.String({ pattern: "^([1-9]|1[0-2])$" }), { minItems: 1, maxItems: 11, uniqueItems: true }),
  ),
};
const Standing = Type.Object(standingMembers);
/** When a standing order is executed. */
export type Standing = Static<typeof Standing>;
