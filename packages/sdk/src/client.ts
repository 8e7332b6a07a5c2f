import { TallystickError, type Violation } from "./error.ts";
import type {
  CreateLink,
  CreatedLink,
  EventPage,
  Link,
  LinkFilter,
  LinkPage,
  ListEvents,
  Provider,
  ReplayedWebhooks,
  ReplayWebhooks,
} from "./types.ts";

export interface TallystickOptions {
  /** The hub's address with its environment: `http://localhost:4000/test`. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Default: the platform's own. */
  readonly fetch?: typeof fetch;
  /** For each call, in milliseconds; default 15,000. */
  readonly timeoutMs?: number;
}

export interface Tallystick {
  readonly links: {
    /**
     * Creates a payment link. With an `idempotencyKey` of yours (an order number) a repetition answers with the same
     * link; without one a key is made, which covers the repetitions of this call only.
     */
    create(link: CreateLink, options?: { readonly idempotencyKey?: string }): Promise<CreatedLink>;
    get(linkId: string): Promise<Link>;
    /** Newest first. */
    list(filter?: LinkFilter): Promise<LinkPage>;
    /** Rejects with `link_not_cancellable` once the payment is submitted. */
    cancel(linkId: string): Promise<Link>;
  };
  readonly providers: {
    list(): Promise<{ readonly providers: readonly Provider[] }>;
    get(providerId: string): Promise<Provider>;
  };
  readonly events: {
    /** Oldest first; ask again with `pagination.after` for what has happened since. */
    list(query?: ListEvents): Promise<EventPage>;
  };
  readonly webhooks: {
    /**
     * Sends webhooks again, same `event_id` and `sequence`. With an `idempotencyKey` of yours a repetition of the call
     * sends nothing; without one it may, once the first has been delivered.
     */
    replay(wanted: ReplayWebhooks, options?: { readonly idempotencyKey?: string }): Promise<ReplayedWebhooks>;
  };
}

/** A client of the hub's API. Every call rejects with TallystickError and nothing else. */
export function createTallystick(options: TallystickOptions): Tallystick {
  const post = caller(options);
  return {
    links: {
      create: (link, { idempotencyKey } = {}) =>
        post("links/create", link, { "idempotency-key": idempotencyKey ?? crypto.randomUUID() }),
      get: (linkId) => post("links/get", { link_id: linkId }),
      list: (filter = {}) => post("links/list", filter),
      cancel: (linkId) => post("links/cancel", { link_id: linkId }),
    },
    providers: {
      list: () => post("providers/list", {}),
      get: (providerId) => post("providers/get", { provider_id: providerId }),
    },
    events: {
      list: (query = {}) => post("events/list", query),
    },
    webhooks: {
      replay: (wanted, { idempotencyKey } = {}) =>
        post("webhooks/replay", wanted, { "idempotency-key": idempotencyKey ?? crypto.randomUUID() }),
    },
  };
}

type Caller = <Answer>(operation: string, body: object, headers?: Record<string, string>) => Promise<Answer>;

function caller({
  baseUrl,
  clientId,
  clientSecret,
  fetch: send = fetch,
  timeoutMs = 15_000,
}: TallystickOptions): Caller {
  return async <Answer>(operation: string, body: object, headers: Record<string, string> = {}): Promise<Answer> => {
    let response: Response;
    let answer: unknown;
    try {
      response = await send(`${baseUrl.replace(/\/$/, "")}/${operation}`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json", ...headers },
        body: JSON.stringify({ ...body, client_id: clientId, client_secret: clientSecret }),
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      answer = await response.json();
    } catch (cause) {
      // The cause of a failed fetch names the address only; the body with the secret is never part of it.
      throw new TallystickError({ code: "no_answer", message: `${operation}: the hub gave no usable answer`, cause });
    }
    if (response.ok) return answer as Answer;
    throw refusal(operation, response.status, answer);
  };
}

function refusal(operation: string, status: number, answer: unknown): TallystickError {
  const told = (typeof answer === "object" && answer !== null ? answer : {}) as Record<string, unknown>;
  const code = typeof told["code"] === "string" ? told["code"] : "unknown";
  const message = typeof told["message"] === "string" ? told["message"] : `${operation}: HTTP ${status}`;
  const requestId = typeof told["request_id"] === "string" ? told["request_id"] : undefined;
  const errors = Array.isArray(told["errors"]) ? (told["errors"] as Violation[]) : [];
  return new TallystickError({ status, code, message, requestId, errors });
}
