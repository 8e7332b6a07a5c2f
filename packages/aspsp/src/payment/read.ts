import { dateOf, type PaymentInformation } from "@tallystick/xs2a";
import type { Answer, Call } from "../wire/call.ts";
import type { PaymentDeps } from "./deps.ts";
import { requireOwnPayment } from "./record/find.ts";
import type { PaymentRow } from "./record/store.ts";
import { isUnderway } from "./rules.ts";

/** GET of a payment: what was initiated, its status, and the debtor account once the PSU has authorised it. */
export async function readPayment(
  deps: PaymentDeps,
  call: Call<"getPaymentInformation">,
): Promise<Answer<"getPaymentInformation">> {
  const row = await requireOwnPayment(deps, call);
  const body = {
    ...row.body,
    ...chosenDebtor(row),
    transactionStatus: row.status,
    ...(deps.profile.statusAnswerExtras ? extrasOf(deps, row) : {}),
  } as PaymentInformation;
  return { status: 200, body };
}

/** An account that the PSU chose is the TPP's to know only after the PSU has authorised the payment. */
function chosenDebtor(row: PaymentRow): Pick<PaymentInformation, "debtorAccount"> {
  if (!row.debtor_chosen || row.debtor_iban === null || row.authorised_hash === null) return {};
  return { debtorAccount: { iban: row.debtor_iban, currency: row.currency } };
}

function extrasOf(deps: PaymentDeps, row: PaymentRow): Pick<PaymentInformation, "paymentId" | "expectedExecutionDate"> {
  const known = isUnderway(row.status) || row.status === "ACSC";
  if (!known || row.standing !== null) return { paymentId: row.payment_id };
  const at = row.requested_execution_time ?? row.changed_at;
  const expected = row.requested_execution_date ?? dateOf(at, deps.profile.timeZone);
  return { paymentId: row.payment_id, expectedExecutionDate: expected };
}
