import { formatIban } from "@tallystick/xs2a";
import { html } from "hono/html";
import { formatAmountFor, type Locale } from "../catalogue/locale.ts";
import type { Html, Say } from "./html.ts";
import type { Summary } from "./model.ts";

/** Amount, payee and the payee's whole IBAN, in sight on every page and never shortened (rows P7, S6). */
export function summaryView(summary: Summary, locale: Locale, say: Say): Html {
  const iban = formatIban(summary.payeeIban);
  const figure = formatAmountFor(locale, summary.money.amount);
  return html`<header class="summary" aria-label="${say("summary.label")}">
    <div class="headline">
      <p class="merchant">${say("summary.merchant", { merchant: isolate(summary.merchant) })}</p>
      <p class="amount${figure.length > 10 && " long"}">
        <span class="figure">${figure}</span>
        <span class="currency">${summary.money.currency}</span>
      </p>
      <dl class="payee">
        <div>
          <dt>${say("summary.to")}</dt>
          <dd class="name"><bdi>${summary.payee}</bdi></dd>
        </div>
        <div class="account">
          <dt>
            ${say("summary.account")}
            <button type="button" class="copy" data-copy="${summary.payeeIban}" data-done="${say("copy.done")}" hidden>
              ${say("copy.iban")}
            </button>
          </dt>
          <dd class="iban" translate="no">${iban}</dd>
        </div>
      </dl>
    </div>
    ${particulars(summary, locale, say)}
  </header>`;
}

function particulars(summary: Summary, locale: Locale, say: Say): Html | false {
  const { description, reference, items = [] } = summary;
  if (description === undefined && reference === undefined && items.length === 0) return false;
  return html`<dl class="particulars">
    ${
      description !== undefined &&
      html`<div>
        <dt>${say("summary.for")}</dt>
        <dd><bdi>${description}</bdi></dd>
      </div>`
    }
    ${
      reference !== undefined &&
      html`<div>
        <dt>${say("summary.reference")}</dt>
        <dd class="code">${reference}</dd>
      </div>`
    }
    ${
      items.length > 0 &&
      html`<div>
        <dt>${say("summary.items")}</dt>
        <dd>
          <ul class="items">
            ${items.map(
              (item) =>
                html`<li>
                  <span><bdi>${item.name}</bdi>${item.quantity !== 1 && html` × ${item.quantity}`}</span>
                  <span class="figure">${formatAmountFor(locale, item.unitPrice)}</span>
                </li>`,
            )}
          </ul>
        </dd>
      </div>`
    }
  </dl>`;
}

/** Keeps a name's direction of writing from turning the words around it; the API has refused the marks inside it (row I3). */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}
