import { HttpFault } from "@tallystick/kit";
import { flatBody, tppMessagesBody, Xs2aError } from "@tallystick/xs2a";
import type { BankProfile } from "../profile.ts";
import { errorFormOf } from "./accept.ts";

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the standard gives the status no body. */
  readonly body: object | undefined;
}

/** Writes an error in the caller's or else the bank's form. */
export function errorAnswer(error: Xs2aError, accept: string | undefined, profile: BankProfile): ErrorAnswer {
  const form = errorFormOf(accept, profile.errorForm);
  const options = { revokedSpelling: profile.revokedSpelling };
  const body =
    form === "tppMessages"
      ? tppMessagesBody(error, options)
      : flatBody(error, { ...options, withType: form === "problem" });
  const type = form === "problem" ? "application/problem+json" : "application/json";
  return {
    status: error.status,
    headers: { ...error.headers, ...(body === undefined ? {} : { "content-type": `${type}; charset=utf-8` }) },
    body,
  };
}

/** Turns whatever was thrown into the one error of the wire; undefined for a failure of ours. */
export function asXs2aError(error: unknown): Xs2aError | undefined {
  if (error instanceof Xs2aError) return error;
  if (error instanceof HttpFault) return ofFault(error);
  if (isUnavailable(error)) {
    return new Xs2aError({ status: 503, text: "The service is not available.", headers: { "retry-after": "1" } });
  }
  return undefined;
}

export const internalError = new Xs2aError({ status: 500, text: "The request could not be answered." });

function ofFault(fault: HttpFault): Xs2aError {
  const path = fault.path === undefined ? {} : { path: fault.path };
  const text = faultTexts[fault.code];
  if (fault.status === 400)
    return new Xs2aError({ code: "FORMAT_ERROR", ...path, text: text ?? "The request is malformed." });
  if (fault.status === 404) {
    return new Xs2aError({ code: "RESOURCE_UNKNOWN", place: "path", text: "The addressed resource is unknown." });
  }
  if (fault.status === 405) {
    return new Xs2aError({ code: "SERVICE_INVALID", place: "method", text: "The resource does not have this method." });
  }
  return new Xs2aError({ status: fault.status, ...path, text: text ?? fault.code });
}

const faultTexts: Readonly<Partial<Record<string, string>>> = {
  invalid_json: "The body is not acceptable JSON.",
  duplicate_header: "was sent more than once",
  duplicate_parameter: "was sent more than once",
  bad_query: "The query is malformed.",
  body_too_large: "The body is too large.",
  unsupported_media_type: "The body must be application/json.",
  timeout: "The request took too long.",
};

/** Connection lost or refused, server shutting down, too many connections, lock or statement time-out, deadlock. */
const unavailableCodes = /^(08...|53...|57...|55P03|40001|40P01|ECONN[A-Z]+|EPIPE)$/;

function isUnavailable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && unavailableCodes.test(code);
}
