import { html } from "hono/html";
import type { PaymentAccount } from "../../spi/spi.ts";
import { showMinor } from "../format.ts";
import type { Html, Page } from "../layout.ts";
import type { Words } from "../words.ts";
import { iban, isolated, problem, sideForm, tokenField, type FormTarget } from "./parts.ts";

export interface ChosenAccount {
  readonly iban?: string;
  readonly currency?: string;
}

export interface AccountView {
  readonly summary: Html;
  readonly words: Words;
  /** Whether more than one may be chosen. */
  readonly several: boolean;
  readonly accounts: readonly PaymentAccount[];
  readonly chosen: readonly ChosenAccount[];
  readonly choose: FormTarget;
  readonly refuse: FormTarget;
  readonly notice?: string;
}

export function accountPage(view: AccountView): Page {
  const { accounts, notice, words, several } = view;
  const isPreset = (account: PaymentAccount): boolean =>
    accounts.length === 1 ||
    view.chosen.some(({ iban: chosen, currency }) => chosen === account.iban && currency === account.currency);
  const list = html`<form method="post" action="${view.choose.action}">
    ${tokenField(view.choose)}
    <fieldset id="accounts">
      <legend>${words.chooseLegend}</legend>
      ${accounts.map(
        (account) =>
          html`<label class="choice"
            ><input
              type="${several ? "checkbox" : "radio"}"
              name="${several ? `account_${account.accountId}` : "account_id"}"
              value="${account.accountId}"
              ${several ? html`` : html`required`}${isPreset(account) ? html` checked` : html``}
            /><span
              ><b>${isolated(account.name)}</b>${iban(account.iban)}<span class="hint"
                >${showMinor(account.available, account.currency)} available</span
              ></span
            ></label
          >`,
      )}
    </fieldset>
    <button>Continue</button>
  </form>`;
  const none = html`<p>${words.chooseNone}</p>`;
  return {
    title: words.chooseTitle,
    step: "Step 2 of 4",
    isError: notice !== undefined,
    body: html`${notice && problem(notice, "accounts")} ${view.summary} ${accounts.length === 0 ? none : list}
      <div class="more">${sideForm(view.refuse, words.refuse)}</div>`,
  };
}
