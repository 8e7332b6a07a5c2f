import { html } from "hono/html";
import { showIban } from "../format.ts";
import type { Html } from "../layout.ts";

/** Names come from others, so each is isolated: right-to-left letters in it cannot reorder what stands beside it. */
export function isolated(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}

export function iban(text: string): Html {
  return html`<span class="iban" dir="ltr">${showIban(text)}</span>`;
}

export interface FormTarget {
  readonly action: string;
  readonly token: string;
}

/** The hidden field that ties a form to this browser, step and content. */
export function tokenField(target: FormTarget): Html {
  return html`<input type="hidden" name="form_token" value="${target.token}" />`;
}

/** A secondary action that is a form of its own, since it changes something. */
export function sideForm(target: FormTarget, label: string, fields?: Html): Html {
  return html`<form method="post" action="${target.action}">
    ${tokenField(target)}${fields}<button class="second">${label}</button>
  </form>`;
}

/** Errors stand at the top, lead to the field, and are read out. */
export function problem(text: string, field?: string): Html {
  return html`<div class="problem" role="alert">
    <h2>There is a problem</h2>
    <p>${field === undefined ? text : html`<a href="#${field}">${text}</a>`}</p>
  </div>`;
}
