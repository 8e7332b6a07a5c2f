import type { LinkStatus, WebhookEvent } from "@tallystick/sdk";

/** A webhook whose signature was verified, with the bytes that were signed. */
export interface ReceivedEvent {
  readonly event: WebhookEvent;
  readonly body: string;
  /** The signature's headers, lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly receivedAt: Date;
  /** How often the hub has delivered it; more than once is allowed. */
  readonly deliveries: number;
}

/** An order is known by its link. */
export interface Order {
  readonly linkId: string;
  readonly webUrl: string;
  readonly amount: string;
  readonly currency: string;
  /** What the hub said when it was last asked. */
  status: LinkStatus;
  isExpired: boolean;
  failure: string | undefined;
}

const kept = 1_000;

/** What the shop remembers until it stops: the newest thousand orders and webhooks. */
export class OrderBook {
  #orders = new Map<string, Order>();
  #events = new Map<string, ReceivedEvent>();

  add(linkId: string, order: Pick<Order, "amount" | "currency" | "webUrl">): Order {
    const added: Order = { linkId, ...order, status: "created", isExpired: false, failure: undefined };
    this.#orders.set(linkId, added);
    forgetOldest(this.#orders);
    return added;
  }

  find(linkId: string): Order | undefined {
    return this.#orders.get(linkId);
  }

  receive(received: Omit<ReceivedEvent, "deliveries">): void {
    const key = received.event.event_id;
    const before = this.#events.get(key);
    this.#events.set(key, before ? { ...before, deliveries: before.deliveries + 1 } : { ...received, deliveries: 1 });
    forgetOldest(this.#events);
  }

  received(): readonly ReceivedEvent[] {
    return [...this.#events.values()];
  }

  /** Those of one link in the order in which they happened. */
  eventsOf(linkId: string): readonly ReceivedEvent[] {
    return this.received()
      .filter(({ event }) => event.link_id === linkId)
      .toSorted((a, b) => a.event.sequence - b.event.sequence);
  }
}

function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > kept && oldest !== undefined) map.delete(oldest);
}
