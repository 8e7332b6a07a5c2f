import { html } from "hono/html";
import type { Html, Page } from "../../sca-pages/layout.ts";
import { isolated, sideForm, type FormTarget } from "../../sca-pages/views/parts.ts";

export type Part = "access" | "ended" | "payments";

interface Framed {
  readonly title: string;
  /** Where the reader is; absent on a page that is none of the lists. */
  readonly part?: Part;
  readonly body: Html;
  readonly url: string;
  readonly psuName: string;
  readonly logout: FormTarget;
}

const parts: readonly { readonly part: Part; readonly path: string; readonly name: string }[] = [
  { part: "access", path: "", name: "Access now" },
  { part: "ended", path: "/ended", name: "Ended access" },
  { part: "payments", path: "/payments", name: "Payments" },
];

export function framed(view: Framed): Page {
  return {
    title: view.title,
    body: html`<nav aria-label="Access and payments">
        <ul class="parts">
          ${parts.map(
            ({ part, path, name }) =>
              html`<li>
                <a href="${view.url}${path}" ${part === view.part ? html`aria-current="page"` : ""}>${name}</a>
              </li>`,
          )}
        </ul>
      </nav>
      ${view.body}
      <div class="own">
        <p class="hint">Logged in as ${isolated(view.psuName)}</p>
        ${sideForm(view.logout, "Log out")}
      </div>`,
  };
}

/** The way on through a list that is longer than a page. */
export function pager(of: { readonly url: string; readonly isFirst: boolean; readonly next?: string }): Html {
  if (of.isFirst && of.next === undefined) return html``;
  return html`<nav aria-label="Pages" class="pager">
    ${!of.isFirst && html`<a href="${of.url}">Back to the newest</a>`}
    ${of.next !== undefined && html`<a href="${of.url}?before=${of.next}">Show older ones</a>`}
  </nav>`;
}

/** One line of a card's facts. */
export function row(name: string, value: Html | string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
