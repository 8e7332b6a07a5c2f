import { createHash } from "node:crypto";
import type { StoredOrder } from "../../migrations/schema.ts";
import type { PaymentRow } from "./store.ts";

/**
 * SHA-256 over everything that the PSU's authentication is linked to (RTS article 5): amounts, currency, payees, payer,
 * dates, schedule and references, of each order of a bulk as well. It is compared when a challenge is answered, at
 * finalisation and before execution (row P6).
 */
export function linkHashOf(payment: Omit<PaymentRow, "body">): string {
  // As a JSON list of texts the parts cannot run into each other.
  const common = [
    "payment/1",
    payment.payment_id,
    payment.product,
    payment.amount,
    payment.currency,
    payment.creditor_iban,
    payment.creditor_name,
    payment.creditor_bic,
    payment.debtor_iban,
    payment.requested_execution_date,
    payment.creditor_reference,
    payment.remittance,
    payment.end_to_end_id,
  ];
  const more = furtherParts(payment);
  // What a plain payment lacks does not count, so that what was authorised before it existed is still authorised.
  const isPlain = more.every((part) => part === null);
  return hashOf(isPlain ? common : [...common, more]);
}

/** The cancellation of a payment is another thing to authorise than the payment. */
export function cancellationHashOf(payment: Omit<PaymentRow, "body">): string {
  return hashOf(["cancellation/1", linkHashOf(payment)]);
}

function furtherParts(payment: Omit<PaymentRow, "body">): unknown[] {
  const { items, standing } = payment;
  return [
    payment.charge_bearer,
    payment.purpose_code,
    payment.ultimate_debtor,
    payment.ultimate_creditor,
    payment.requested_execution_time?.toISOString() ?? null,
    payment.batch_booking,
    items === null ? null : items.map(partsOf),
    standing === null
      ? null
      : [
          standing.startDate,
          standing.endDate ?? null,
          standing.executionRule ?? null,
          standing.frequency,
          standing.dayOfExecution ?? null,
          standing.monthsOfExecution ?? null,
        ],
  ];
}

function partsOf(order: StoredOrder): (string | null)[] {
  return [
    order.amount,
    order.currency,
    order.creditor_iban,
    order.creditor_name,
    order.creditor_bic,
    order.creditor_reference,
    order.remittance,
    order.end_to_end_id,
    order.charge_bearer,
    order.purpose_code,
    order.ultimate_debtor,
    order.ultimate_creditor,
  ];
}

function hashOf(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
