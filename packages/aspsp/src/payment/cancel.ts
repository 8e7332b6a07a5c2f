import { Xs2aError } from "@tallystick/xs2a";
import { failOpenAuthorisations } from "../authorisation/store.ts";
import type { Answer, Call } from "../wire/call.ts";
import type { PaymentDeps } from "./deps.ts";
import { requireOwnState } from "./record/find.ts";
import { movePayment } from "./record/store.ts";

/** DELETE of a payment: 204 while nobody has authorised it, 405 with the profile's code from then on. */
export async function cancelPayment(deps: PaymentDeps, call: Call<"cancelPayment">): Promise<Answer<"cancelPayment">> {
  const { payment_id: paymentId } = await requireOwnState(deps, call);
  const at = deps.clock.now();
  const cancelled = await deps.db.transaction().execute(async (tx) => {
    const moved = await movePayment(tx, { paymentId, from: "RCVD", to: "CANC", reason: "cancelled", at });
    if (moved) await failOpenAuthorisations(tx, { kind: "payment", subjectId: paymentId, reason: "cancelled", at });
    return moved;
  });
  if (!cancelled) {
    throw new Xs2aError({
      code: deps.profile.cancellationCode,
      place: "method",
      text: "The payment can no longer be cancelled.",
    });
  }
  deps.log.info("payment.cancelled", { paymentId });
  return { status: 204, body: undefined };
}
