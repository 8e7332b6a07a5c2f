import {
  isTransactionStatus,
  type Links,
  type ScaStatus,
  type SinglePayment,
  type TransactionStatus,
  isScaStatus,
} from "@tallystick/xs2a";
import { dialectOf, type Dialect } from "../dialect/dialect.ts";
import { badAnswer, call, type CallAnswer, type CallContext } from "./call.ts";
import { readLinks } from "./links.ts";
import type { HttpRequest } from "./transport.ts";

export interface BankClientOptions {
  /** Up to but not including `/v1`: `https://bank.example/xs2a/berlin/1.3`. */
  readonly baseUrl: string;
  /** A transport with the TPP's certificate, as `createMutualTlsRequest` of `@tallystick/tpp/node` makes. */
  readonly request: HttpRequest;
  /** What this bank does otherwise than the standard. */
  readonly dialect?: Partial<Dialect>;
}

/** What every call may carry. */
export interface CallOptions {
  /** A UUID; the same one on every repetition of one intent. Made when absent. */
  readonly requestId?: string;
  readonly accessToken?: string;
  readonly signal?: AbortSignal;
}

export interface InitiatePaymentInput extends CallOptions {
  /** As the bank names it, `sepa-credit-transfers`; the dialect's default when absent. */
  readonly product?: string;
  readonly payment: SinglePayment;
  /** The payer's address, only as the payer's own browser showed it; the TPP's own when no payer is present. */
  readonly psuIpAddress: string;
  readonly psuUserAgent?: string;
  /** Where the bank sends the payer's browser afterwards. */
  readonly redirectUri: string;
  /** Where it sends it when the payer refused; the same address when absent. */
  readonly nokRedirectUri?: string;
}

export interface InitiatedPayment {
  readonly paymentId: string;
  readonly transactionStatus: TransactionStatus;
  /** The bank's page at which the payer authorises. */
  readonly scaRedirect: string | undefined;
  /** The authorization server's metadata, when the bank authorises by OAuth. */
  readonly scaOAuth: string | undefined;
  /** Set when the bank executes only after a confirmation: the authorisation that `confirmPayment` is to name. */
  readonly confirmsAuthorisationId: string | undefined;
  /** All links, absolute. */
  readonly links: Links;
  /** `ASPSP-SCA-Approach`: REDIRECT, DECOUPLED or EMBEDDED, when fixed. */
  readonly scaApproach: string | undefined;
  readonly requestId: string;
}

