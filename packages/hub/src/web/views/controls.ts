import { html } from "hono/html";
import type { Html, Say } from "./html.ts";
import type { Page } from "./model.ts";
import { isolate } from "./summary.ts";

/** A form of one button; every form that changes something carries the browser's token (row S4). */
export function postForm(page: Page, path: string, button: Html): Html {
  return html`<form method="post" action="${page.path}${path}">${tokenField(page)}${button}</form>`;
}

export function tokenField(page: Page): Html {
  return html`<input type="hidden" name="token" value="${page.formToken ?? ""}" />`;
}

/** Cancelling is two gestures, since it cannot be taken back; it needs no script. */
export function cancelView(page: Page, say: Say): Html {
  const merchant = isolate(page.summary?.merchant ?? "");
  return html`<details class="cancel">
    <summary>${say("cancel.open")}</summary>
    <div>
      <p>${say("cancel.explain", { merchant })}</p>
      ${postForm(page, "/cancel", html`<button class="quiet danger">${say("cancel.confirm")}</button>`)}
    </div>
  </details>`;
}

/** Shown on wide screens only: the page goes on with a phone, and this one follows. */
export function phoneView(page: Page, say: Say): Html | undefined {
  if (page.qrPath === undefined) return undefined;
  return html`<aside class="phone" aria-labelledby="phone">
    <img src="${page.qrPath}" alt="${say("phone.alt")}" width="132" height="132" loading="lazy" />
    <div>
      <h2 id="phone">${say("phone.title")}</h2>
      <p>${say("phone.text")}</p>
    </div>
  </aside>`;
}
