import type { BankError } from "@tallystick/tpp";
import type { BankRefusal } from "../connector.ts";

const byCode: Readonly<Record<string, BankRefusal>> = {
  network: { code: "bank_unavailable", message: "The bank cannot be reached at the moment." },
  certificate: { code: "bank_unavailable", message: "The bank cannot be reached at the moment." },
  untrusted_bank: { code: "bank_unavailable", message: "The bank cannot be reached at the moment." },
  timeout: { code: "bank_unavailable", message: "The bank did not answer in time." },
  aborted: { code: "bank_unavailable", message: "The call to the bank was broken off." },
  html: { code: "bank_answered_strangely", message: "The bank gave an answer that cannot be understood." },
  answer_too_large: { code: "bank_answered_strangely", message: "The bank gave an answer that cannot be understood." },
  bad_answer: { code: "bank_answered_strangely", message: "The bank gave an answer that cannot be understood." },
  SERVICE_BLOCKED: { code: "account_blocked", message: "The bank has blocked this service for the account." },
  PRODUCT_INVALID: { code: "method_not_available", message: "The bank does not offer this kind of payment for it." },
  PRODUCT_UNKNOWN: { code: "method_not_available", message: "The bank does not offer this kind of payment." },
  PAYMENT_FAILED: { code: "rejected_by_bank", message: "The bank rejected the payment." },
  EXECUTION_DATE_INVALID: { code: "date_not_possible", message: "The bank cannot pay on that day." },
  FUNDS_NOT_AVAILABLE: { code: "insufficient_funds", message: "The account does not hold enough money." },
  ACCESS_EXCEEDED: { code: "bank_busy", message: "The bank takes no more payments at the moment." },
};

const byMember: Readonly<Record<string, BankRefusal>> = {
  debtorAccount: { code: "debtor_account_refused", message: "The bank does not keep the account to pay from." },
  creditorAccount: { code: "creditor_account_refused", message: "The bank does not accept the payee's account." },
};

/** What an application and a payer may know of a bank's error; the bank's own words stay in the log. */
export function refusalOf(error: BankError): BankRefusal {
  const member = error.path?.split(".")[0] ?? "";
  if (Object.hasOwn(byMember, member)) return byMember[member]!;
  if (Object.hasOwn(byCode, error.code)) return byCode[error.code]!;
  if (error.status !== undefined && error.status >= 500) {
    return { code: "bank_unavailable", message: "The bank's service failed." };
  }
  return { code: "refused_by_bank", message: "The bank refused the payment." };
}
