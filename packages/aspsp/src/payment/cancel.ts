import { Xs2aError, type TransactionStatus } from "@tallystick/xs2a";
import { failOpenAuthorisations } from "../authorisation/store.ts";
import type { Answer, Call } from "../wire/call.ts";
import type { PaymentDeps } from "./deps.ts";
import { cancelUnderway, isCancellable } from "./execution/cancellable.ts";
import { requireOwnState } from "./record/find.ts";
import { lockPayment, movePayment } from "./record/store.ts";
import { awaitsAuthorisation } from "./rules.ts";

type CancelOutcome =
  | { readonly kind: "cancelled" }
  | { readonly kind: "too_late" }
  | { readonly kind: "needs_psu"; readonly status: TransactionStatus };

/**
 * DELETE of a payment: 204 while it is not authorised in full, and while it waits for its day, unless the bank has the PSU
 * authorise that (202 with the way to start); 405 with the profile's code from its execution on.
 */
export async function cancelPayment(deps: PaymentDeps, call: Call<"cancelPayment">): Promise<Answer<"cancelPayment">> {
  const { payment_id: paymentId } = await requireOwnState(deps, call);
  const outcome = await cancel(deps, paymentId);
  if (outcome.kind === "too_late") {
    throw new Xs2aError({
      code: deps.profile.cancellationCode,
      place: "method",
      text: "The payment can no longer be cancelled.",
    });
  }
  if (outcome.kind === "cancelled") {
    deps.log.info("payment.cancelled", { paymentId });
    return { status: 204, body: undefined };
  }
  const { "payment-service": service, "payment-product": product } = call.params;
  const self = `${deps.standardUrl}/v1/${service}/${product}/${paymentId}`;
  const _links = {
    startAuthorisation: { href: `${self}/cancellation-authorisations` },
    self: { href: self },
    status: { href: `${self}/status` },
  };
  return { status: 202, body: { transactionStatus: outcome.status, _links } };
}

/** Under the payment's lock, so that of cancelling, finalising and executing one wins (row P9). */
async function cancel(deps: PaymentDeps, paymentId: string): Promise<CancelOutcome> {
  const at = deps.clock.now();
  return deps.db.transaction().execute(async (tx): Promise<CancelOutcome> => {
    const row = await lockPayment(tx, paymentId);
    if (row === undefined) return { kind: "too_late" };
    if (awaitsAuthorisation(row.status)) {
      await movePayment(tx, { paymentId, from: row.status, to: "CANC", reason: "cancelled", at });
      await failOpenAuthorisations(tx, { kind: "payment", subjectId: paymentId, reason: "cancelled", at });
      return { kind: "cancelled" };
    }
    if (!(await isCancellable(tx, row))) return { kind: "too_late" };
    if (deps.profile.cancellationNeedsPsu === true) return { kind: "needs_psu", status: row.status };
    await cancelUnderway(tx, row, at);
    return { kind: "cancelled" };
  });
}
