import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  createApp,
  handlerOf,
  HttpFault,
  systemClock,
  systemRandom,
  type Clock,
  type HttpHandler,
  type Log,
  type Random,
} from "@tallystick/kit";
import {
  createTallystick,
  createWebhookVerifier,
  TallystickError,
  WebhookError,
  type Tallystick,
} from "@tallystick/sdk";
import { sendPage, setPageHeaders } from "../pages/send.ts";
import { shopScript, shopStyles } from "./assets.ts";
import { OrderBook, type Order, type ReceivedEvent } from "./orders.ts";
import { errorPage, orderPage, productPage } from "./pages.ts";
import { tallyStick, type Product } from "./product.ts";

export interface ShopOptions {
  /** Where the shop is served, `http://localhost:4001`: the base of its redirect and webhook addresses. */
  readonly url: string;
  /** The hub with its environment, `http://localhost:4000/test`. */
  readonly hubUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly log: Log;
  readonly product?: Product;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly fetch?: typeof fetch;
}

export interface Shop {
  readonly handler: HttpHandler;
  /** Every verified webhook, oldest first; a repeated delivery is counted and not listed again. */
  received(): readonly ReceivedEvent[];
}

interface Parts {
  readonly options: ShopOptions;
  readonly hub: Tallystick;
  readonly book: OrderBook;
  readonly product: Product;
  readonly clock: Clock;
}

/** A demo shop: it sells one thing through a payment link and shows its webhooks as they arrive. */
export async function createShop(options: ShopOptions): Promise<Shop> {
  const { clientId, clientSecret, clock = systemClock, hubUrl, log, product = tallyStick } = options;
  const sending = options.fetch === undefined ? {} : { fetch: options.fetch };
  const hub = createTallystick({ baseUrl: hubUrl, clientId, clientSecret, ...sending });
  const parts: Parts = { options, hub, book: new OrderBook(), product, clock };
  const app = createApp({
    log,
    contentTypes: ["json", "form"],
    onError: (error, _request, reply) => sendError(log, error, reply),
  });
  app.addHook("onRequest", async (_request, reply) => setPageHeaders(reply, [new URL(hubUrl).origin]));
  addPages(app, parts);
  addWebhooks(app, parts);
  return { handler: await handlerOf(app), received: () => parts.book.received() };
}

function addPages(app: FastifyInstance, parts: Parts): void {
  const { book, options, product } = parts;
  app.get("/assets/shop.css", (_request, reply) => sendAsset(reply, "text/css", shopStyles));
  app.get("/assets/shop.js", (_request, reply) => sendAsset(reply, "text/javascript", shopScript));
  app.get("/", (_request, reply) => sendPage(reply, productPage(product)));
  app.post("/buy", async (request, reply) => {
    assertOwnForm(options, request);
    const order = await placeOrder(parts);
    return reply.redirect(order.webUrl, 303);
  });
  app.get<{ Querystring: Record<string, string> }>("/orders", (request, reply) => {
    const linkId = request.query["link_id"];
    if (linkId === undefined || !linkIdShape.test(linkId)) throw new HttpFault(404, "not_found");
    return reply.redirect(`/orders/${linkId}`, 303);
  });
  app.get<{ Params: { linkId: string } }>("/orders/:linkId", async (request, reply) => {
    const { linkId } = request.params;
    const order = book.find(linkId) ?? (await recallOrder(parts, linkId));
    if (order === undefined) throw new HttpFault(404, "not_found");
    const reached = await askHub(parts, order);
    return sendPage(reply, orderPage({ product, order, events: book.eventsOf(linkId), reached }));
  });
}

const linkIdShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function placeOrder({ book, hub, options, product }: Parts): Promise<Order> {
  const { amount, creditor, currency, description } = product;
  const link = await hub.links.create(
    {
      payment_intent: { amount, currency, creditor, description },
      // One address for all orders, as it is registered at the hub; the payer comes back to it with the link's id.
      options: { redirect_url: `${options.url}/orders`, webhook_url: `${options.url}/webhooks` },
    },
    { idempotencyKey: (options.random ?? systemRandom).token(12) },
  );
  return book.add(link.link_id, { webUrl: link.web_url, amount, currency });
}

