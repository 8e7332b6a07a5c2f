import {
  HttpFault,
  JsonError,
  type HttpFaultCode,
  type JsonErrorCode,
  type Log,
  type Random,
  type Violation,
} from "@tallystick/kit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { HubError, invalidBody } from "../errors.ts";

const faultMessages: Readonly<Record<HttpFaultCode, string>> = {
  bad_url: "The address is malformed.",
  bad_query: "The query is malformed.",
  duplicate_parameter: "A parameter is given twice.",
  too_many_parameters: "There are too many parameters.",
  bad_body: "The body did not arrive whole.",
  duplicate_header: "A header is given twice.",
  too_many_headers: "There are too many headers.",
  invalid_json: "The body is not acceptable JSON.",
  invalid_form: "The body is not an acceptable form.",
  not_found: "There is no such operation.",
  method_not_allowed: "Every operation is a POST.",
  timeout: "The request took too long.",
  body_too_large: "The body is larger than 64 kB.",
  url_too_long: "The address is too long.",
  unsupported_media_type: "The body must be application/json.",
  too_many_requests: "There are too many requests.",
  unavailable: "The service is not available at the moment.",
};

/** Turns every failure of the API into the one error body (hub-api section 3); private detail goes to the log only (row L5). */
export function createErrorAnswer(deps: { readonly log: Log; readonly random: Random }) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): unknown => {
    const errorId = deps.random.uuid();
    const answer = describe(error);
    if (answer.status >= 500) deps.log.error("request_failed", { requestId: request.id, key: errorId, error });
    else deps.log.info("request_refused", { requestId: request.id, key: errorId, code: answer.code });
    if (answer.retryAfter !== undefined) reply.header("retry-after", String(answer.retryAfter));
    // RFC 9110 section 15.5.2 asks for it, and for a bearer token RFC 6750 section 3.
    if (answer.status === 401) reply.header("www-authenticate", "Bearer");
    return reply
      .code(answer.status)
      .header("x-request-id", request.id)
      .header("cache-control", "no-store")
      .type("application/json")
      .send(
        JSON.stringify({
          error_id: errorId,
          request_id: request.id,
          code: answer.code,
          message: answer.message,
          ...(answer.errors === undefined ? {} : { errors: answer.errors }),
        }),
      );
  };
}

interface ErrorAnswer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly errors?: unknown;
  readonly retryAfter?: number | undefined;
}

function describe(error: unknown): ErrorAnswer {
  if (error instanceof HubError) {
    const { status, code, message, errors, retryAfter } = error;
    return { status, code, message, retryAfter, ...(errors === undefined ? {} : { errors }) };
  }
  if (error instanceof HttpFault) return describeFault(error);
  if (isUnavailable(error)) {
    return { status: 503, code: "internal_error", message: faultMessages.unavailable, retryAfter: 1 };
  }
  return { status: 500, code: "internal_server_error", message: "Something went wrong on our side." };
}

/** What JSON allows and the hub does not: the member is known and is named. */
const jsonComplaints: Partial<Record<JsonErrorCode, readonly [Violation["code"], string]>> = {
  too_deep: ["invalid", "is nested deeper than 32 levels"],
  too_many_members: ["length", "has more than 5,000 members"],
  duplicate_key: ["invalid", "contains a member twice"],
  forbidden_key: ["unknown", "contains a member that is not allowed"],
  forbidden_character: ["format", "contains a character that is not allowed"],
  number_out_of_range: ["range", "is a number out of range"],
};

function describeFault(fault: HttpFault): ErrorAnswer {
  const complaint = fault.cause instanceof JsonError ? jsonComplaints[fault.cause.code] : undefined;
  if (complaint !== undefined) {
    const [code, message] = complaint;
    return describe(invalidBody([{ path: fault.path ?? "", code, message }]));
  }
  const message = faultMessages[fault.code];
  const code =
    fault.status === 404
      ? "not_found"
      : fault.status === 429
        ? "rate_limited"
        : fault.status === 503
          ? "internal_error"
          : "bad_request";
  return {
    status: fault.status,
    code,
    message,
    ...(fault.path === undefined ? {} : { errors: [{ path: fault.path, code: "invalid", message }] }),
    ...(fault.status === 503 ? { retryAfter: 1 } : {}),
  };
}

/** The database cannot be reached, is shutting down, has no connection free or waited too long for a lock (rows R1, D5). */
const unavailableCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "53300",
  "55P03",
  "57014",
  "57P01",
  "57P02",
  "57P03",
]);

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && unavailableCodes.has(code)) return true;
  return /^(timeout exceeded when trying to connect|Connection terminated)/.test(error.message);
}
