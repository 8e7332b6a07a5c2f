import { Xs2aError, type OperationId, type PathParams } from "@tallystick/xs2a";
import type { Call } from "../../wire/call.ts";
import type { PaymentDeps } from "../deps.ts";
import { expirePayment } from "../expire.ts";
import { awaitsAuthorisation } from "../rules.ts";
import { findOwnPayment, findOwnState, type OwnPaymentKey, type PaymentRow, type PaymentState } from "./store.ts";

type OnPayment = Extract<PathParams<OperationId>, { paymentId: string }>;
export type PaymentCall = Pick<Call, "tpp"> & { params: OnPayment };

/**
 * How the payment of the path stands if it is the caller's, ended first when its time is over. Unknown, foreign, and of
 * another service or product all answer the same (decision 24).
 */
export async function requireOwnState(deps: PaymentDeps, call: PaymentCall): Promise<PaymentState> {
  const key = keyOf(call);
  const at = deps.clock.now();
  const state = await findOwnState(deps.db, key, at);
  if (state === undefined) throw unknownResource();
  if (!state.overdue) return state;
  await expirePayment(deps, state.payment_id);
  return (await findOwnState(deps.db, key, at)) ?? state;
}

/** The whole payment, under the same rules. */
export async function requireOwnPayment(deps: PaymentDeps, call: PaymentCall): Promise<PaymentRow> {
  const key = keyOf(call);
  const row = await findOwnPayment(deps.db, key);
  if (row === undefined) throw unknownResource();
  if (!awaitsAuthorisation(row.status) || row.expires_at > deps.clock.now()) return row;
  await expirePayment(deps, row.payment_id);
  return (await findOwnPayment(deps.db, key)) ?? row;
}

function keyOf({ tpp, params }: PaymentCall): OwnPaymentKey {
  return {
    tppId: tpp.tppId,
    service: params["payment-service"],
    product: params["payment-product"],
    paymentId: params.paymentId,
  };
}

function unknownResource(): Xs2aError {
  return new Xs2aError({ code: "RESOURCE_UNKNOWN", place: "path", text: "The addressed resource is unknown." });
}
