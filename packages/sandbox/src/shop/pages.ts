import type { LinkStatus } from "@tallystick/sdk";
import { html, raw } from "hono/html";
import type { Order, ReceivedEvent } from "./orders.ts";
import type { Product } from "./product.ts";

type Page = ReturnType<typeof html>;

function shell(title: string, content: Page, live = false): Page {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Răboj</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/shop.css" />
        ${
          live
            ? html`<noscript><meta http-equiv="refresh" content="3" /></noscript>
                <script src="/assets/shop.js" defer></script>`
            : ""
        }
      </head>
      <body>
        <header>
          <a href="/" class="name">Răboj</a>
          <p>Tally sticks since the last time somebody owed somebody something</p>
        </header>
        <main>${content}</main>
        <footer><p>A demo shop. It sells nothing and ships nothing; its money is the sandbox's.</p></footer>
      </body>
    </html>`;
}

/** A stick split lengthwise: two halves with the same notches. */
const picture =
  raw(`<svg viewBox="0 0 320 200" role="img" aria-label="A hazel stick, split into two halves with matching notches">
<g class="half"><path d="M22 52q-14 22 0 44h276q16-22 0-44z"/><path class="notch" d="M70 96l7-22 7 22M112 96l7-22 7 22M154 96l7-22 7 22M206 96l12-32 12 32"/></g>
<g class="half"><path d="M22 108q-14 22 0 44h196q16-22 0-44z"/><path class="notch" d="M70 108l7 22 7-22M112 108l7 22 7-22M154 108l7 22 7-22"/></g>
</svg>`);

export function productPage(product: Product): Page {
  const price = `${product.amount} ${product.currency}`;
  return shell(
    product.name,
    html`<article class="product">
      <div class="picture">${picture}</div>
      <div>
        <h1>${product.name}</h1>
        <p class="price">${price}</p>
        <p>
          One stick of hazel, notched and split. You keep the stock, your debtor keeps the foil, and only the two that
          fit settle the debt. Accepted by the English Exchequer until 1826.
        </p>
        <form method="post" action="/buy"><button>Buy for ${price}</button></form>
        <p class="small">You pay by bank transfer. Your bank asks you to confirm; we never see your login.</p>
      </div>
    </article>`,
  );
}

interface Ending {
  readonly title: string;
  readonly text: string;
  readonly mood: "good" | "waiting" | "bad";
}

const waiting: Ending = {
  title: "Waiting for your payment",
  text: "Your order is reserved. This page changes by itself as soon as the payment moves.",
  mood: "waiting",
};
const paid: Ending = {
  title: "Paid. Thank you!",
  text: "The money is with us, and your stick is yours.",
  mood: "good",
};
const endings: Readonly<Record<LinkStatus, Ending>> = {
  created: waiting,
  started: waiting,
  requested: waiting,
  intent_accepted: waiting,
  awaiting_authz: waiting,
  received: { title: "Being confirmed", text: "Your bank is being asked. You may close this page.", mood: "waiting" },
  submitted: { title: "On its way", text: "Your bank has accepted the payment and is sending it.", mood: "waiting" },
  completed: paid,
  funds_received: paid,
  failed: { title: "Not paid", text: "The payment did not go through. Nothing was taken.", mood: "bad" },
  revoked: { title: "Cancelled", text: "The payment was cancelled. Nothing was taken.", mood: "bad" },
  funds_rejected: { title: "Returned", text: "The money was sent back to you.", mood: "bad" },
};
const expired: Ending = { title: "Too late", text: "The payment link has expired. Nothing was taken.", mood: "bad" };

export interface OrderView {
  readonly product: Product;
  readonly order: Order;
  readonly events: readonly ReceivedEvent[];
  /** Whether the hub answered just now. */
  readonly reached: boolean;
}

export function orderPage({ events, order, product, reached }: OrderView): Page {
  const unpaid = endings[order.status].mood === "waiting";
  const ending = order.isExpired && unpaid && order.status !== "submitted" ? expired : endings[order.status];
  return shell(
    ending.title,
    html`<div id="order">
      <section class="state ${ending.mood}" aria-live="polite">
        <h1>${ending.title}</h1>
        <p>${ending.text}</p>
        ${order.failure === undefined ? "" : html`<p>Reason: ${order.failure}</p>`}
        ${reached ? "" : html`<p><strong>The payment service could not be asked just now; this may be out of date.</strong></p>`}
        ${nextStep(order, ending)}
      </section>
      <section>
        <h2>Your order</h2>
        <dl>
          <dt>Item</dt>
          <dd>${product.name}</dd>
          <dt>Amount</dt>
          <dd class="figures">${order.amount} ${order.currency}</dd>
          <dt>Payment status</dt>
          <dd><code>${order.status}</code></dd>
          <dt>Link</dt>
          <dd><code>${order.linkId}</code></dd>
        </dl>
      </section>
      <section>
        <h2>Webhooks received</h2>
        ${webhooks(events)}
      </section>
    </div>`,
    true,
  );
}

function nextStep(order: Order, { mood }: Ending): Page | string {
  if (mood === "good") return html`<p><a class="button" href="/">Back to the shop</a></p>`;
  if (order.status === "submitted" || order.status === "received") return "";
  const payable =
    order.webUrl !== "" && !order.isExpired && order.status !== "revoked" && order.status !== "funds_rejected";
  return payable
    ? html`<p>
        <a class="button" href="${order.webUrl}">${mood === "bad" ? "Try the payment again" : "Go to the payment"}</a>
      </p>`
    : html`<p><a class="button" href="/">Order again</a></p>`;
}

function webhooks(events: readonly ReceivedEvent[]): Page {
  if (events.length === 0) {
    return html`<p class="small" id="webhooks">
      None yet. Each one is shown here once its signature has been verified.
    </p>`;
  }
  return html`<ol id="webhooks" class="events">
    ${events.map(
      ({ deliveries, event, receivedAt }) =>
        html`<li>
          <b><code>${event.status}</code></b>
          <span class="figures">no. ${event.sequence}</span>
          <time datetime="${receivedAt.toISOString()}">${receivedAt.toISOString().slice(11, 19)} UTC</time>
          <span class="verified">signature verified</span>
          ${deliveries > 1 ? html`<span>delivered ${deliveries} times</span>` : ""}
        </li>`,
    )}
  </ol>`;
}

export function errorPage(title: string, text: string): Page {
  return shell(
    title,
    html`<section class="state bad">
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a class="button" href="/">To the shop</a></p>
    </section>`,
  );
}
