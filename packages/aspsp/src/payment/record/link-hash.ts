import { createHash } from "node:crypto";
import type { PaymentRow } from "./store.ts";

type Linked = Pick<
  PaymentRow,
  | "payment_id"
  | "product"
  | "amount"
  | "currency"
  | "creditor_name"
  | "creditor_iban"
  | "creditor_bic"
  | "debtor_iban"
  | "creditor_reference"
  | "remittance"
  | "end_to_end_id"
  | "requested_execution_date"
>;

/**
 * SHA-256 over everything that the PSU's authentication is linked to (RTS article 5): amount, currency, payee, payer,
 * date and references. It is compared when a challenge is answered, at finalisation and before execution.
 */
export function linkHashOf(payment: Linked): string {
  // As a JSON list of texts the parts cannot run into each other.
  const canonical = JSON.stringify([
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
  ]);
  return createHash("sha256").update(canonical).digest("hex");
}
