import type { MessageCode } from "@tallystick/xs2a";

/** What happened when no bank named a message code. `docs/toolkit/errors.md` has what to do about each. */
export const clientErrorCodes = [
  /** No connection, or it broke. */
  "network",
  /** The TPP's own certificate or key cannot be used, or the bank ended the handshake over it; nothing was sent. */
  "certificate",
  /** The bank's own certificate is expired, untrusted or another host's; nothing was sent. */
  "untrusted_bank",
  /** No whole answer in time. */
  "timeout",
  /** The caller's signal ended the call. */
  "aborted",
  /** An error answer without a code that the standard knows, as 408, 415, 500 and 503 are. */
  "unknown",
  /** A success that is not what the standard says: empty, no JSON, a required member missing or of another kind. */
  "bad_answer",
  /** The bank's answer is larger than the transport may read. */
  "answer_too_large",
  /** A web page where an answer was due: a login page, a gateway's page. */
  "html",
  /** The call itself cannot be made as it is asked for; nothing was sent, and `path` names the member. */
  "bad_input",
  /** This bank's dialect has no such operation; nothing was sent. */
  "not_offered",
  /** The reads that nobody is there for are used up for now, by the count of `readQuota`; nothing was sent. */
  "quota_used",
  /** A `next` link leads off the bank's own interface; it was not followed, since the token would go with it. */
  "foreign_link",
  /** A report repeats a link or a page. */
  "page_loop",
  /** A report has more pages than the client may read. */
  "page_limit",
] as const;
export type ClientErrorCode = (typeof clientErrorCodes)[number];

/** The standard's message code when the bank gave one, in the spelling of `@tallystick/xs2a`; else the client's own. */
export type BankErrorCode = MessageCode | ClientErrorCode;

/**
 * May the bank have acted? `not_sent`: no byte reached it. `refused`: it said no. `unknown`: it may have; repeat only
 * with the same X-Request-ID, or ask for the state.
 */
export type BankErrorOutcome = "not_sent" | "refused" | "unknown";

export interface BankErrorDetails {
  readonly code: BankErrorCode;
  readonly requestId: string;
  readonly outcome: BankErrorOutcome;
  readonly status?: number | undefined;
  /** The bank's own words; for logs and operators, not for payers. */
  readonly bankText?: string | undefined;
  /** The code as the bank wrote it, where it is none of the standard's or spelt otherwise. */
  readonly bankCode?: string | undefined;
  /** The member that the bank named, or in which a call or an answer is wrong. */
  readonly path?: string | undefined;
  /** Seconds that the bank asked to wait (`Retry-After`). */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

const retryableStatuses: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** The one error of every bank call. */
export class BankError extends Error {
  override readonly name = "BankError";
  /** The operation by its id in the endpoint table; by the client's own name when its input was no call at all. */
  readonly operation: string;
  readonly code: BankErrorCode;
  readonly status: number | undefined;
  readonly requestId: string;
  readonly outcome: BankErrorOutcome;
  readonly bankText: string | undefined;
  readonly bankCode: string | undefined;
  readonly path: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(operation: string, details: BankErrorDetails) {
    const at = details.status === undefined ? "" : ` (HTTP ${details.status})`;
    const where = details.path === undefined ? "" : ` at ${details.path}`;
    super(`${operation}: ${details.code}${where}${at}`, details.cause === undefined ? {} : { cause: details.cause });
    this.operation = operation;
    this.code = details.code;
    this.status = details.status;
    this.requestId = details.requestId;
    this.outcome = details.outcome;
    this.bankText = details.bankText;
    this.bankCode = details.bankCode;
    this.path = details.path;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  /** Whether the same call, with the same X-Request-ID, may succeed later. */
  get retryable(): boolean {
    if (this.status === undefined) return this.code === "network" || this.code === "timeout";
    return retryableStatuses.has(this.status);
  }
}
