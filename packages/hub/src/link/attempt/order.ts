import { formatAmount, parseAmount, transliterateToSepa } from "@tallystick/xs2a";
import type { BankPayment } from "../../connector/connector.ts";
import type { LinkRow } from "../store.ts";
import type { AttemptRow } from "./store.ts";

/**
 * The payment as the bank gets it. It depends on stored rows alone, so that every try of an attempt sends the same
 * bytes; text is transliterated to the set that every SEPA bank takes.
 */
export function bankPaymentOf({ intent }: LinkRow, attempt: AttemptRow): BankPayment {
  const minor = parseAmount(intent.amount, intent.currency);
  if (typeof minor !== "bigint") throw new Error("a stored amount is not an amount");
  const { bic } = intent.creditor;
  return {
    product: attempt.product,
    amount: { amount: formatAmount(minor, intent.currency), currency: intent.currency },
    creditor: {
      name: transliterateToSepa(intent.creditor.name),
      iban: intent.creditor.iban,
      ...(bic === undefined ? {} : { bic }),
    },
    ...(attempt.debtor_iban === null ? {} : { debtorIban: attempt.debtor_iban }),
    endToEndId: intent.end_to_end_id,
    ...remittanceOf(intent.description, intent.creditor_reference),
    ...(intent.requested_execution_date === undefined
      ? {}
      : { requestedExecutionDate: intent.requested_execution_date }),
  };
}

/** A creditor reference excludes the free text on the wire (hub-api section 4). */
function remittanceOf(description: string | undefined, reference: string | undefined) {
  if (reference !== undefined) return { creditorReference: reference };
  return description === undefined ? {} : { remittance: transliterateToSepa(description) };
}
