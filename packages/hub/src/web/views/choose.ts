import { html } from "hono/html";
import { bankRow } from "./bank.ts";
import { cancelView, phoneView } from "./controls.ts";
import type { Html, Say } from "./html.ts";
import { layout, sayIn } from "./layout.ts";
import type { BankChoice, ChooseStep, Page } from "./model.ts";
import { isolate } from "./summary.ts";

const tiles = 6;
const mostRows = 40;

/** Step 1: which bank. The search is a plain form, which the script runs at each key. */
export function chooseView(page: Page, step: ChooseStep): Html {
  const say = sayIn(page);
  const title = say("choose.title");
  const none = step.all && step.banks.length === 0;
  return layout(page, {
    title,
    code: none ? "no_banks" : "choose_bank",
    follow: true,
    aside: none ? undefined : phoneView(page, say),
    main: html`<h1>${none ? say("choose.no_banks") : title}</h1>
      ${none ? html`<p class="lead">${say("choose.no_banks_hint", { merchant: isolate(page.summary?.merchant ?? "") })}</p>` : search(page, step, say)}
      ${page.canCancel && cancelView(page, say)}`,
  });
}

function search(page: Page, step: ChooseStep, say: Say): Html {
  const found = step.all || step.banks.length === 0 ? "" : say("choose.found", { count: String(step.banks.length) });
  return html`<form class="search" role="search" method="get" action="${page.path}">
      <label for="q">${say("choose.search")}</label>
      <div class="field">
        <input
          id="q"
          name="q"
          type="search"
          value="${step.query}"
          maxlength="70"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          enterkeyhint="search"
          data-banks="${page.path}/banks"
        /><button class="quiet">${say("choose.search_button")}</button>
      </div>
    </form>
    <p class="found" id="found" role="status">${found}</p>
    <div id="results">${results(page, step, say)}</div>
    <template id="bank-row"
      ><li>
        <a class="bank"
          ><span class="mark" aria-hidden="true"></span
          ><span class="words"
            ><span class="name"><bdi></bdi></span><span class="bic"></span><span class="trouble"></span></span
        ></a></li
    ></template>`;
}

function results(page: Page, step: ChooseStep, say: Say): Html {
  if (!step.all && step.banks.length === 0) return nothingFound(page, step, say);
  if (!step.all) {
    return html`${group(page, say("choose.banks"), step.banks.slice(0, mostRows), "rows", say)}
      <p><a class="more" href="${page.path}">${say("choose.show_all")}</a></p>`;
  }
  const rest = step.banks.slice(tiles, tiles + mostRows);
  const heading = say(rest.length > 0 ? "choose.popular" : "choose.banks");
  return html`${group(page, heading, step.banks.slice(0, tiles), "tiles", say)}${rest.length > 0 && group(page, say("choose.banks"), rest, "rows", say)}`;
}

function group(page: Page, heading: string, banks: readonly BankChoice[], form: "tiles" | "rows", say: Say): Html {
  return html`<h2>${heading}</h2>
    <ul class="banks ${form}">
      ${banks.map((bank) => bankRow(page, bank, say))}
    </ul>`;
}

function nothingFound(page: Page, step: ChooseStep, say: Say): Html {
  return html`<div class="empty">
    <h2>${say("choose.none", { query: isolate(step.query) })}</h2>
    <p>${say("choose.none_hint")}</p>
    <p><a class="more" href="${page.path}">${say("choose.show_all")}</a></p>
  </div>`;
}
