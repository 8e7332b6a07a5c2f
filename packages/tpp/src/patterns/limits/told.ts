import { parseHttpDate } from "../../client/retry-after.ts";

/** One window as the bank's headers describe it. */
export interface ToldWindow {
  /** Requests that the whole window allows. */
  readonly limit: number;
  /** The fewest that any answer of this window said are left. */
  readonly remaining: number;
  /** Milliseconds since 1970, by our clock. */
  readonly resetsAt: number;
}

const dayMs = 86_400_000;
/** An `X-RateLimit-Reset` under this is no instant (that would be 1971) but seconds from now, as some gateways send it. */
const instantsFromSeconds = 31_536_000;
/** `Date` is cut to the second, so that less than this is no sign of another clock. */
const skewNoticedMs = 2_000;

/**
 * `X-RateLimit-Limit`, `-Remaining` and `-Reset` (epoch seconds) of an answer, names in lower case; undefined unless all
 * three make sense. When the answer's `Date` shows that the bank's clock is another, the reset is moved to ours. A reset
 * more than a day ahead is none: nobody is to wait for it.
 */
export function readTold(headers: Readonly<Record<string, string>>, now: Date): ToldWindow | undefined {
  const limit = wholeOf(headers["x-ratelimit-limit"]);
  const remaining = wholeOf(headers["x-ratelimit-remaining"]);
  const reset = wholeOf(headers["x-ratelimit-reset"]);
  if (limit === undefined || limit === 0 || remaining === undefined || reset === undefined) return undefined;
  const ours = now.getTime();
  const bankNow = parseHttpDate(headers["date"] ?? "", now) ?? ours;
  const skewMs = Math.abs(bankNow - ours) < skewNoticedMs ? 0 : bankNow - ours;
  const resetsAt = reset < instantsFromSeconds ? ours + reset * 1_000 : reset * 1_000 - skewMs;
  return resetsAt - ours > dayMs ? undefined : { limit, remaining: Math.min(remaining, limit), resetsAt };
}

function wholeOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;
}

/**
 * What is known of a window after one more answer. Answers overtake each other, so that of one window the lowest count
 * holds; an answer of a window before it says nothing any more.
 */
export function merge(known: ToldWindow | undefined, told: ToldWindow): ToldWindow {
  if (known === undefined || told.resetsAt - known.resetsAt > 1_000) return told;
  if (known.resetsAt - told.resetsAt > 1_000) return known;
  return { ...known, remaining: Math.min(known.remaining, told.remaining) };
}
