import type { AuthorisationDeps } from "../authorisation/deps.ts";
import type { Handlers } from "../wire/call.ts";
import { listOf, readScaStatus, startOne, updateOne } from "./authorisations.ts";
import { cancelPayment } from "./cancel.ts";
import type { PaymentDeps } from "./deps.ts";
import { initiatePayment } from "./initiate.ts";
import { readPayment } from "./read.ts";
import { readPaymentStatus } from "./status.ts";

/** The operations on payments, by the standard's names. */
export function paymentHandlers(deps: PaymentDeps, authorisation: AuthorisationDeps) {
  return {
    initiatePayment: (call) => initiatePayment(deps, call),
    getPaymentInformation: (call) => readPayment(deps, call),
    cancelPayment: (call) => cancelPayment(deps, call),
    getPaymentInitiationStatus: (call) => readPaymentStatus(deps, call),
    startPaymentAuthorisation: (call) => startOne(deps, authorisation, "payment", call),
    getPaymentInitiationAuthorisation: (call) => listOf(deps, "payment", call),
    getPaymentInitiationScaStatus: (call) => readScaStatus(deps, authorisation, "payment", call),
    updatePaymentPsuData: (call) => updateOne(deps, authorisation, "payment", call),
    startPaymentInitiationCancellationAuthorisation: (call) => startOne(deps, authorisation, "cancellation", call),
    getPaymentInitiationCancellationAuthorisationInformation: (call) => listOf(deps, "cancellation", call),
    getPaymentCancellationScaStatus: (call) => readScaStatus(deps, authorisation, "cancellation", call),
    updatePaymentCancellationPsuData: (call) => updateOne(deps, authorisation, "cancellation", call),
  } satisfies Partial<Handlers>;
}
