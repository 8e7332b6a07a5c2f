import type { HttpAnswer, HttpRequest, HttpRequestInput } from "../../client/transport.ts";
import { retryAfterMs } from "../../client/retry-after.ts";
import { isConnectionError, isRetryableStatus, scheduleOf, type RetryOptions, type Schedule } from "./schedule.ts";

/**
 * A transport that repeats what may be repeated, for every call of the client that is built on it, each page of an
 * iterator included: at most 3 tries after 429, 500, 502, 503, 504 and connections that failed, waiting as `retry` does.
 * What changes something (POST, PUT, PATCH) is repeated only when it bears an X-Request-ID, and bears the same one again.
 * `timeoutMs` holds for each try. Answers with the last answer, whatever its status; rejects with the last error, or with
 * the signal's reason when aborted while waiting.
 */
export function retryingRequest(request: HttpRequest, options: RetryOptions = {}): HttpRequest {
  const schedule = scheduleOf(options);
  return async (input) => {
    const repeatable = mayRepeat(input);
    for (let attempt = 1; ; attempt++) {
      const tried = await once(request, input);
      if (!repeatable || !(await goesOn(schedule, tried, { attempt, signal: input.signal }))) {
        if ("error" in tried) throw tried.error;
        return tried.answer;
      }
    }
  };
}

type Tried = { readonly answer: HttpAnswer } | { readonly error: unknown };

async function once(request: HttpRequest, input: HttpRequestInput): Promise<Tried> {
  try {
    return { answer: await request(input) };
  } catch (error) {
    return { error };
  }
}

async function goesOn(
  schedule: Schedule,
  tried: Tried,
  at: { readonly attempt: number; readonly signal: AbortSignal | undefined },
): Promise<boolean> {
  if ("error" in tried) return isConnectionError(tried.error) && (await schedule.next(at));
  const { status, headers } = tried.answer;
  if (!isRetryableStatus(status)) return false;
  return schedule.next({ ...at, status, retryAfterMs: retryAfterMs(headers, schedule.clock.now()) });
}

const changing: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

function mayRepeat({ method, headers = {} }: HttpRequestInput): boolean {
  if (!changing.has(method.toUpperCase())) return true;
  return Object.entries(headers).some(([name, value]) => name.toLowerCase() === "x-request-id" && value !== "");
}
