import type { ToldWindow } from "./told.ts";

/** What one TPP certificate may ask of one bank. */
export interface RateRules {
  /** Requests in any second; default 10. */
  readonly perSecond: number;
  /** Requests in any hour; default 1,000. */
  readonly perHour: number;
  /** Requests at a time; default 20. */
  readonly concurrent: number;
}

export interface Waiter {
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** What is known of one bank and certificate. Instants are milliseconds since 1970. */
export interface Lane {
  readonly bank: string;
  readonly certificate: string;
  readonly rules: RateRules;
  /** When requests of the last hour were sent, oldest first. */
  readonly sentAt: number[];
  readonly waiting: Waiter[];
  /** What the bank's headers said, by their limit: a bank tells of its tightest window, which is not always the same. */
  readonly told: Map<number, ToldWindow>;
  running: number;
  /** The bank refused and asked for a pause until then. */
  pausedUntil: number;
  /** The one timer that waits for the lane, while one does. */
  timer: { readonly at: number; readonly ends: AbortController } | undefined;
}

export const secondMs = 1_000;
export const hourMs = 3_600_000;
/** A longer `Retry-After` is not about the rate but about what was asked, such as the day's reads of one consent. */
export const longestPauseMs = 60_000;

export function emptyLane(bank: string, certificate: string, rules: RateRules): Lane {
  const use = { sentAt: [], waiting: [], told: new Map(), running: 0, pausedUntil: 0, timer: undefined };
  return { bank, certificate, rules, ...use };
}

/** Forgets what is over at `now`. A clock that was put back leaves nothing in the future to wait for. */
export function roll(lane: Lane, now: number): void {
  const { sentAt, told } = lane;
  for (let at = sentAt.length - 1; at >= 0 && sentAt[at]! > now; at--) sentAt[at] = now;
  while (sentAt.length > 0 && sentAt[0]! <= now - hourMs) sentAt.shift();
  lane.pausedUntil = Math.min(lane.pausedUntil, now + longestPauseMs);
  for (const [limit, { resetsAt }] of told) if (resetsAt <= now) told.delete(limit);
}

/** How many were sent in the `windowMs` before `now`. */
export function sentWithin(lane: Lane, windowMs: number, now: number): number {
  let count = 0;
  for (let at = lane.sentAt.length - 1; at >= 0 && lane.sentAt[at]! > now - windowMs; at--) count += 1;
  return count;
}

/** When the next request may go, as far as time decides it; at or before `now` when at once. */
export function earliest(lane: Lane, now: number): number {
  const { rules } = lane;
  const own = [whenBelow(lane, rules.perSecond, secondMs), whenBelow(lane, rules.perHour, hourMs)];
  const byBank = [...lane.told.values()].map((window) => pace(lane, window, now));
  return Math.max(lane.pausedUntil, ...own, ...byBank);
}

/** When the `limit`th request before the next one leaves the window. */
function whenBelow({ sentAt }: Lane, limit: number, windowMs: number): number {
  const before = sentAt[sentAt.length - limit];
  return before === undefined ? 0 : before + windowMs;
}

/** The share of a window under which requests are spread out. */
const throttledUnder = 0.2;

/** What the bank has left of a window when those that are on their way have arrived. */
export function leftOf(lane: Lane, { remaining }: ToldWindow): number {
  return Math.max(0, remaining - lane.running);
}

export function isThrottled(lane: Lane, window: ToldWindow): boolean {
  return leftOf(lane, window) < window.limit * throttledUnder;
}

/**
 * Under 20 % left, what is left is spread evenly over the time until the window ends, the last one at its end; with
 * nothing left, everybody waits for that end.
 */
function pace(lane: Lane, window: ToldWindow, now: number): number {
  if (!isThrottled(lane, window)) return 0;
  const left = leftOf(lane, window);
  if (left === 0) return window.resetsAt;
  const last = lane.sentAt.at(-1) ?? now;
  return last + (window.resetsAt - last) / left;
}
