import { findAuthorisation } from "../authorisation/store.ts";
import type { Answer, Call } from "../wire/call.ts";
import type { PaymentDeps } from "./deps.ts";
import { requireOwnState, unknownResource } from "./record/find.ts";

/** GET of the scaStatus of one of a payment's authorisations. */
export async function readPaymentScaStatus(
  deps: PaymentDeps,
  call: Call<"getPaymentInitiationScaStatus">,
): Promise<Answer<"getPaymentInitiationScaStatus">> {
  const payment = await requireOwnState(deps, call);
  const row = await findAuthorisation(deps.db, call.params.authorisationId);
  if (row === undefined || row.subject_kind !== "payment" || row.subject_id !== payment.payment_id) {
    throw unknownResource();
  }
  return { status: 200, body: { scaStatus: row.sca_status } };
}
