import {
  CancellationReceived,
  PaymentInformation,
  PaymentInitiated,
  PaymentStatus,
  SinglePayment,
} from "../payment.ts";
import {
  listOfAuthorisations,
  readOfAuthorisation,
  startOfAuthorisation,
  updateOfAuthorisation,
} from "./authorisations.ts";
import { creating, reading, type EndpointRow } from "./row.ts";

const payment = "/v1/{payment-service}/{payment-product}/{paymentId}";
const common = { role: "PSP_PI", subject: "payment" } as const;

/** Rows 1 to 12 of the contract: payments of all three services. */
export const paymentEndpoints = {
  initiatePayment: {
    ...common,
    operationId: "initiatePayment",
    method: "POST",
    path: "/v1/{payment-service}/{payment-product}",
    headers: creating,
    /** The commonest; `paymentSchemas` has the one of each service. */
    request: SinglePayment,
    responses: { 201: PaymentInitiated },
  },
  getPaymentInformation: {
    ...common,
    operationId: "getPaymentInformation",
    method: "GET",
    path: payment,
    headers: reading,
    responses: { 200: PaymentInformation },
  },
  cancelPayment: {
    ...common,
    operationId: "cancelPayment",
    method: "DELETE",
    path: payment,
    headers: { ...reading, tppRedirect: true },
    responses: { 202: CancellationReceived, 204: null },
  },
  getPaymentInitiationStatus: {
    ...common,
    operationId: "getPaymentInitiationStatus",
    method: "GET",
    path: `${payment}/status`,
    headers: reading,
    responses: { 200: PaymentStatus },
  },
  startPaymentAuthorisation: {
    ...common,
    ...startOfAuthorisation,
    operationId: "startPaymentAuthorisation",
    path: `${payment}/authorisations`,
  },
  getPaymentInitiationAuthorisation: {
    ...common,
    ...listOfAuthorisations,
    operationId: "getPaymentInitiationAuthorisation",
    path: `${payment}/authorisations`,
  },
  getPaymentInitiationScaStatus: {
    ...common,
    ...readOfAuthorisation,
    operationId: "getPaymentInitiationScaStatus",
    path: `${payment}/authorisations/{authorisationId}`,
  },
  updatePaymentPsuData: {
    ...common,
    ...updateOfAuthorisation,
    operationId: "updatePaymentPsuData",
    path: `${payment}/authorisations/{authorisationId}`,
  },
  startPaymentInitiationCancellationAuthorisation: {
    ...common,
    ...startOfAuthorisation,
    operationId: "startPaymentInitiationCancellationAuthorisation",
    path: `${payment}/cancellation-authorisations`,
  },
  getPaymentInitiationCancellationAuthorisationInformation: {
    ...common,
    ...listOfAuthorisations,
    operationId: "getPaymentInitiationCancellationAuthorisationInformation",
    path: `${payment}/cancellation-authorisations`,
  },
  getPaymentCancellationScaStatus: {
    ...common,
    ...readOfAuthorisation,
    operationId: "getPaymentCancellationScaStatus",
    path: `${payment}/cancellation-authorisations/{authorisationId}`,
  },
  updatePaymentCancellationPsuData: {
    ...common,
    ...updateOfAuthorisation,
    operationId: "updatePaymentCancellationPsuData",
    path: `${payment}/cancellation-authorisations/{authorisationId}`,
  },
} as const satisfies Record<string, EndpointRow>;
