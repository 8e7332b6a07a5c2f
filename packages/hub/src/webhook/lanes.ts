const healthyLanes = 20;
const slowAfter = 3;

interface Endpoint {
  inFlight: number;
  slowInARow: number;
}

/**
 * How many deliveries one receiver may hold at a time (row W8): twenty, and one only while it lets calls time out, so that a hanging
 * receiver cannot take the worker from the others. The receiver is the URL's origin.
 */
export class Lanes {
  readonly #endpoints = new Map<string, Endpoint>();

  /** Undefined when the receiver has no lane free; else the function that gives it back. */
  take(url: string): ((outcome: "answered" | "hung") => void) | undefined {
    const origin = originOf(url);
    const endpoint = this.#endpoints.get(origin) ?? { inFlight: 0, slowInARow: 0 };
    const most = endpoint.slowInARow >= slowAfter ? 1 : healthyLanes;
    if (endpoint.inFlight >= most) return undefined;
    endpoint.inFlight += 1;
    this.#endpoints.set(origin, endpoint);
    return (outcome) => {
      endpoint.inFlight -= 1;
      endpoint.slowInARow = outcome === "hung" ? endpoint.slowInARow + 1 : 0;
      if (endpoint.inFlight === 0 && endpoint.slowInARow === 0) this.#endpoints.delete(origin);
    };
  }
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}
