// Where the patterns take their time and their chance from. None of them looks at the wall clock by itself, so that a
// test can move time and prove a schedule call by call.

/** Where every decision about time comes from. Instants are UTC. */
export interface Clock {
  now(): Date;
}

/** Resolves after `ms` milliseconds; rejects with the signal's reason, and leaves no timer behind, once it is aborted. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** A number from 0 (inclusive) to 1 (exclusive), for jitter; never for secrets. */
export type Chance = () => number;

/** The clock of the machine. */
export const systemClock: Clock = { now: () => new Date() };

/** The longest that a timer holds; Node fires at once beyond it. */
const longestTimerMs = 2_147_483_647;

/** Waits by timers of the runtime, in real milliseconds; 0 or less is no wait. */
export const systemSleep: Sleep = async (ms, signal) => {
  signal?.throwIfAborted();
  for (let left = ms; left > 0; left -= longestTimerMs) await wait(Math.min(left, longestTimerMs), signal);
};

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", aborted);
      resolve();
    }, ms);
    signal?.addEventListener("abort", aborted, { once: true });
  });
}

/** From the cryptographic generator of the runtime, in steps of 2^-32. */
export const systemChance: Chance = () => {
  const [word = 0] = globalThis.crypto.getRandomValues(new Uint32Array(1));
  return word / 2 ** 32;
};
