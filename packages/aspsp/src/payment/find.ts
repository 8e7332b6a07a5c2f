import { Xs2aError, type OperationId, type PathParams } from "@tallystick/xs2a";
import type { Call } from "../wire/call.ts";
import type { PaymentDeps } from "./deps.ts";
import { expirePayment } from "./expire.ts";
import { findOwnPayment, type PaymentRow } from "./store.ts";

type OnPayment = Extract<PathParams<OperationId>, { paymentId: string }>;

/**
 * The payment of the path if it is the caller's, ended first when its time is over. Unknown, foreign, and of another
 * service or product all answer the same (decision 24).
 */
export async function requireOwnPayment(
  deps: PaymentDeps,
  call: Pick<Call, "tpp"> & { params: OnPayment },
): Promise<PaymentRow> {
  const key = {
    tppId: call.tpp.tppId,
    service: call.params["payment-service"],
    product: call.params["payment-product"],
    paymentId: call.params.paymentId,
  };
  const row = await findOwnPayment(deps.db, key);
  if (row === undefined) throw unknownResource();
  if (row.status !== "RCVD" || row.expires_at > deps.clock.now()) return row;
  await expirePayment(deps, row.payment_id);
  return (await findOwnPayment(deps.db, key)) ?? row;
}

export function unknownResource(): Xs2aError {
  return new Xs2aError({ code: "RESOURCE_UNKNOWN", place: "path", text: "The addressed resource is unknown." });
}
