import { after, type Random } from "@tallystick/kit";

const s = 1000;
const m = 60 * s;
const h = 60 * m;

/** Waits after the first, second ... failed attempt; after the last of them the event is parked (hub-api section 10). */
export const retryDelaysMs = [5 * s, 5 * m, 30 * m, 2 * h, 5 * h, 10 * h, 14 * h, 20 * h, 24 * h] as const;

const longestRetryAfterMs = 24 * h;

/**
 * When attempt number `attempts` (from 1) has failed at `now`: the instant of the next one, or undefined when there is none.
 * Jitter only lengthens a wait, by up to a tenth, and a `Retry-After` of up to a day wins when it is later.
 */
export function nextAttemptAt(attempts: number, now: Date, random: Random, retryAfter?: string): Date | undefined {
  const delay = retryDelaysMs[attempts - 1];
  if (delay === undefined) return undefined;
  const jittered = delay + random.int(Math.floor(delay / 10) + 1);
  const asked = Math.min(parseRetryAfterMs(retryAfter, now) ?? 0, longestRetryAfterMs);
  return after(now, Math.max(jittered, asked));
}

/** RFC 9110 section 10.2.3: seconds or an HTTP date; undefined when it is neither or lies in the past. */
export function parseRetryAfterMs(value: string | undefined, now: Date): number | undefined {
  if (value === undefined || value.length > 64) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * s;
  if (!/^[A-Z][a-z]{2,8}, /.test(value)) return undefined;
  const wait = Date.parse(value) - now.getTime();
  return wait > 0 ? wait : undefined;
}
