import type {
  BulkPayment,
  Links,
  PaymentInformation,
  PaymentService,
  PeriodicPayment,
  ScaStatus,
  SinglePayment,
  TransactionStatus,
} from "@tallystick/xs2a";
import { ask } from "../ask.ts";
import { call, type CallContext } from "../call.ts";
import {
  common,
  psuHeaders,
  redirectHeaders,
  type CallOptions,
  type PsuContext,
  type PsuDetails,
  type PsuIdentity,
  type RedirectTargets,
} from "../inputs.ts";
import { readLinks } from "../links.ts";
import { isMembers } from "../../dialect/members.ts";
import { scopeOf } from "../../dialect/scope.ts";
import {
  confirmAuthorisation,
  listAuthorisations,
  readScaStatus,
  startAuthorisation,
  type AuthorisationLinks,
  type AuthorisationStart,
  type AuthorisedResource,
  type ConfirmationInput,
  type ScaStatusInformation,
  type StartedAuthorisation,
} from "./authorisations.ts";
import { creationHeaders, requireTokenFirst, startedApart } from "./creation.ts";

export interface InitiatePaymentInput extends CallOptions, PsuIdentity {
  /** As the bank names it, `sepa-credit-transfers`; the dialect's default when absent, as in the shorthand `/v1/payments`. */
  readonly product?: string;
  readonly payment: SinglePayment;
  /** The payer's address, only as the payer's own browser showed it; the TPP's own when no payer is present. */
  readonly psuIpAddress: string;
  readonly psuUserAgent?: string;
  /** What else the payer's browser said. */
  readonly psuDetails?: PsuDetails;
  /** Where the bank sends the payer's browser afterwards. */
  readonly redirectUri: string;
  /** Where it sends it when the payer refused; the same address when absent. */
  readonly nokRedirectUri?: string;
  /** The TPP begins the authorisation itself, with `startPaymentAuthorisation`. */
  readonly explicitAuthorisation?: boolean;
}

export interface InitiateBulkPaymentInput extends Omit<InitiatePaymentInput, "payment"> {
  readonly payment: BulkPayment;
}

export interface InitiatePeriodicPaymentInput extends Omit<InitiatePaymentInput, "payment"> {
  readonly payment: PeriodicPayment;
}

export interface InitiatedPayment extends AuthorisationLinks {
  readonly paymentId: string;
  readonly transactionStatus: TransactionStatus;
  /** Scope to ask for at `scaOAuth`. */
  readonly oauthScope: string;
  readonly psuMessage: string | undefined;
  readonly requestId: string;
}

export interface PaymentReference extends CallOptions {
  /** Default `payments`. */
  readonly service?: PaymentService;
  readonly product?: string;
  readonly paymentId: string;
}

export interface PaymentStatusAnswer {
  readonly transactionStatus: TransactionStatus;
  readonly fundsAvailable: boolean | undefined;
  readonly psuMessage: string | undefined;
  readonly requestId: string;
}

export type CancelAnswer =
  | { readonly outcome: "cancelled" }
  /** Go on with `startCancellationAuthorisation`. */
  | { readonly outcome: "authorisation_required"; readonly links: Links };

export interface CancelPaymentInput extends PaymentReference, RedirectTargets {
  readonly psu?: PsuContext;
}

/** Payments of all three services, and how they are authorised and cancelled. */
export interface PaymentOperations {
  /** `POST /v1/payments/{payment-product}` */
  initiatePayment(input: InitiatePaymentInput): Promise<InitiatedPayment>;
  /** `POST /v1/bulk-payments/{payment-product}` */
  initiateBulkPayment(input: InitiateBulkPaymentInput): Promise<InitiatedPayment>;
  /** `POST /v1/periodic-payments/{payment-product}` */
  initiatePeriodicPayment(input: InitiatePeriodicPaymentInput): Promise<InitiatedPayment>;
  /** `GET /v1/{payment-service}/{payment-product}/{paymentId}`: the payment as initiated, with its status. */
  getPayment(input: PaymentReference): Promise<PaymentInformation>;
  /** `GET …/{paymentId}/status` */
  getPaymentStatus(input: PaymentReference): Promise<PaymentStatusAnswer>;
  /** `DELETE …/{paymentId}`; 405 `CANCELLATION_INVALID` (or `SERVICE_INVALID`) when it is too late. */
  cancelPayment(input: CancelPaymentInput): Promise<CancelAnswer>;
  /** `POST …/{paymentId}/authorisations` */
  startPaymentAuthorisation(input: PaymentReference & AuthorisationStart): Promise<StartedAuthorisation>;
  /** `GET …/{paymentId}/authorisations` */
  listPaymentAuthorisations(input: PaymentReference): Promise<string[]>;
  /** `GET …/{paymentId}/authorisations/{authorisationId}` */
  getPaymentScaStatus(input: PaymentReference & { readonly authorisationId: string }): Promise<ScaStatusInformation>;
  /**
   * `PUT …/{paymentId}/authorisations/{authorisationId}` with the `confirmationCode` of the redirect. Only for the browser
   * that began: whoever else brings a code has authorised somebody else's payment. 400 `SCA_INVALID` ends the payment,
   * 409 `STATUS_INVALID` says that no confirmation is awaited (any more).
   */
  confirmPayment(input: PaymentReference & ConfirmationInput): Promise<{ readonly scaStatus: ScaStatus }>;
  /** `POST …/{paymentId}/cancellation-authorisations` */
  startCancellationAuthorisation(input: PaymentReference & AuthorisationStart): Promise<StartedAuthorisation>;
  /** `GET …/{paymentId}/cancellation-authorisations` */
  listCancellationAuthorisations(input: PaymentReference): Promise<string[]>;
  /** `GET …/{paymentId}/cancellation-authorisations/{authorisationId}` */
  getCancellationScaStatus(
    input: PaymentReference & { readonly authorisationId: string },
  ): Promise<ScaStatusInformation>;
  /** `PUT …/{paymentId}/cancellation-authorisations/{authorisationId}` with the `confirmationCode` of the redirect. */
  confirmCancellation(input: PaymentReference & ConfirmationInput): Promise<{ readonly scaStatus: ScaStatus }>;
}

