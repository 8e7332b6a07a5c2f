import type { TransactionStatus } from "@tallystick/xs2a";
import { systemClock, systemSleep } from "../time.ts";
import { follow, paymentOf, type Context } from "./follow.ts";
import type { FollowedPayment, Following, PaymentPoller, PaymentPollerOptions } from "./following.ts";
import { keyText, type PollingRecord } from "./store.ts";

export type {
  FollowedPayment,
  Following,
  PaymentPoller,
  PaymentPollerOptions,
  PollingEnd,
  PollingFailure,
  StatusChange,
} from "./following.ts";

/**
 * Follows payments by asking for their status: at once, every 5 s in the first minute, every 30 s until minute 5, then
 * every 5 minutes, until ACSC, ACCC, RJCT or CANC, or for 24 hours. After a failed poll the next one comes a second
 * later for each failure in a row, a minute at most, or when the bank's `Retry-After` says, if that is later.
 */
export function createPaymentPoller(options: PaymentPollerOptions): PaymentPoller {
  const { clock = systemClock, sleep = systemSleep, leaseMs = 60_000 } = options;
  if (!(leaseMs > 0)) throw new RangeError("leaseMs: milliseconds, over 0");
  const stopping = new AbortController();
  const owner = globalThis.crypto.randomUUID();
  const context: Context = { ...options, clock, sleep, leaseMs, owner, signal: stopping.signal };
  const followings = new Map<string, Following>();

  function start(payment: FollowedPayment): Following {
    const key = keyText(payment);
    const running = followings.get(key);
    if (running !== undefined) return running;
    const ended = follow(context, payment).finally(() => followings.delete(key));
    const following: Following = { payment, ended };
    followings.set(key, following);
    return following;
  }

  return {
    async follow(payment, { status } = {}) {
      checkKey(payment);
      stopping.signal.throwIfAborted();
      const running = followings.get(keyText(payment));
      if (running !== undefined) return running;
      await options.store.add(firstRecord(payment, { status, now: clock.now() }));
      return start(payment);
    },
    async resume() {
      stopping.signal.throwIfAborted();
      return (await options.store.unfinished()).map((record) => start(paymentOf(record)));
    },
    async stop() {
      stopping.abort();
      await Promise.all([...followings.values()].map(({ ended }) => ended));
    },
  };
}

function checkKey({ bank, paymentId }: FollowedPayment): void {
  for (const [name, value] of Object.entries({ bank, paymentId })) {
    if (typeof value !== "string" || value === "") throw new TypeError(`${name}: a text that is not empty`);
  }
}

function firstRecord(
  { bank, paymentId, product }: FollowedPayment,
  { status, now }: { readonly status: TransactionStatus | undefined; readonly now: Date },
): PollingRecord {
  return { bank, paymentId, product, startedAt: now, status, failures: 0, nextAt: now, endedBy: undefined };
}
