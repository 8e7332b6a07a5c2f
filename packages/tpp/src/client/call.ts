import { endpoints, pathOf, type OperationId, type PathParams } from "@tallystick/xs2a";
import type { Dialect } from "../dialect/dialect.ts";
import type { ReadQuota } from "../dialect/quota.ts";
import { BankError, type BankErrorCode } from "./bank-error.ts";
import { abortCode, failureOf, isPage, refusal, titleOfPage } from "./failure.ts";
import { headersOf, wrongHeader } from "./headers.ts";
import type { CallOptions } from "./inputs.ts";
import type { HttpAnswer, HttpRequest } from "./transport.ts";

export interface CallContext {
  readonly baseUrl: string;
  readonly request: HttpRequest;
  readonly dialect: Dialect;
  readonly clock: { now(): Date };
  /** Most pages of one report. */
  readonly maximumPages: number;
  readonly readQuota: ReadQuota | undefined;
}

export interface CallInput<Id extends OperationId = OperationId> extends CallOptions {
  readonly parameters: PathParams<Id>;
  /** Query parameters; undefined ones are left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** Headers of this call besides the common ones; undefined ones are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** The method and the path from `/v1` on where the dialect has others than the table. */
  readonly instead?: { readonly method: string; readonly path: string };
  /** A link of an earlier answer, already known to be the bank's own. */
  readonly url?: string;
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
  const requestId = input.requestId ?? globalThis.crypto.randomUUID();
  const url = urlOf(context, id, input, requestId);
  const answer = await send(context, id, { url, requestId, input });
  const succeeded = answer.status >= 200 && answer.status < 300;
  if (!succeeded) throw refusal(id, answer, { requestId, dialect: context.dialect, now: context.clock.now() });
  const body = documentOf(id, answer, requestId);
  return { status: answer.status, headers: answer.headers, body, requestId, url };
}

/** The bank's address with the dialect's path, without a slash at its end. */
export function interfaceUrl({ baseUrl, dialect }: Pick<CallContext, "baseUrl" | "dialect">): string {
  const base = baseUrl.replace(/\/+$/, "");
  return base.endsWith(dialect.basePath) ? base : base + dialect.basePath;
}

function urlOf<Id extends OperationId>(
  context: CallContext,
  id: Id,
  { url, instead, parameters, query = {} }: CallInput<Id>,
  requestId: string,
): string {
  if (url !== undefined) return url;
  const written = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const search = written.length === 0 ? "" : `?${new URLSearchParams(written)}`;
  return interfaceUrl(context) + (instead?.path ?? pathIn(id, parameters, requestId)) + search;
}

/** The path of an operation; a parameter that cannot stand in one is the caller's mistake. */
export function pathIn<Id extends OperationId>(id: Id, parameters: PathParams<Id>, requestId: string): string {
  try {
    return pathOf(id, parameters);
  } catch (cause) {
    const [path] = /(?<=^path parameter )\S+/.exec((cause as Error).message) ?? [];
    throw notSent(id, "bad_input", { requestId, path, cause });
  }
}

interface Prepared {
  readonly url: string;
  readonly requestId: string;
  readonly input: Omit<CallInput, "parameters">;
}

async function send(
  { request, dialect, clock }: CallContext,
  id: OperationId,
  prepared: Prepared,
): Promise<HttpAnswer> {
  const { url, requestId, input } = prepared;
  const { signal, accessToken, headers: own = {} } = input;
  const body = input.body === undefined ? undefined : written(id, input.body, requestId);
  const headers = await headersOf(dialect, { id, requestId, body, accessToken, headers: own, now: clock.now() });
  const wrong = wrongHeader(dialect, headers);
  if (wrong !== undefined) throw notSent(id, "bad_input", { requestId, path: wrong });
  if (signal?.aborted === true) throw notSent(id, abortCode(signal), { requestId, cause: signal.reason });
  try {
    return await request({
      method: input.instead?.method ?? endpoints[id].method,
      url,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    throw new BankError(id, { ...failureOf(cause, signal), requestId, cause });
  }
}

/** The body as JSON; a bigint or a circle in it is the caller's mistake, and is named. */
function written(id: OperationId, body: unknown, requestId: string): string {
  let path = "";
  try {
    return JSON.stringify(body, (name, value: unknown) => {
      path = name;
      return value;
    });
  } catch (cause) {
    throw notSent(id, "bad_input", { requestId, path: path || "body", cause });
  }
}

/** The error of a call that was not made. */
export function notSent(
  operationId: string,
  code: BankErrorCode,
  details: { readonly requestId: string; readonly path?: string | undefined; readonly cause?: unknown },
): BankError {
  return new BankError(operationId, { code, outcome: "not_sent", ...details });
}

function documentOf(id: OperationId, answer: HttpAnswer, requestId: string): unknown {
  if (answer.status === 204) return undefined;
  // A deletion has nothing to tell, whatever status says so.
  if (answer.body.length === 0 && (Object.values(endpoints[id].responses) as unknown[]).includes(null))
    return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(answer.body));
  } catch (cause) {
    const { status } = answer;
    if (!isPage(answer)) throw badAnswer(id, { status, requestId, cause });
    const bankText = titleOfPage(answer);
    throw new BankError(id, { code: "html", status, requestId, outcome: "unknown", bankText, cause });
  }
}

/** The bank said yes in a form that cannot be understood: it has acted, or may have. */
export function badAnswer(
  operationId: string,
  details: { readonly status: number; readonly requestId: string; readonly path?: string; readonly cause?: unknown },
): BankError {
  return new BankError(operationId, { code: "bad_answer", outcome: "unknown", ...details });
}