/** After a restart the shop has forgotten its orders; the hub, asked for the link, still knows what was paid. */
async function recallOrder({ book, hub, product }: Parts, linkId: string): Promise<Order | undefined> {
  if (!linkIdShape.test(linkId)) return undefined;
  try {
    const link = await hub.links.get(linkId);
    const { amount, currency, creditor, description } = link.payment_intent;
    // Any link of this client could be named here; only one that pays this shop for this product is an order of it.
    const isOurs =
      amount === product.amount &&
      currency === product.currency &&
      creditor.iban === product.creditor.iban &&
      description === product.description;
    if (!isOurs) return undefined;
    return book.add(linkId, { webUrl: link.web_url ?? "", amount, currency });
  } catch (error) {
    if (error instanceof TallystickError) return undefined;
    throw error;
  }
}

/** The redirect and its query decide nothing: the order's state is what the hub answers to the shop itself. */
async function askHub({ hub, options }: Parts, order: Order): Promise<boolean> {
  try {
    const link = await hub.links.get(order.linkId);
    order.status = link.status;
    order.isExpired = link.is_expired;
    order.failure = link.failure?.message;
    return true;
  } catch (error) {
    if (!(error instanceof TallystickError)) throw error;
    options.log.warn("shop.hub_not_asked", { linkId: order.linkId, code: error.code });
    return false;
  }
}

function addWebhooks(app: FastifyInstance, { book, clock, options }: Parts): void {
  const verifier = createWebhookVerifier({
    jwksUrl: `${options.hubUrl}/.well-known/jwks.json`,
    now: () => clock.now(),
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  app.post("/webhooks", async (request, reply) => {
    try {
      const event = await verifier.verify(request.rawBody, request.headers);
      book.receive({
        event,
        body: request.rawBody.toString("utf8"),
        headers: signatureHeaders(request),
        receivedAt: clock.now(),
      });
      options.log.info("shop.webhook", { eventId: event.event_id, linkId: event.link_id, linkStatus: event.status });
      return reply.code(204).send();
    } catch (error) {
      if (!(error instanceof WebhookError)) throw error;
      options.log.warn("shop.webhook_refused", { code: error.code });
      return reply.code(error.code === "keys_unavailable" ? 503 : 400).send({ code: error.code });
    }
  });
}

function signatureHeaders({ headers }: FastifyRequest): Record<string, string> {
  const names = ["x-signature", "x-signature-kid", "webhook-id", "webhook-timestamp", "webhook-signature"];
  return Object.fromEntries(
    names.flatMap((name) => (typeof headers[name] === "string" ? [[name, headers[name]]] : [])),
  );
}

function assertOwnForm({ url }: ShopOptions, { headers }: FastifyRequest): void {
  const foreign = headers.origin !== undefined && headers.origin !== new URL(url).origin;
  if (foreign || headers["sec-fetch-site"] === "cross-site") throw new HttpFault(400, "invalid_form");
}

function sendAsset(reply: FastifyReply, type: string, text: string): FastifyReply {
  return reply.header("cache-control", "public, max-age=300").type(`${type}; charset=utf-8`).send(text);
}

function sendError(log: Log, error: unknown, reply: FastifyReply): Promise<FastifyReply> {
  setPageHeaders(reply);
  if (error instanceof HttpFault) {
    const text = error.status === 404 ? "There is nothing at this address." : "This request makes no sense here.";
    return sendPage(reply.code(error.status), errorPage("Nothing here", text));
  }
  if (error instanceof TallystickError) {
    log.warn("shop.order_not_placed", { code: error.code, requestId: error.requestId });
    const text =
      "The payment could not be prepared. Nothing was ordered and nothing will be charged. Please try again.";
    return sendPage(reply.code(503), errorPage("Not right now", text));
  }
  log.error("shop.failed", { error });
  return sendPage(reply.code(500), errorPage("Something broke", "Please try again in a moment."));
}
