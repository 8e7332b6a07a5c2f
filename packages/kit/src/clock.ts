/** Where every decision about time comes from, so that a test can move it. Instants are UTC. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that runs with the system's, shifted by what a test or the sandbox has moved it. */
export class MovableClock implements Clock {
  #shiftMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#shiftMs);
  }

  /** Moves the clock forward (or back, when negative) by that many milliseconds. */
  advance(ms: number): void {
    this.#shiftMs += ms;
  }
}

/** The instant `ms` milliseconds after `from`. */
export function after(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}
