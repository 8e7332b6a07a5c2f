// How the toolkit speaks HTTP: a function, so that an application can put its own client (proxy, pinning, private
// address rules) in its place.

export interface HttpRequestInput {
  readonly method: string;
  /** Absolute URL. */
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string;
  /** From the call to the last byte of the answer; in milliseconds. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined by ", ". */
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/**
 * Sends one request and answers with whatever the server said, of any status. Follows no redirect. Rejects when there
 * is no answer; an error that carries `sent: false` promises that no byte reached the server.
 */
export type HttpRequest = (request: HttpRequestInput) => Promise<HttpAnswer>;
