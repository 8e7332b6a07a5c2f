import {
  addDays,
  dateOf,
  parseAmount,
  readSinglePayment,
  Xs2aError,
  type SinglePayment,
  type Violation,
} from "@tallystick/xs2a";
import type { PaymentRow } from "./store.ts";
import type { BankProfile } from "../../profile.ts";
import type { PaymentCheckCode, PaymentOrder } from "../../spi/spi.ts";
import { maximumDaysAhead } from "../rules.ts";

/** The body of an initiation as a payment of this bank. Throws one error that lists every violation. */
export function readInitiation(
  body: unknown,
  rules: { product: string; profile: BankProfile; now: Date },
): SinglePayment {
  const today = dateOf(rules.now);
  const lastExecutionDate = addDays(today, maximumDaysAhead);
  const result = readSinglePayment(body, {
    product: rules.product,
    today,
    ...(lastExecutionDate === undefined ? {} : { lastExecutionDate }),
    sampleIbans: new Set(rules.profile.sampleIbans),
  });
  if (!result.ok) throw Xs2aError.of(result.violations);
  const dropped = droppedMembers(result.payment);
  if (dropped.length > 0) throw Xs2aError.of(dropped);
  return result.payment;
}

/** A payment carries one text and one reference; whatever else the TPP wrote would be lost without anybody knowing. */
function droppedMembers(payment: SinglePayment): Violation[] {
  const refused = (path: string, text: string): Violation => ({ path, code: "FORMAT_ERROR", text });
  const references = payment.remittanceInformationStructuredArray ?? [];
  const violations: Violation[] = [];
  for (const member of ["remittanceInformationUnstructured", "remittanceInformationStructured"] as const) {
    const isTwice = payment[member] !== undefined && payment[`${member}Array`] !== undefined;
    if (isTwice) violations.push(refused(`${member}Array`, `must not stand beside ${member}`));
  }
  if (references.length > 1) violations.push(refused("remittanceInformationStructuredArray.1", "is one too many"));
  return violations;
}

/** The columns that come from the body. */
export type OrderColumns = Pick<
  PaymentRow,
  | "amount"
  | "currency"
  | "creditor_name"
  | "creditor_iban"
  | "creditor_bic"
  | "debtor_iban"
  | "debtor_chosen"
  | "end_to_end_id"
  | "remittance"
  | "creditor_reference"
  | "requested_execution_date"
>;

export function columnsOf(payment: SinglePayment): OrderColumns {
  const { instructedAmount, creditorAccount, debtorAccount } = payment;
  const amount = parseAmount(instructedAmount.amount, instructedAmount.currency);
  if (typeof amount !== "bigint" || creditorAccount.iban === undefined) throw new RangeError("not a checked payment");
  const [firstReference] = payment.remittanceInformationStructuredArray ?? [];
  return {
    amount: amount.toString(),
    currency: instructedAmount.currency,
    creditor_name: payment.creditorName.normalize("NFC"),
    creditor_iban: creditorAccount.iban,
    creditor_bic: payment.creditorAgent ?? null,
    debtor_iban: debtorAccount?.iban ?? null,
    debtor_chosen: debtorAccount === undefined,
    end_to_end_id: payment.endToEndIdentification ?? null,
    remittance:
      payment.remittanceInformationUnstructured ?? payment.remittanceInformationUnstructuredArray?.join("\n") ?? null,
    creditor_reference: (payment.remittanceInformationStructured ?? firstReference)?.reference ?? null,
    requested_execution_date: payment.requestedExecutionDate ?? null,
  };
}

export function orderOf(paymentId: string, product: string, columns: OrderColumns): PaymentOrder {
  return {
    paymentId,
    product,
    amount: BigInt(columns.amount),
    currency: columns.currency,
    creditor: {
      name: columns.creditor_name,
      iban: columns.creditor_iban,
      ...(columns.creditor_bic === null ? {} : { bic: columns.creditor_bic }),
    },
    ...(columns.debtor_iban === null ? {} : { debtorIban: columns.debtor_iban }),
    ...(columns.end_to_end_id === null ? {} : { endToEndId: columns.end_to_end_id }),
    ...(columns.remittance === null ? {} : { remittance: columns.remittance }),
    ...(columns.creditor_reference === null ? {} : { creditorReference: columns.creditor_reference }),
    ...(columns.requested_execution_date === null ? {} : { requestedExecutionDate: columns.requested_execution_date }),
  };
}

const refusals: Readonly<Record<PaymentCheckCode, { path: string; text: string }>> = {
  DEBTOR_UNKNOWN: { path: "debtorAccount", text: "is not an account that payments can be made from" },
  CREDITOR_UNKNOWN: { path: "creditorAccount", text: "cannot be paid to" },
  CURRENCY_NOT_SUPPORTED: { path: "instructedAmount.currency", text: "is not supported for this product" },
  PRODUCT_NOT_SUPPORTED: { path: "payment-product", text: "is not available for this payment" },
};

/** What core banking said no to, on the wire. */
export function refusalOf(code: PaymentCheckCode): Xs2aError {
  if (code === "PRODUCT_NOT_SUPPORTED") return new Xs2aError({ code: "PRODUCT_INVALID", ...refusals[code] });
  return new Xs2aError({ code: "PAYMENT_FAILED", ...refusals[code] });
}
