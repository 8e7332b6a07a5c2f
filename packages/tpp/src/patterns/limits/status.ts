import { earliest, hourMs, isThrottled, leftOf, secondMs, sentWithin, type Lane } from "./lane.ts";

/** How one bank and certificate stand, for people and their dashboards. */
export interface LimitStatus {
  readonly bank: string;
  readonly certificate: string;
  /** `open`: at once; `throttled`: spread out, under 20 % is left; `waiting`: nothing goes before `nextAt`. */
  readonly state: "open" | "throttled" | "waiting";
  /** Requests on their way. */
  readonly running: number;
  /** Callers who wait for their turn. */
  readonly waiting: number;
  readonly thisSecond: { readonly used: number; readonly limit: number };
  readonly thisHour: { readonly used: number; readonly limit: number };
  readonly concurrent: { readonly used: number; readonly limit: number };
  /** What the bank's own headers said last of windows that have not ended. */
  readonly told: readonly { readonly limit: number; readonly remaining: number; readonly resetsAt: Date }[];
  /** When the next request may go, if not at once. */
  readonly nextAt: Date | undefined;
  /** The same as one sentence. */
  readonly text: string;
}

export function statusOf(lane: Lane, now: number): LimitStatus {
  const next = earliest(lane, now);
  const full = lane.running >= lane.rules.concurrent;
  const throttled = [...lane.told.values()].some((window) => isThrottled(lane, window));
  const known: Omit<LimitStatus, "text"> = {
    bank: lane.bank,
    certificate: lane.certificate,
    state: next > now || full ? "waiting" : throttled ? "throttled" : "open",
    running: lane.running,
    waiting: lane.waiting.length,
    thisSecond: { used: sentWithin(lane, secondMs, now), limit: lane.rules.perSecond },
    thisHour: { used: sentWithin(lane, hourMs, now), limit: lane.rules.perHour },
    concurrent: { used: lane.running, limit: lane.rules.concurrent },
    told: [...lane.told.values()].map((window) => ({
      limit: window.limit,
      remaining: leftOf(lane, window),
      resetsAt: new Date(window.resetsAt),
    })),
    nextAt: next > now ? new Date(next) : undefined,
  };
  return { ...known, text: sentenceOf(known) };
}

function sentenceOf({ bank, state, waiting, nextAt, told, ...used }: Omit<LimitStatus, "text">): string {
  const share = ({ used, limit }: { used: number; limit: number }): string => `${used} of ${limit}`;
  const parts = [
    `${bank} is ${state}${nextAt === undefined ? "" : ` until ${nextAt.toISOString()}`}`,
    `${share(used.thisSecond)} this second`,
    `${share(used.thisHour)} this hour`,
    `${share(used.concurrent)} at a time`,
    `${waiting} waiting`,
    ...told.map(
      ({ limit, remaining, resetsAt }) => `the bank says ${remaining} of ${limit} left until ${resetsAt.toISOString()}`,
    ),
  ];
  return parts.join(", ");
}