type PaymentResource = AuthorisedResource<"getPaymentInformation">;

export function paymentOperations(context: CallContext): PaymentOperations {
  const paramsOf = (reference: PaymentReference) => paymentParams(context, reference);
  const payment = (reference: PaymentReference): PaymentResource => ({
    parent: "getPaymentInformation",
    parentStatus: "getPaymentInitiationStatus",
    start: "startPaymentAuthorisation",
    list: "getPaymentInitiationAuthorisation",
    scaStatus: "getPaymentInitiationScaStatus",
    update: "updatePaymentPsuData",
    params: paramsOf(reference),
  });
  const cancellation = (reference: PaymentReference): PaymentResource => ({
    ...payment(reference),
    start: "startPaymentInitiationCancellationAuthorisation",
    list: "getPaymentInitiationCancellationAuthorisationInformation",
    scaStatus: "getPaymentCancellationScaStatus",
    update: "updatePaymentCancellationPsuData",
  });
  return {
    initiatePayment: (input) => initiate(context, "payments", input),
    initiateBulkPayment: (input) => initiate(context, "bulk-payments", input),
    initiatePeriodicPayment: (input) => initiate(context, "periodic-payments", input),

    async getPayment(input) {
      const { body } = await ask(context, "getPaymentInformation", { ...common(input), parameters: paramsOf(input) });
      return body;
    },

    async getPaymentStatus(input) {
      const parameters = paramsOf(input);
      const { body, requestId } = await ask(context, "getPaymentInitiationStatus", { ...common(input), parameters });
      const { transactionStatus, fundsAvailable, psuMessage } = body;
      return { transactionStatus, fundsAvailable, psuMessage, requestId };
    },

    cancelPayment: (input) => cancel(context, input),
    startPaymentAuthorisation: (input) => startAuthorisation(context, payment(input), input),
    listPaymentAuthorisations: (input) => listAuthorisations(context, payment(input), input),
    getPaymentScaStatus: (input) => readScaStatus(context, payment(input), input),
    confirmPayment: (input) => confirmAuthorisation(context, payment(input), input),
    startCancellationAuthorisation: (input) => startAuthorisation(context, cancellation(input), input),
    listCancellationAuthorisations: (input) => listAuthorisations(context, cancellation(input), input),
    getCancellationScaStatus: (input) => readScaStatus(context, cancellation(input), input),
    confirmCancellation: (input) => confirmAuthorisation(context, cancellation(input), input),
  };
}

function paymentParams(
  { dialect }: CallContext,
  { service = "payments", product = dialect.defaultProduct, paymentId }: PaymentReference,
) {
  return { "payment-service": service, "payment-product": product, paymentId };
}

async function initiate(
  context: CallContext,
  service: PaymentService,
  input: InitiatePaymentInput | InitiateBulkPaymentInput | InitiatePeriodicPaymentInput,
): Promise<InitiatedPayment> {
  const id = "initiatePayment";
  requireTokenFirst(context, id, input);
  const { product = context.dialect.defaultProduct, psuIpAddress, psuUserAgent, psuDetails } = input;
  const psu = { ...psuDetails, ipAddress: psuIpAddress, ...(psuUserAgent ? { userAgent: psuUserAgent } : {}) };
  const { body, links, headers, requestId } = await ask(context, id, {
    ...common(input),
    parameters: { "payment-service": service, "payment-product": product },
    body: input.payment,
    headers: creationHeaders(context, id, input, psu),
  });
  const { paymentId, transactionStatus, psuMessage } = body;
  const begun = await startedApart(context, { links, headers, requestId }, input, (start) =>
    paymentOperations(context).startPaymentAuthorisation({ ...start, service, product, paymentId, psu }),
  );
  const oauthScope = scopeOf(context.dialect, "payment", paymentId);
  return { paymentId, transactionStatus, oauthScope, psuMessage, requestId, ...begun };
}

async function cancel(context: CallContext, input: CancelPaymentInput): Promise<CancelAnswer> {
  const answer = await call(context, "cancelPayment", {
    ...common(input),
    parameters: paymentParams(context, input),
    headers: { ...psuHeaders(input.psu), ...redirectHeaders(input) },
  });
  // The status table of the guidelines also knows 200 for what is done.
  if (answer.status !== 202) return { outcome: "cancelled" };
  const told = isMembers(answer.body) ? answer.body["_links"] : undefined;
  return { outcome: "authorisation_required", links: readLinks(told, answer.url, context.dialect) };
}
