import { asMessageCode, parseErrorBody, type ErrorAnswerMessage } from "@tallystick/xs2a";
import type { Dialect } from "../dialect/dialect.ts";
import { memberAt } from "../dialect/members.ts";
import { BankError, type BankErrorCode, type BankErrorOutcome } from "./bank-error.ts";
import { retryAfterMs } from "./retry-after.ts";
import type { HttpAnswer } from "./transport.ts";

/** Transports tell in their own ways what went wrong; what cannot be told is an unknown outcome, never a refusal. */
export function failureOf(
  cause: unknown,
  signal: AbortSignal | undefined,
): { code: BankErrorCode; outcome: BankErrorOutcome; path?: string } {
  const {
    name,
    code,
    sent,
    cause: inner,
  } = (cause ?? {}) as Partial<Record<"name" | "code" | "sent" | "cause", unknown>>;
  // `fetch` tells what happened one error further in.
  const told = [code, (inner as { code?: unknown } | undefined)?.code].find((one) => typeof one === "string");
  const error: Fault = { name: String(name), code: String(told ?? "") };
  const failed = failureCode(error, signal);
  const notSent = sent === false || notConnected.has(error.code) || neverSent.some((is) => is(error));
  const outcome = notSent ? "not_sent" : "unknown";
  return failed === "bad_input" ? { code: failed, outcome, path: "baseUrl" } : { code: failed, outcome };
}

interface Fault {
  readonly name: string;
  readonly code: string;
}

function failureCode(error: Fault, signal: AbortSignal | undefined): BankErrorCode {
  if (signal?.aborted === true) return abortCode(signal);
  if (isCertificateFault(error)) return "certificate";
  if (isUntrustedBank(error)) return "untrusted_bank";
  if (isWrongUrl(error)) return "bad_input";
  if (error.code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") return "answer_too_large";
  const tooLate = error.name === "TimeoutError" || error.code === "timeout" || timeouts.has(error.code);
  return tooLate ? "timeout" : "network";
}

/** Ours was refused by us, or by the bank in the handshake (the TLS alerts on certificates, RFC 8446 section 6.2). */
function isCertificateFault({ name, code }: Fault): boolean {
  return name === "TppCertificateError" || /^ERR_SSL_.*ALERT.*(?:CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/.test(code);
}

/** The bank's was refused here: OpenSSL's names of what verification finds (X509_V_ERR_*), and Node's of another host. */
function isUntrustedBank({ code }: Fault): boolean {
  return /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|ERROR_IN_CERT_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$)/.test(
    code,
  );
}

/** An address that the transport cannot or may not call. */
function isWrongUrl({ code }: Fault): boolean {
  return code === "ERR_INVALID_PROTOCOL" || code === "ERR_INVALID_URL";
}

const neverSent = [isCertificateFault, isUntrustedBank, isWrongUrl];

/** Deadlines are signals too. */
export function abortCode(signal: AbortSignal): "timeout" | "aborted" {
  return (signal.reason as { name?: unknown } | undefined)?.name === "TimeoutError" ? "timeout" : "aborted";
}

const timeouts: ReadonlySet<string> = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "ETIMEDOUT",
]);

const notConnected: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** The error that an answer outside 2xx is. */
export function refusal(
  operationId: string,
  answer: HttpAnswer,
  { requestId, dialect, now }: { readonly requestId: string; readonly dialect: Dialect; readonly now: Date },
): BankError {
  const told = messageOf(answer, dialect);
  const waitMs = retryAfterMs(answer.headers, now);
  const own = Object.hasOwn(dialect.errorCodes, told?.codeText ?? "") ? told?.codeText : undefined;
  const code = (own === undefined ? told?.code : dialect.errorCodes[own]) ?? "unknown";
  return new BankError(operationId, {
    code,
    status: answer.status,
    requestId,
    // A server that fails may have acted before it did.
    outcome: answer.status >= 500 || answer.status === 408 ? "unknown" : "refused",
    bankText: told === undefined ? titleOfPage(answer) : told.text,
    bankCode: told?.codeText === code ? undefined : told?.codeText,
    path: told?.path,
    retryAfterSeconds: waitMs === undefined ? undefined : Math.ceil(waitMs / 1_000),
  });
}

type Told = Pick<ErrorAnswerMessage, "code" | "codeText" | "path" | "text">;

/** The standard's forms first, under whatever media type; then the bank's own. */
function messageOf(answer: HttpAnswer, { errorMembers }: Dialect): Told | undefined {
  const { messages } = parseErrorBody(answer.body);
  const errors = messages.filter(({ category }) => category === "ERROR");
  // The first may be a title alone, its code in `additionalErrors`.
  const told = errors.find(({ codeText }) => codeText !== undefined) ?? errors[0];
  if (told?.codeText !== undefined || errorMembers === undefined) return told;
  const body = jsonOf(answer.body);
  const [codeText, text] = [memberAt(body, errorMembers.code), memberAt(body, errorMembers.text)].map((value) =>
    typeof value === "string" || typeof value === "number" ? String(value).slice(0, 500) : undefined,
  );
  return codeText === undefined && text === undefined
    ? told
    : { code: asMessageCode(codeText), codeText, path: undefined, text };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** A page that a gateway sends instead of an answer. */
export function isPage({ headers, body }: Pick<HttpAnswer, "headers" | "body">): boolean {
  if (/^\s*(?:text\/html|application\/xhtml\+xml)/i.test(headers["content-type"] ?? "")) return true;
  return /^\uFEFF?\s*<(?:!doctype|[a-z][a-z0-9]*[\s>])/i.test(beginningOf(body));
}

function beginningOf(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(0, 4_096));
}

/** What a person would see at the top of that page. */
export function titleOfPage(answer: Pick<HttpAnswer, "headers" | "body">): string | undefined {
  if (!isPage(answer)) return undefined;
  const [, title = ""] = /<(?:title|h1)\b[^>]*>([^<]*)</i.exec(beginningOf(answer.body)) ?? [];
  return title.replace(/\s+/g, " ").trim().slice(0, 200) || undefined;
}