export interface PaymentReference extends CallOptions {
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
  | { readonly outcome: "authorisation_required"; readonly links: Links };

/** The operations of NextGenPSD2 1.3 on one bank. Every call rejects with BankError and nothing else. */
export interface BankClient {
  /** `POST /v1/payments/{payment-product}` */
  initiatePayment(input: InitiatePaymentInput): Promise<InitiatedPayment>;
  /** `GET /v1/payments/{payment-product}/{paymentId}`: the payment as initiated, with its status. */
  getPayment(
    input: PaymentReference,
  ): Promise<Record<string, unknown> & { readonly transactionStatus: TransactionStatus }>;
  /** `GET …/{paymentId}/status` */
  getPaymentStatus(input: PaymentReference): Promise<PaymentStatusAnswer>;
  /** `DELETE …/{paymentId}`; 405 `CANCELLATION_INVALID` (or `SERVICE_INVALID`) when it is too late. */
  cancelPayment(input: PaymentReference): Promise<CancelAnswer>;
  /** `GET …/{paymentId}/authorisations` */
  listPaymentAuthorisations(input: PaymentReference): Promise<string[]>;
  /** `GET …/{paymentId}/authorisations/{authorisationId}` */
  getPaymentScaStatus(
    input: PaymentReference & { readonly authorisationId: string },
  ): Promise<{ readonly scaStatus: ScaStatus }>;
  /**
   * `PUT …/{paymentId}/authorisations/{authorisationId}` with the `confirmationCode` of the redirect. Only for the browser
   * that began: whoever else brings a code has authorised somebody else's payment. 400 `SCA_INVALID` ends the payment,
   * 409 `STATUS_INVALID` says that no confirmation is awaited (any more).
   */
  confirmPayment(
    input: PaymentReference & { readonly authorisationId: string; readonly confirmationCode: string },
  ): Promise<{ readonly scaStatus: ScaStatus }>;
}

export function createBankClient({ baseUrl, request, dialect: differences }: BankClientOptions): BankClient {
  const dialect = dialectOf(differences);
  const context: CallContext = { baseUrl, request, dialect };
  const pathOfPayment = ({ product = dialect.defaultProduct, paymentId }: PaymentReference) => ({
    "payment-service": "payments",
    "payment-product": product,
    paymentId,
  });

  return {
    initiatePayment: (input) => initiatePayment(context, input),

    async getPayment(input) {
      const id = "getPaymentInformation";
      const answer = await call(context, id, { ...common(input), parameters: pathOfPayment(input) });
      const body = objectOf(id, answer);
      return { ...body, transactionStatus: statusOf(id, answer) };
    },

    async getPaymentStatus(input) {
      const id = "getPaymentInitiationStatus";
      const answer = await call(context, id, { ...common(input), parameters: pathOfPayment(input) });
      const { fundsAvailable, psuMessage } = objectOf(id, answer);
      return {
        transactionStatus: statusOf(id, answer),
        fundsAvailable: typeof fundsAvailable === "boolean" ? fundsAvailable : undefined,
        psuMessage: typeof psuMessage === "string" ? psuMessage : undefined,
        requestId: answer.requestId,
      };
    },

    async cancelPayment(input) {
      const answer = await call(context, "cancelPayment", {
        ...common(input),
        parameters: pathOfPayment(input),
      });
      if (answer.status !== 202) return { outcome: "cancelled" };
      return { outcome: "authorisation_required", links: readLinks(answer, dialect) };
    },

    async listPaymentAuthorisations(input) {
      const id = "getPaymentInitiationAuthorisation";
      const answer = await call(context, id, { ...common(input), parameters: pathOfPayment(input) });
      const { authorisationIds } = objectOf(id, answer);
      const ids: unknown[] | undefined = Array.isArray(authorisationIds) ? authorisationIds : undefined;
      if (!ids?.every((id) => typeof id === "string")) throw badAnswer(id, answer.status, answer.requestId);
      return ids as string[];
    },

    async getPaymentScaStatus(input) {
      const id = "getPaymentInitiationScaStatus";
      const parameters = { ...pathOfPayment(input), authorisationId: input.authorisationId };
      const answer = await call(context, id, { ...common(input), parameters });
      const { scaStatus } = objectOf(id, answer);
      if (!isScaStatus(scaStatus)) throw badAnswer(id, answer.status, answer.requestId);
      return { scaStatus };
    },

    async confirmPayment(input) {
      const id = "updatePaymentPsuData";
      const { authorisationId, confirmationCode } = input;
      const parameters = { ...pathOfPayment(input), authorisationId };
      const answer = await call(context, id, { ...common(input), parameters, body: { confirmationCode } });
      const { scaStatus } = objectOf(id, answer);
      if (!isScaStatus(scaStatus)) throw badAnswer(id, answer.status, answer.requestId);
      return { scaStatus };
    },
  };
}

async function initiatePayment(context: CallContext, input: InitiatePaymentInput): Promise<InitiatedPayment> {
  const id = "initiatePayment";
  const answer = await call(context, id, {
    ...common(input),
    parameters: { "payment-service": "payments", "payment-product": input.product ?? context.dialect.defaultProduct },
    body: input.payment,
    headers: {
      "psu-ip-address": input.psuIpAddress,
      "psu-user-agent": input.psuUserAgent,
      "tpp-redirect-preferred": "true",
      "tpp-redirect-uri": input.redirectUri,
      "tpp-nok-redirect-uri": input.nokRedirectUri,
    },
  });
  const { paymentId } = objectOf(id, answer);
  if (typeof paymentId !== "string" || paymentId === "") throw badAnswer(id, answer.status, answer.requestId);
  const links = readLinks(answer, context.dialect);
  return {
    paymentId,
    transactionStatus: statusOf(id, answer),
    scaRedirect: links["scaRedirect"]?.href,
    scaOAuth: links["scaOAuth"]?.href,
    confirmsAuthorisationId: /\/authorisations\/([^/?#]+)$/.exec(links["confirmation"]?.href ?? "")?.[1],
    links,
    scaApproach: answer.headers["aspsp-sca-approach"],
    requestId: answer.requestId,
  };
}

function common({ requestId, accessToken, signal }: CallOptions): CallOptions {
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(signal === undefined ? {} : { signal }),
  };
}

function objectOf(operationId: string, answer: CallAnswer): Record<string, unknown> {
  const { body } = answer;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw badAnswer(operationId, answer.status, answer.requestId);
  }
  return body as Record<string, unknown>;
}

function statusOf(operationId: string, answer: CallAnswer): TransactionStatus {
  const { transactionStatus } = objectOf(operationId, answer);
  if (!isTransactionStatus(transactionStatus)) throw badAnswer(operationId, answer.status, answer.requestId);
  return transactionStatus;
}
