import type { Clock } from "@tallystick/kit";

const mostPerMinute = 30;
const mostKept = 10_000;

interface Guesses {
  count: number;
  until: number;
}

/** Counts addresses of links that do not exist, per caller (row B6). Nobody mistypes thirty of them in a minute. */
export class GuessLimit {
  readonly #clock: Clock;
  readonly #byIp = new Map<string, Guesses>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isOver(ip: string): boolean {
    return (this.#current(ip)?.count ?? 0) >= mostPerMinute;
  }

  count(ip: string): void {
    const guesses = this.#current(ip);
    if (guesses !== undefined) {
      guesses.count += 1;
      return;
    }
    if (this.#byIp.size >= mostKept) this.#byIp.delete(this.#byIp.keys().next().value!);
    this.#byIp.set(ip, { count: 1, until: this.#clock.now().getTime() + 60_000 });
  }

  #current(ip: string): Guesses | undefined {
    const guesses = this.#byIp.get(ip);
    if (guesses === undefined || guesses.until > this.#clock.now().getTime()) return guesses;
    this.#byIp.delete(ip);
    return undefined;
  }
}
