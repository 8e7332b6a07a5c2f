import type { Clock, Sleep } from "../patterns/time.ts";

export interface ManualTime {
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** Milliseconds since the start. */
  elapsed(): number;
  /** How many sleep, that is: timers that somebody left behind when it should be none. */
  sleepers(): number;
  /** Every wait that was asked for so far, in milliseconds and in order. */
  readonly waits: readonly number[];
  /** Moves time on, stopping at each sleeper on the way and letting what it does then happen. */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still until a test moves it, and the sleep that belongs to it. `busy` says whether something is
 * on its way that time has to wait for, such as a statement.
 */
export function createManualTime(
  start = new Date("2026-11-24T10:00:00Z"),
  busy: () => boolean = () => false,
): ManualTime {
  const from = start.getTime();
  let now = from;
  const sleeping = new Set<Sleeper>();
  const waits: number[] = [];

  const sleep: Sleep = (ms, signal) => {
    waits.push(ms);
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    return new Promise((resolve, reject) => {
      const aborted = (): void => {
        sleeping.delete(sleeper);
        reject(signal?.reason as Error);
      };
      const sleeper: Sleeper = {
        at: now + Math.max(0, ms),
        wake: () => {
          signal?.removeEventListener("abort", aborted);
          resolve();
        },
      };
      sleeping.add(sleeper);
      signal?.addEventListener("abort", aborted, { once: true });
    });
  };

  async function advance(ms: number): Promise<void> {
    const until = now + ms;
    await settled(busy);
    for (let next = earliest(sleeping, until); next !== undefined; next = earliest(sleeping, until)) {
      sleeping.delete(next);
      now = Math.max(now, next.at);
      next.wake();
      await settled(busy);
    }
    now = until;
  }

  return {
    clock: { now: () => new Date(now) },
    sleep,
    elapsed: () => now - from,
    sleepers: () => sleeping.size,
    waits,
    advance,
  };
}

function earliest(sleeping: ReadonlySet<Sleeper>, until: number): Sleeper | undefined {
  let first: Sleeper | undefined;
  for (const sleeper of sleeping) if (sleeper.at <= until && sleeper.at < (first?.at ?? Infinity)) first = sleeper;
  return first;
}

/** Everything that can go on without time passing has gone on. */
async function settled(busy: () => boolean): Promise<void> {
  for (let idle = 0; idle < 3; idle = busy() ? 0 : idle + 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
