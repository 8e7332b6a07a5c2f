import { endpoints } from "@tallystick/xs2a";
import { BankError } from "../../client/bank-error.ts";
import { isConnectionError, isRetryableStatus, scheduleOf, type RetryOptions } from "./schedule.ts";

/** What one try is given. */
export interface Try {
  /** The intent's X-Request-ID, the same on every try; hand it to the call. */
  readonly requestId: string;
  /** From 1. */
  readonly attempt: number;
  readonly signal: AbortSignal | undefined;
}

export interface IntentOptions extends RetryOptions {
  /** The intent's X-Request-ID, a UUID; made when absent. */
  readonly requestId?: string;
  /** Ends the waiting between tries, and is handed to each. */
  readonly signal?: AbortSignal;
}

/**
 * Makes one call that may be repeated: at most 3 tries, only after 429, 500, 502, 503, 504 and connections that failed
 * (`BankError.retryable`), waiting up to 1 s and then up to 2 s with full jitter, never less than the bank's
 * `Retry-After`. A POST or PUT is repeated only when it bore the intent's X-Request-ID, so that the bank knows it again:
 *
 *     await retry(({ requestId }) => bank.initiatePayment({ ...payment, requestId }))
 *
 * Rejects with the last try's error, as it is; with the signal's reason when aborted while waiting.
 */
export async function retry<T>(call: (attempt: Try) => Promise<T>, options: IntentOptions = {}): Promise<T> {
  const { requestId = globalThis.crypto.randomUUID(), signal } = options;
  const schedule = scheduleOf(options);
  signal?.throwIfAborted();
  for (let attempt = 1; ; attempt++) {
    try {
      return await call({ requestId, attempt, signal });
    } catch (error) {
      if (!(error instanceof BankError) || !mayRepeat(error, requestId)) throw error;
      const { status, retryAfterSeconds } = error;
      const asked = retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1_000;
      if (!(await schedule.next({ attempt, status, retryAfterMs: asked, signal }))) throw error;
    }
  }
}

function mayRepeat(error: BankError, requestId: string): boolean {
  const { status, cause } = error;
  const passes = status === undefined ? cause === undefined || isConnectionError(cause) : isRetryableStatus(status);
  if (!error.retryable || !passes) return false;
  return error.requestId === requestId || isRead(error.operation);
}

/** Asking again changes nothing, and deleting what is gone neither; what is in no row may be anything. */
function isRead(operation: string): boolean {
  const method = (endpoints as Readonly<Record<string, { readonly method: string }>>)[operation]?.method;
  return method === "GET" || method === "DELETE";
}
