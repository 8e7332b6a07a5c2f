import type { TSchema } from "typebox";
import { AuthorisationList, ScaStatusAnswer } from "./authorisation.ts";
import { CancellationReceived, PaymentInformation, PaymentInitiated, PaymentStatus, SinglePayment } from "./payment.ts";
import type { Psd2Role } from "./x509/qc-statements.ts";

/** One operation of the standard, as the bank must serve it and as the client may call it. */
export interface EndpointRow {
  readonly operationId: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path template from `/v1` on, parameters in braces as the standard names them. */
  readonly path: `/v1/${string}`;
  /** The role that the TPP's certificate must carry. */
  readonly role: Psd2Role;
  /** What the path names, hence whose ownership is checked. */
  readonly subject: "payment";
  readonly headers: {
    readonly psuIpAddress: "required" | "optional";
    readonly consentId: "optional" | "none";
    /** TPP-Redirect-Preferred, TPP-Redirect-URI and TPP-Nok-Redirect-URI have a meaning here. */
    readonly tppRedirect: boolean;
    /** PSU-ID and its relatives have a meaning here. */
    readonly psuId: boolean;
  };
  readonly request?: TSchema;
  /** Success statuses, each with the schema of its body, or null for none. */
  readonly responses: Readonly<Record<number, TSchema | null>>;
}

const creating = { psuIpAddress: "required", consentId: "optional", tppRedirect: true, psuId: true } as const;
const reading = { psuIpAddress: "optional", consentId: "none", tppRedirect: false, psuId: false } as const;
const payment = "/v1/{payment-service}/{payment-product}/{paymentId}";

/**
 * The one table of operations (guidelines, section 4.11): the bank supplies a handler for each row and the client calls
 * by row, so that an endpoint without a handler, or a call without an endpoint, does not compile.
 */
export const endpoints = {
  initiatePayment: {
    operationId: "initiatePayment",
    method: "POST",
    path: "/v1/{payment-service}/{payment-product}",
    role: "PSP_PI",
    subject: "payment",
    headers: creating,
    request: SinglePayment,
    responses: { 201: PaymentInitiated },
  },
  getPaymentInformation: {
    operationId: "getPaymentInformation",
    method: "GET",
    path: payment,
    role: "PSP_PI",
    subject: "payment",
    headers: reading,
    responses: { 200: PaymentInformation },
  },
  cancelPayment: {
    operationId: "cancelPayment",
    method: "DELETE",
    path: payment,
    role: "PSP_PI",
    subject: "payment",
    headers: { ...reading, tppRedirect: true },
    responses: { 202: CancellationReceived, 204: null },
  },
  getPaymentInitiationStatus: {
    operationId: "getPaymentInitiationStatus",
    method: "GET",
    path: `${payment}/status`,
    role: "PSP_PI",
    subject: "payment",
    headers: reading,
    responses: { 200: PaymentStatus },
  },
  getPaymentInitiationAuthorisation: {
    operationId: "getPaymentInitiationAuthorisation",
    method: "GET",
    path: `${payment}/authorisations`,
    role: "PSP_PI",
    subject: "payment",
    headers: reading,
    responses: { 200: AuthorisationList },
  },
  getPaymentInitiationScaStatus: {
    operationId: "getPaymentInitiationScaStatus",
    method: "GET",
    path: `${payment}/authorisations/{authorisationId}`,
    role: "PSP_PI",
    subject: "payment",
    headers: reading,
    responses: { 200: ScaStatusAnswer },
  },
} as const satisfies Record<string, EndpointRow>;

export type Endpoints = typeof endpoints;
export type OperationId = keyof Endpoints;
/** The row of one operation, its literal types kept. */
export type Row<Id extends OperationId = OperationId> = Endpoints[Id];

type ParamsIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamsIn<Rest>
  : never;
/** The path parameters of an operation, by the standard's names: `payment-service`, `payment-product`, `paymentId` … */
export type PathParams<Id extends OperationId> = { readonly [Name in ParamsIn<Row<Id>["path"]>]: string };

/** The path of a call, each parameter encoded as one segment. Throws RangeError on a segment that would change the path. */
export function pathOf<Id extends OperationId>(id: Id, params: PathParams<Id>): string {
  const values: Readonly<Record<string, string | undefined>> = params;
  return endpoints[id].path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === "" || value === "." || value === "..") {
      throw new RangeError(`path parameter ${name} is empty or a dot segment`);
    }
    return encodeURIComponent(value);
  });
}
