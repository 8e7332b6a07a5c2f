import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { createWebhookVerifier, WebhookError, type WebhookEvent, type WebhookVerifier } from "@tallystick/sdk";

interface Arrival {
  readonly event: WebhookEvent;
  readonly body: string;
}

/** The merchant's end of the webhooks: lives on while the system dies, believes signatures only, and keeps what came. */
export class WebhookReceiver {
  readonly #server: Server;
  readonly #arrivals: Arrival[] = [];
  readonly #refused: string[] = [];
  #verifier: WebhookVerifier | undefined;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#receive(request).then((status) => response.writeHead(status).end());
    });
  }

  static async open(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    receiver.#server.listen(0, "127.0.0.1");
    await once(receiver.#server, "listening");
    return receiver;
  }

  /** From now on the keys of this hub are believed. */
  believe(hubUrl: string): void {
    this.#verifier = createWebhookVerifier({ jwksUrl: `${hubUrl}/test/.well-known/jwks.json` });
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.address}/hooks`;
  }

  /** What came without a good signature; a receiver that could not read the keys at that moment has asked for another try. */
  get refused(): readonly string[] {
    return this.#refused;
  }

  async #receive(request: IncomingMessage): Promise<number> {
    try {
      const body = await buffer(request);
      assert.ok(this.#verifier);
      const event = await this.#verifier.verify(body, request.headers);
      this.#arrivals.push({ event, body: body.toString("utf8") });
      return 204;
    } catch (error) {
      if (error instanceof WebhookError && error.code === "keys_unavailable") return 503;
      // The sender was killed before it had sent everything.
      if (request.readableAborted) return 400;
      this.#refused.push(String(error));
      return 400;
    }
  }

  /**
   * The link's events, each once, in the order of their first arrival. Rows P5 and W7: a repetition is the very same
   * event and comes only while nothing newer has come; nothing comes early.
   */
  eventsOf(linkId: string): readonly WebhookEvent[] {
    const events: WebhookEvent[] = [];
    const bodies: string[] = [];
    for (const { event, body } of this.#arrivals) {
      if (event.link_id !== linkId) continue;
      if (event.event_id === events.at(-1)?.event_id) {
        assert.equal(body, bodies.at(-1), "a repetition has other content");
        continue;
      }
      assert.equal(event.sequence, events.length + 1, `out of order: ${JSON.stringify([...events, event])}`);
      events.push(event);
      bodies.push(body);
    }
    return events;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
