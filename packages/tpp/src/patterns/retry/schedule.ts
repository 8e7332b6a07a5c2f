import { systemChance, systemClock, systemSleep, type Chance, type Clock, type Sleep } from "../time.ts";

/** What is told before each wait, for logs and figures. */
export interface RetryNotice {
  /** The try that failed, from 1. */
  readonly attempt: number;
  /** Milliseconds until the next one. */
  readonly waitMs: number;
  /** Absent when there was no answer. */
  readonly status?: number | undefined;
}

export interface RetryOptions {
  /** Tries in all, the first one included; 1 to 3, default 3. */
  readonly tries?: number;
  /** The wait after the first try is from 0 up to this, after each further one up to twice as much; default 1,000 ms. */
  readonly firstDelayMs?: number;
  /**
   * The longest `Retry-After` that is waited for, default an hour (3,600,000 ms), which is the longest window of a bank's
   * limits. What the bank asks beyond it ends the tries: it is not asked earlier than it said.
   */
  readonly longestWaitMs?: number;
  readonly onRetry?: (notice: RetryNotice) => void;
  readonly clock?: Clock;
  readonly sleep?: Sleep;
  readonly chance?: Chance;
}

export interface Schedule {
  readonly clock: Clock;
  /**
   * Waits for the next try and answers true, or false when there is none. Rejects with the signal's reason when it is
   * aborted while waiting.
   */
  next(failed: Failed): Promise<boolean>;
}

export interface Failed {
  readonly attempt: number;
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const mostTries = 3;
const hourMs = 3_600_000;

/** Exponential with full jitter: a wait is anything from 0 to its bound, so that callers who failed together part. */
export function scheduleOf(options: RetryOptions = {}): Schedule {
  const { tries = mostTries, firstDelayMs = 1_000, longestWaitMs = hourMs, onRetry } = options;
  const { clock = systemClock, sleep = systemSleep, chance = systemChance } = options;
  if (!Number.isInteger(tries) || tries < 1 || tries > mostTries) throw new RangeError("tries: a whole number, 1 to 3");
  if (!(firstDelayMs >= 0)) throw new RangeError("firstDelayMs: milliseconds, 0 or more");
  if (!(longestWaitMs >= 0)) throw new RangeError("longestWaitMs: milliseconds, 0 or more");

  return {
    clock,
    async next({ attempt, status, retryAfterMs = 0, signal }) {
      if (attempt >= tries || retryAfterMs > longestWaitMs || signal?.aborted) return false;
      const waitMs = Math.max(retryAfterMs, chance() * firstDelayMs * 2 ** (attempt - 1));
      onRetry?.({ attempt, waitMs, status });
      await sleep(waitMs, signal);
      return true;
    },
  };
}

const retryableStatuses: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

export function isRetryableStatus(status: number): boolean {
  return retryableStatuses.has(status);
}

/** A certificate that is wrong, an answer too large to read, or a program's mistake, is the same at the next try. */
const permanent =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|ERR_INVALID_|ERROR_IN_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|UND_ERR_INVALID_ARG|UND_ERR_RES_EXCEEDED_MAX_SIZE)/;

/** Whether what a transport threw may be otherwise at the next try. */
export function isConnectionError(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (error instanceof TypeError && cause === undefined) return false;
  const inner = (cause ?? {}) as { code?: unknown };
  return ![code, inner.code].some((told) => typeof told === "string" && permanent.test(told));
}
