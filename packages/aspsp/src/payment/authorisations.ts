import { listAuthorisationIds } from "../authorisation/store.ts";
import type { Answer, Call } from "../wire/call.ts";
import type { PaymentDeps } from "./deps.ts";
import { requireOwnState } from "./record/find.ts";

/** GET of the ids of a payment's authorisations. */
export async function listPaymentAuthorisations(
  deps: PaymentDeps,
  call: Call<"getPaymentInitiationAuthorisation">,
): Promise<Answer<"getPaymentInitiationAuthorisation">> {
  const row = await requireOwnState(deps, call);
  const authorisationIds = await listAuthorisationIds(deps.db, { kind: "payment", subjectId: row.payment_id });
  return { status: 200, body: { authorisationIds } };
}
