import { checkShape } from "../check-shape.ts";
import type { Violation } from "../errors/xs2a-error.ts";
import { BulkPayment } from "../payment.ts";
import { minorDigits, parseAmount } from "../values/money.ts";
import { checkText, textFaults } from "../values/text.ts";
import {
  accountViolations,
  amountViolations,
  charsetOf,
  dateViolations,
  formatError,
  referenceViolations,
  textViolations,
  type Order,
  type PaymentRules,
} from "./order.ts";
import type { ReadResult } from "./payment.ts";

export interface BulkRules extends PaymentRules {
  /** The instant of the call: an execution time before it is refused. */
  readonly now: Date;
}

/** A bulk with thousands of wrong members is answered with the first of them. */
const maxViolations = 20;

/** Total of all orders in minor units of their one currency; undefined for orders that were not checked. */
export function totalOf({ payments }: BulkPayment): bigint | undefined {
  let total = 0n;
  for (const { instructedAmount } of payments) {
    const amount = parseAmount(instructedAmount.amount, instructedAmount.currency);
    if (typeof amount !== "bigint") return undefined;
    total += amount;
  }
  return total;
}

/**
 * What a schema cannot say about a bulk payment, each order under its own path (`payments.3.creditorName`). All orders are
 * in one currency, so that there is a total for the PSU to authorise; date and time of execution exclude each other.
 */
export function checkBulkPayment(bulk: BulkPayment, rules: BulkRules): Violation[] {
  const found = [
    ...accountViolations("debtorAccount", bulk.debtorAccount, rules),
    ...nameViolations(bulk.debtorName, rules),
    ...dateViolations("requestedExecutionDate", bulk.requestedExecutionDate, rules),
    ...timeViolations(bulk, rules),
  ];
  for (const [index, order] of bulk.payments.entries()) {
    if (found.length >= maxViolations) break;
    found.push(...orderViolations(order, rules).map((one) => ({ ...one, path: `payments.${index}.${one.path}` })));
  }
  if (found.length === 0) found.push(...totalViolations(bulk));
  return found.slice(0, maxViolations);
}

/** Shape and meaning of a decoded body in one step. */
export function readBulkPayment(body: unknown, rules: BulkRules): ReadResult<BulkPayment> {
  const shape = checkShape(BulkPayment, body);
  if (!shape.ok) return shape;
  const violations = checkBulkPayment(shape.value, rules);
  return violations.length === 0 ? { ok: true, payment: shape.value } : { ok: false, violations };
}

function orderViolations(order: Order, rules: PaymentRules): Violation[] {
  return [
    ...amountViolations(order),
    ...accountViolations("creditorAccount", order.creditorAccount, rules),
    ...textViolations(order, rules),
    ...referenceViolations(order),
  ];
}

function nameViolations(debtorName: string | undefined, rules: PaymentRules): Violation[] {
  if (debtorName === undefined) return [];
  const result = checkText(debtorName, { max: 70, charset: rules.charset ?? charsetOf(rules.product) });
  return result.ok ? [] : [formatError("debtorName", textFaults[result.code])];
}

function timeViolations({ requestedExecutionDate, requestedExecutionTime: time }: BulkPayment, rules: BulkRules) {
  const path = "requestedExecutionTime";
  if (time === undefined) return [];
  if (requestedExecutionDate !== undefined) return [formatError(path, "must not stand beside requestedExecutionDate")];
  const instant = Date.parse(time);
  if (Number.isNaN(instant)) return [formatError(path, "must be an instant, with its date and offset")];
  const refuse = (text: string): Violation[] => [{ path, code: "EXECUTION_DATE_INVALID", text }];
  if (instant < rules.now.getTime()) return refuse("lies in the past");
  const last = rules.lastExecutionDate;
  return last !== undefined && time.slice(0, 10) > last ? refuse(`lies after ${last}`) : [];
}

/** Sums stay within what one amount may be, and with it within what a database column can hold (row P16). */
const maxIntegerDigits = 14;

function totalViolations(bulk: BulkPayment): Violation[] {
  const [first] = bulk.payments;
  const currency = first?.instructedAmount.currency ?? "";
  const other = bulk.payments.findIndex(({ instructedAmount }) => instructedAmount.currency !== currency);
  if (other !== -1) {
    return [formatError(`payments.${other}.instructedAmount.currency`, "must be the currency of the first payment")];
  }
  const total = totalOf(bulk) ?? 0n;
  const digits = total.toString().length - (minorDigits(currency) ?? 0);
  return digits > maxIntegerDigits ? [formatError("payments", "add up to more than 14 digits before the point")] : [];
}
