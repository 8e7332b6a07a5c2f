import { after, type Clock, type Random } from "@tallystick/kit";

/** What an attempt has shown of the receiver; `unknown` when it was not asked. */
export type Health = "well" | "failing" | "unknown";

export type Entry =
  | { readonly kind: "go"; readonly leave: (health: Health) => void }
  /** Not before `at`; nothing was sent. */
  | { readonly kind: "wait"; readonly at: Date };

export interface Breaker {
  enter(clientId: string, url: string): Entry;
}

const failuresUntilOpen = 5;
const firstPauseMs = 10_000;
/** Every scheduled attempt is made at most about this much late, so that the schedule of retries holds. */
const longestPauseMs = 60_000;
/** Of a receiver that has not answered well since it failed, or ever. */
const lanesOnProbation = 4;
const probationRetryMs = 200;
const remembered = 10_000;

interface Endpoint {
  inFlight: number;
  isWell: boolean;
  failuresInARow: number;
  openUntil: Date;
}

/**
 * Keeps deliveries from a receiver that fails (rows W8, W9): after five failures in a row it is left alone for 10 s, then for
 * up to 60 s at a time, and one delivery tries whether it is back. An endpoint is a client's URL: what one client's receiver
 * does is not held against another's on the same host. Known to this process only; each finds out for itself.
 */
export function createBreaker({ clock, random }: { readonly clock: Clock; readonly random: Random }): Breaker {
  const endpoints = new Map<string, Endpoint>();

  function endpointOf(clientId: string, url: string): Endpoint {
    const name = JSON.stringify([clientId, url]);
    const known = endpoints.get(name);
    const endpoint = known ?? { inFlight: 0, isWell: false, failuresInARow: 0, openUntil: new Date(0) };
    // Set again, so that the one that was unused longest is the first.
    endpoints.delete(name);
    endpoints.set(name, endpoint);
    if (known === undefined) forgetOldest();
    return endpoint;
  }

  function forgetOldest(): void {
    if (endpoints.size <= remembered) return;
    const [oldest] = endpoints;
    if (oldest !== undefined && oldest[1].inFlight === 0) endpoints.delete(oldest[0]);
  }

  return {
    enter(clientId, url) {
      const now = clock.now();
      const endpoint = endpointOf(clientId, url);
      const isOpen = endpoint.failuresInARow >= failuresUntilOpen;
      if (isOpen && endpoint.openUntil > now) {
        // Spread, so that what waits does not come back all at once.
        return { kind: "wait", at: after(endpoint.openUntil, random.int(firstPauseMs)) };
      }
      if (isOpen && endpoint.inFlight > 0) return { kind: "wait", at: after(now, 1_000 + random.int(firstPauseMs)) };
      if (!endpoint.isWell && endpoint.inFlight >= lanesOnProbation) {
        return { kind: "wait", at: after(now, probationRetryMs) };
      }
      endpoint.inFlight += 1;
      return { kind: "go", leave: (health) => leave(endpoint, health, clock.now()) };
    },
  };
}

function leave(endpoint: Endpoint, health: Health, now: Date): void {
  endpoint.inFlight -= 1;
  if (health === "unknown") return;
  endpoint.isWell = health === "well";
  endpoint.failuresInARow = health === "well" ? 0 : endpoint.failuresInARow + 1;
  const over = endpoint.failuresInARow - failuresUntilOpen;
  if (over >= 0) endpoint.openUntil = after(now, Math.min(firstPauseMs * 2 ** over, longestPauseMs));
}
