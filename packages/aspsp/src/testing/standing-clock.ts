import { MovableClock } from "@tallystick/kit";

/** A clock that stands until it is moved, so that a window does not end while a test is in it. Begins on a full hour. */
export class StandingClock extends MovableClock {
  #at = Math.ceil(Date.now() / 3_600_000) * 3_600_000;

  override now(): Date {
    return new Date(this.#at);
  }

  override advance(ms: number): void {
    this.#at += ms;
  }
}
