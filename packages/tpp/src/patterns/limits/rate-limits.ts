import { retryAfterMs } from "../../client/retry-after.ts";
import type { HttpAnswer, HttpRequest } from "../../client/transport.ts";
import { systemClock, systemSleep, type Clock, type Sleep } from "../time.ts";
import { earliest, emptyLane, longestPauseMs, roll, type Lane, type RateRules, type Waiter } from "./lane.ts";
import { statusOf, type LimitStatus } from "./status.ts";
import { merge, readTold } from "./told.ts";

export interface RateLimitsOptions {
  /** What holds without any header of the bank: 10 in a second, 1,000 in an hour, 20 at a time. */
  readonly rules?: Partial<RateRules>;
  readonly clock?: Clock;
  readonly sleep?: Sleep;
}

/** Whose limits a request counts for: banks count by the TPP's certificate. */
export interface RateKey {
  readonly bank: string;
  /** Names the certificate, its SHA-256 fingerprint for instance. */
  readonly certificate: string;
  /** What this bank allows otherwise; taken when the key is first seen. */
  readonly rules?: Partial<RateRules>;
}

export interface RateLimits {
  /** A transport that waits for its turn under the key's limits before it sends, and learns from each answer. */
  around(request: HttpRequest, key: RateKey): HttpRequest;
  /** How every bank and certificate stands, sorted by name. */
  getStatus(): LimitStatus[];
}

const guideRules: RateRules = { perSecond: 10, perHour: 1_000, concurrent: 20 };

/**
 * The limits of banks, kept before they are met: callers wait in their order, an aborted one leaves the queue, and there
 * is one timer for each queue and none without. Sent requests are counted in sliding windows, so that no second and no
 * hour, wherever it begins, sees more than the limit. Counts are this process's; of others the bank's headers tell.
 */
export function createRateLimits(options: RateLimitsOptions = {}): RateLimits {
  const { rules, clock = systemClock, sleep = systemSleep } = options;
  const time: Time = { now: () => clock.now().getTime(), sleep };
  const lanes = new Map<string, Lane>();

  const laneOf = ({ bank, certificate, rules: own }: RateKey): Lane => {
    const name = JSON.stringify([bank, certificate]);
    const lane = lanes.get(name) ?? emptyLane(bank, certificate, checked({ ...guideRules, ...rules, ...own }));
    lanes.set(name, lane);
    return lane;
  };

  return {
    around(request, key) {
      const lane = laneOf(key);
      return async (input) => {
        await enter(lane, time, input.signal);
        try {
          const answer = await request(input);
          learn(lane, answer, clock.now());
          return answer;
        } finally {
          lane.running -= 1;
          admit(lane, time);
        }
      };
    },
    getStatus: () =>
      [...lanes.entries()]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, lane]) => {
          roll(lane, time.now());
          return statusOf(lane, time.now());
        }),
  };
}

interface Time {
  readonly sleep: Sleep;
  now(): number;
}

function checked(rules: RateRules): RateRules {
  for (const [name, value] of Object.entries(rules)) {
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`rules.${name}: a whole number from 1 on`);
  }
  return rules;
}

/** Resolves when it is the caller's turn, which is then counted; rejects with the signal's reason. */
function enter(lane: Lane, time: Time, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return Promise.reject(signal.reason as Error);
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      lane.waiting.splice(lane.waiting.indexOf(waiter), 1);
      if (lane.waiting.length === 0) stopTimer(lane);
      reject(signal?.reason as Error);
    };
    const done = (): void => signal?.removeEventListener("abort", aborted);
    const waiter: Waiter = {
      admit: () => {
        done();
        resolve();
      },
      refuse: (reason) => {
        done();
        reject(reason as Error);
      },
    };
    signal?.addEventListener("abort", aborted, { once: true });
    lane.waiting.push(waiter);
    admit(lane, time);
  });
}

/** Lets in whoever's turn it is, and sets the timer for the next one; a full lane is continued by its next answer. */
function admit(lane: Lane, time: Time): void {
  const now = time.now();
  roll(lane, now);
  while (lane.waiting.length > 0 && lane.running < lane.rules.concurrent && earliest(lane, now) <= now) {
    lane.running += 1;
    lane.sentAt.push(now);
    lane.waiting.shift()?.admit();
  }
  if (lane.waiting.length === 0 || lane.running >= lane.rules.concurrent) return stopTimer(lane);
  const at = earliest(lane, now);
  if (lane.timer?.at === at) return;
  stopTimer(lane);
  void wake(lane, time, { at, waitMs: Math.ceil(at - now) });
}

function stopTimer(lane: Lane): void {
  lane.timer?.ends.abort();
  lane.timer = undefined;
}

async function wake(lane: Lane, time: Time, { at, waitMs }: { at: number; waitMs: number }): Promise<void> {
  const ends = new AbortController();
  lane.timer = { at, ends };
  try {
    await time.sleep(waitMs, ends.signal);
  } catch (error) {
    if (ends.signal.aborted) return;
    for (const waiter of lane.waiting.splice(0)) waiter.refuse(error);
    return;
  }
  if (ends.signal.aborted) return;
  lane.timer = undefined;
  admit(lane, time);
}

/** Windows of which a bank tells at a time; one that invents limits cannot fill the memory. */
const mostWindows = 8;

function learn(lane: Lane, { status, headers }: HttpAnswer, now: Date): void {
  const told = readTold(headers, now);
  if (told !== undefined && told.resetsAt > now.getTime()) {
    lane.told.set(told.limit, merge(lane.told.get(told.limit), told));
    if (lane.told.size > mostWindows) lane.told.delete(lane.told.keys().next().value!);
  }
  if (status !== 429 && status !== 503) return;
  const askedMs = retryAfterMs(headers, now);
  if (askedMs !== undefined && askedMs <= longestPauseMs) {
    lane.pausedUntil = Math.max(lane.pausedUntil, now.getTime() + askedMs);
  }
}
