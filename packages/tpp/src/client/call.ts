import { createHash, randomUUID } from "node:crypto";
import { endpoints, parseErrorBody, pathOf, type OperationId, type PathParams } from "@tallystick/xs2a";
import type { Dialect } from "../dialect/dialect.ts";
import { BankError, type BankErrorCode, type BankErrorOutcome } from "./bank-error.ts";
import { retryAfterMs } from "./retry-after.ts";
import type { HttpAnswer, HttpRequest } from "./transport.ts";

export interface CallContext {
  readonly baseUrl: string;
  readonly request: HttpRequest;
  readonly dialect: Dialect;
}

export interface CallInput<Id extends OperationId = OperationId> {
  readonly parameters: PathParams<Id>;
  readonly body?: unknown;
  /** Headers of this call besides the common ones; undefined ones are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly requestId?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CallAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** The JSON document; undefined on 204. */
  readonly body: unknown;
  readonly requestId: string;
  /** Where relative links of the answer start. */
  readonly url: string;
}

/** Calls the operation of one row of the endpoint table. Throws BankError for everything but its success statuses. */
export async function call<Id extends OperationId>(
  context: CallContext,
  id: Id,
  input: CallInput<Id>,
): Promise<CallAnswer> {
  const requestId = input.requestId ?? randomUUID();
  const url = context.baseUrl.replace(/\/$/, "") + context.dialect.basePath + pathOf(id, input.parameters);
  const body = input.body === undefined ? undefined : JSON.stringify(input.body);
  const answer = await send(context, id, { url, body, requestId, input });
  const succeeded = answer.status >= 200 && answer.status < 300;
  if (!succeeded) throw refusal(id, answer, requestId);
  return {
    status: answer.status,
    headers: answer.headers,
    body: documentOf(id, answer, requestId),
    requestId,
    url,
  };
}

interface Prepared {
  readonly url: string;
  readonly body: string | undefined;
  readonly requestId: string;
  readonly input: Omit<CallInput, "parameters">;
}

async function send(context: CallContext, id: OperationId, prepared: Prepared): Promise<HttpAnswer> {
  const { url, body, requestId, input } = prepared;
  try {
    return await context.request({
      method: endpoints[id].method,
      url,
      headers: headersOf(context.dialect, prepared),
      ...(body === undefined ? {} : { body }),
      ...(input.signal === undefined ? {} : { signal: input.signal }),
    });
  } catch (cause) {
    throw new BankError(id, { ...failureOf(cause), requestId, cause });
  }
}

function headersOf(dialect: Dialect, { body, requestId, input }: Prepared): Record<string, string> {
  const all: Record<string, string | undefined> = {
    accept: dialect.accept,
    "x-request-id": requestId,
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...(body === undefined || !dialect.digest ? {} : { digest: digestOf(body) }),
    ...(input.accessToken === undefined ? {} : { authorization: `Bearer ${input.accessToken}` }),
    ...input.headers,
    ...dialect.extraHeaders,
  };
  const kept = Object.entries(all).filter(
    ([name, value]) => value !== undefined && !dialect.dropHeaders.includes(name),
  );
  return Object.fromEntries(kept) as Record<string, string>;
}

/** RFC 3230 with SHA-256, as the standard's signature profile has it. */
function digestOf(body: string): string {
  return `SHA-256=${createHash("sha256").update(body).digest("base64")}`;
}

/** Transports tell in their own ways what went wrong; what cannot be told is an unknown outcome, never a refusal. */
function failureOf(cause: unknown): { code: BankErrorCode; outcome: BankErrorOutcome } {
  const error = (cause ?? {}) as { name?: string; code?: string; sent?: unknown };
  const notSent = error.sent === false || notConnected.has(error.code ?? "");
  const timedOut =
    error.name === "TimeoutError" || error.code === "timeout" || error.code === "UND_ERR_CONNECT_TIMEOUT";
  return { code: timedOut ? "timeout" : "network", outcome: notSent ? "not_sent" : "unknown" };
}

const notConnected: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
]);

function refusal(operationId: string, answer: HttpAnswer, requestId: string): BankError {
  const { messages } = parseErrorBody(answer.body, answer.headers["content-type"]);
  const told = messages.find(({ category }) => category === "ERROR");
  const retryAfter = retryAfterMs(answer.headers, new Date());
  return new BankError(operationId, {
    code: told?.code ?? "unknown",
    status: answer.status,
    requestId,
    // A server that fails may have acted before it did.
    outcome: answer.status >= 500 || answer.status === 408 ? "unknown" : "refused",
    bankText: told?.text,
    path: told?.path,
    retryAfterSeconds: retryAfter === undefined ? undefined : Math.ceil(retryAfter / 1_000),
  });
}

function documentOf(operationId: string, answer: HttpAnswer, requestId: string): unknown {
  if (answer.status === 204) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(answer.body));
  } catch (cause) {
    throw badAnswer(operationId, answer.status, requestId, cause);
  }
}

/** The bank said yes in a form that cannot be understood: it has acted, or may have. */
export function badAnswer(operationId: string, status: number, requestId: string, cause?: unknown): BankError {
  return new BankError(operationId, { code: "bad_answer", status, requestId, outcome: "unknown", cause });
}
