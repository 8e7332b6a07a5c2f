import type { AuthorisationDeps } from "../authorisation/deps.ts";
import type { Handlers } from "../wire/call.ts";
import {
  listPaymentAuthorisations,
  readPaymentScaStatus,
  startPaymentAuthorisation,
  updatePaymentAuthorisation,
} from "./authorisations.ts";
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
    startPaymentAuthorisation: (call) => startPaymentAuthorisation(deps, authorisation, call),
    getPaymentInitiationAuthorisation: (call) => listPaymentAuthorisations(deps, call),
    getPaymentInitiationScaStatus: (call) => readPaymentScaStatus(deps, call),
    updatePaymentPsuData: (call) => updatePaymentAuthorisation(deps, authorisation, call),
  } satisfies Partial<Handlers>;
}
