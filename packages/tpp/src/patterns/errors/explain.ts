import type { BankError, BankErrorCode, BankErrorOutcome } from "../../client/bank-error.ts";
import { codeMap } from "./codes.ts";
import { statusExplanation, type Explanation } from "./statuses.ts";

/** A bank's error for people: what happened, when, and what to do. Plain data, ready for a log line or a support case. */
export interface ErrorReport extends Explanation {
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  /** The operation's id in the endpoint table. */
  readonly operation: string;
  readonly code: BankErrorCode;
  /** Absent when there was no answer. */
  readonly status?: number;
  readonly outcome: BankErrorOutcome;
  /** Whether the same call, with the same X-Request-ID, may succeed later. */
  readonly retryable: boolean;
  /** By which the bank finds the call. */
  readonly requestId: string;
  /** For logs and support, not for payers: the bank's own words are among them. Members without a value are absent. */
  readonly details: {
    readonly path?: string;
    readonly bankCode?: string;
    readonly bankText?: string;
    readonly retryAfterSeconds?: number;
  };
}

/** Explains an error by its code, or by its status where the bank gave no code. `at` is when it happened. */
export function explainError(error: BankError, at: Date): ErrorReport {
  const { operation, code, status, outcome, retryable, requestId } = error;
  const { path, bankCode, bankText, retryAfterSeconds } = error;
  const { reason, advice } = explanationOf(code, status);
  return {
    timestamp: at.toISOString(),
    operation,
    code,
    ...(status === undefined ? {} : { status }),
    reason,
    advice,
    outcome,
    retryable,
    requestId,
    details: {
      ...(path === undefined ? {} : { path }),
      ...(bankCode === undefined ? {} : { bankCode }),
      ...(bankText === undefined ? {} : { bankText }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    },
  };
}

function explanationOf(code: BankErrorCode, status: number | undefined): Explanation {
  return code === "unknown" && status !== undefined ? statusExplanation(status) : codeMap[code];
}
