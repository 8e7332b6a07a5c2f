import type { MessageCode } from "@tallystick/xs2a";

/**
 * The standard's message code when the bank gave one; else what happened instead: `network` (no connection, or it
 * broke), `timeout`, `bad_answer` (not what the standard says: HTML, empty, wrong shape), `unknown` (an error answer
 * without a code, as 408, 415, 500 and 503 are).
 */
export type BankErrorCode = MessageCode | "network" | "timeout" | "bad_answer" | "unknown";

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
  /** The member that the bank named. */
  readonly path?: string | undefined;
  /** Seconds that the bank asked to wait (`Retry-After`). */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

const retryableStatuses: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** The one error of every bank call. */
export class BankError extends Error {
  override readonly name = "BankError";
  /** The operation's id in the endpoint table, `initiatePayment`. */
  readonly operation: string;
  readonly code: BankErrorCode;
  readonly status: number | undefined;
  readonly requestId: string;
  readonly outcome: BankErrorOutcome;
  readonly bankText: string | undefined;
  readonly path: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(operation: string, details: BankErrorDetails) {
    const at = details.status === undefined ? "" : ` (HTTP ${details.status})`;
    super(`${operation}: ${details.code}${at}`, details.cause === undefined ? {} : { cause: details.cause });
    this.operation = operation;
    this.code = details.code;
    this.status = details.status;
    this.requestId = details.requestId;
    this.outcome = details.outcome;
    this.bankText = details.bankText;
    this.path = details.path;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  /** Whether the same call, with the same X-Request-ID, may succeed later. */
  get retryable(): boolean {
    if (this.status === undefined) return this.code === "network" || this.code === "timeout";
    return retryableStatuses.has(this.status);
  }
}
