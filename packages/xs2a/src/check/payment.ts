import { checkShape } from "../check-shape.ts";
import type { Violation } from "../errors/xs2a-error.ts";
import { SinglePayment } from "../payment.ts";
import {
  accountViolations,
  amountViolations,
  dateViolations,
  referenceViolations,
  textViolations,
  type PaymentRules,
} from "./order.ts";

/** A body as the payment that it is, or everything that is wrong with it. */
export type ReadResult<Payment> =
  | { readonly ok: true; readonly payment: Payment }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/**
 * What a schema cannot say about a single payment: exact amount, IBANs with check digits, creditor reference, dates and
 * text. Returns every violation found, each with the member's path; an empty list for a payment that may be stored.
 */
export function checkPayment(payment: SinglePayment, rules: PaymentRules): Violation[] {
  const { creditorAccount, debtorAccount, requestedExecutionDate } = payment;
  return [
    ...amountViolations(payment),
    ...accountViolations("creditorAccount", creditorAccount, rules),
    ...(debtorAccount === undefined ? [] : accountViolations("debtorAccount", debtorAccount, rules)),
    ...dateViolations("requestedExecutionDate", requestedExecutionDate, rules),
    ...textViolations(payment, rules),
    ...referenceViolations(payment),
  ];
}

/** Shape and meaning of a decoded body in one step, for a bank that stores it or a client that is about to send it. */
export function readSinglePayment(body: unknown, rules: PaymentRules): ReadResult<SinglePayment> {
  const shape = checkShape(SinglePayment, body);
  if (!shape.ok) return shape;
  const violations = checkPayment(shape.value, rules);
  return violations.length === 0 ? { ok: true, payment: shape.value } : { ok: false, violations };
}
