import { isMonthly, occurrence } from "../calendar/occurrence.ts";
import { checkShape } from "../check-shape.ts";
import type { Violation } from "../errors/xs2a-error.ts";
import { PeriodicPayment } from "../payment.ts";
import { isCalendarDate } from "../values/date.ts";
import {
  accountViolations,
  amountViolations,
  dateViolations,
  formatError,
  referenceViolations,
  textViolations,
  type PaymentRules,
} from "./order.ts";
import type { ReadResult } from "./payment.ts";

/** What a schema cannot say about a periodic payment: the order as of a single payment, and dates that make sense together. */
export function checkPeriodicPayment(payment: PeriodicPayment, rules: PaymentRules): Violation[] {
  const { creditorAccount, debtorAccount } = payment;
  return [
    ...amountViolations(payment),
    ...accountViolations("creditorAccount", creditorAccount, rules),
    ...(debtorAccount === undefined ? [] : accountViolations("debtorAccount", debtorAccount, rules)),
    ...textViolations(payment, rules),
    ...referenceViolations(payment),
    ...standingViolations(payment, rules),
  ];
}

/** Shape and meaning of a decoded body in one step. */
export function readPeriodicPayment(body: unknown, rules: PaymentRules): ReadResult<PeriodicPayment> {
  const shape = checkShape(PeriodicPayment, body);
  if (!shape.ok) return shape;
  const violations = checkPeriodicPayment(shape.value, rules);
  return violations.length === 0 ? { ok: true, payment: shape.value } : { ok: false, violations };
}

function standingViolations(payment: PeriodicPayment, rules: PaymentRules): Violation[] {
  const { startDate, endDate } = payment;
  const found = [...dateViolations("startDate", startDate, rules), ...memberViolations(payment)];
  if (endDate !== undefined && !isCalendarDate(endDate)) {
    found.push(formatError("endDate", "must be a day of the calendar, YYYY-MM-DD"));
  }
  if (found.length > 0) return found;
  const refuse = (text: string): Violation[] => [{ path: "endDate", code: "PERIOD_INVALID", text }];
  if (endDate !== undefined && endDate < startDate) return refuse("lies before startDate");
  return occurrence(payment, 1) === undefined ? refuse("lies before the first day of execution") : [];
}

/** Members that have a meaning with some frequencies alone. */
function memberViolations({ frequency, dayOfExecution, monthsOfExecution }: PeriodicPayment): Violation[] {
  const found: Violation[] = [];
  if (dayOfExecution !== undefined && !isMonthly(frequency)) {
    found.push(formatError("dayOfExecution", "has a meaning only with a frequency of months"));
  }
  if (monthsOfExecution !== undefined && frequency !== "MonthlyVariable") {
    found.push(formatError("monthsOfExecution", "has a meaning only with MonthlyVariable"));
  }
  if (monthsOfExecution === undefined && frequency === "MonthlyVariable") {
    found.push(formatError("monthsOfExecution", "is required with MonthlyVariable"));
  }
  return found;
}
