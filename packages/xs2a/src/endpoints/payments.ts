import {
  AuthorisationList,
  AuthorisationStarted,
  AuthorisationUpdated,
  PsuDataUpdate,
  ScaStatusAnswer,
} from "../authorisation.ts";
import {
  CancellationReceived,
  PaymentInformation,
  PaymentInitiated,
  PaymentStatus,
  SinglePayment,
} from "../payment.ts";
import { creating, reading, starting, updating, type EndpointRow } from "./row.ts";

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
    operationId: "startPaymentAuthorisation",
    method: "POST",
    path: `${payment}/authorisations`,
    headers: starting,
    request: PsuDataUpdate,
    responses: { 201: AuthorisationStarted },
  },
  getPaymentInitiationAuthorisation: {
    ...common,
    operationId: "getPaymentInitiationAuthorisation",
    method: "GET",
    path: `${payment}/authorisations`,
    headers: reading,
    responses: { 200: AuthorisationList },
  },
  getPaymentInitiationScaStatus: {
    ...common,
    operationId: "getPaymentInitiationScaStatus",
    method: "GET",
    path: `${payment}/authorisations/{authorisationId}`,
    headers: reading,
    responses: { 200: ScaStatusAnswer },
  },
  updatePaymentPsuData: {
    ...common,
    operationId: "updatePaymentPsuData",
    method: "PUT",
    path: `${payment}/authorisations/{authorisationId}`,
    headers: updating,
    request: PsuDataUpdate,
    responses: { 200: AuthorisationUpdated },
  },
  startPaymentInitiationCancellationAuthorisation: {
    ...common,
    operationId: "startPaymentInitiationCancellationAuthorisation",
    method: "POST",
    path: `${payment}/cancellation-authorisations`,
    headers: starting,
    request: PsuDataUpdate,
    responses: { 201: AuthorisationStarted },
  },
  getPaymentInitiationCancellationAuthorisationInformation: {
    ...common,
    operationId: "getPaymentInitiationCancellationAuthorisationInformation",
    method: "GET",
    path: `${payment}/cancellation-authorisations`,
    headers: reading,
    responses: { 200: AuthorisationList },
  },
  getPaymentCancellationScaStatus: {
    ...common,
    operationId: "getPaymentCancellationScaStatus",
    method: "GET",
    path: `${payment}/cancellation-authorisations/{authorisationId}`,
    headers: reading,
    responses: { 200: ScaStatusAnswer },
  },
  updatePaymentCancellationPsuData: {
    ...common,
    operationId: "updatePaymentCancellationPsuData",
    method: "PUT",
    path: `${payment}/cancellation-authorisations/{authorisationId}`,
    headers: updating,
    request: PsuDataUpdate,
    responses: { 200: AuthorisationUpdated },
  },
} as const satisfies Record<string, EndpointRow>;
