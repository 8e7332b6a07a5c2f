import { html } from "hono/html";
import type { PaymentAccount } from "../../spi/spi.ts";
import { showMinor } from "../format.ts";
import type { Html, Page } from "../layout.ts";
import { iban, isolated, problem, sideForm, tokenField, type FormTarget } from "./parts.ts";

export interface AccountView {
  readonly summary: Html;
  readonly currency: string;
  readonly accounts: readonly PaymentAccount[];
  readonly chosenIban?: string;
  readonly choose: FormTarget;
  readonly refuse: FormTarget;
  readonly notice?: string;
}

export function accountPage(view: AccountView): Page {
  const { accounts, notice } = view;
  const preset = accounts.length === 1 ? accounts[0]?.iban : view.chosenIban;
  const list = html`<form method="post" action="${view.choose.action}">
    ${tokenField(view.choose)}
    <fieldset id="accounts">
      <legend>Which account do you want to pay from?</legend>
      ${accounts.map(
        (account) =>
          html`<label class="choice"
            ><input
              type="radio"
              name="account_id"
              value="${account.accountId}"
              required${account.iban === preset ? html` checked` : html``}
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
  const none = html`<p>You have no account in ${view.currency} that this payment could be made from.</p>`;
  return {
    title: "Choose your account",
    step: "Step 2 of 4",
    isError: notice !== undefined,
    body: html`${notice && problem(notice, "accounts")} ${view.summary} ${accounts.length === 0 ? none : list}
      <div class="more">${sideForm(view.refuse, "Do not pay")}</div>`,
  };
}
