import { html } from "hono/html";
import { formatInstantFor } from "../catalogue/locale.ts";
import type { Html, Say } from "./html.ts";
import { markOf } from "./mark.ts";
import type { BankChoice, Page } from "./model.ts";

export function bankMark(bank: BankChoice): Html {
  const { letters, tone } = markOf(bank);
  return html`<span class="mark tone-${tone}" aria-hidden="true">${letters}</span>`;
}

/** One bank to choose: the whole row is the link. */
export function bankRow(page: Page, bank: BankChoice, say: Say): Html {
  return html`<li>
    <a class="bank" href="${page.path}?bank=${bank.providerId}" data-bank="${bank.providerId}"
      >${bankMark(bank)}<span class="words"
        ><span class="name"><bdi>${bank.name}</bdi></span
        ><span class="bic">${bank.bic}</span>${trouble(page, bank, say)}</span
      ></a
    >
  </li>`;
}

function trouble(page: Page, bank: BankChoice, say: Say): Html | false {
  if (bank.health === undefined) return false;
  const { status, since } = bank.health;
  return html`<span class="trouble ${status}"
    >${say(`bank.${status}`, { time: formatInstantFor(page.locale, since, page.now) })}</span
  >`;
}
