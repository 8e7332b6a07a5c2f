import { html } from "hono/html";
import type { Page } from "../layout.ts";
import { isolated, sideForm, tokenField, type FormTarget } from "./parts.ts";

export interface ConsentView {
  readonly tppName: string;
  readonly psuName: string;
  readonly scopes: readonly ("accounts" | "transactions" | "payments")[];
  readonly allow: FormTarget;
  readonly refuse: FormTarget;
}

const texts = {
  accounts: "see your accounts and their balances",
  transactions: "see the transactions of your accounts",
  payments: "prepare payments from your accounts – you confirm each one here before anything is paid",
} as const;

/** What a TPP asks for that is not one payment. */
export function consentPage(view: ConsentView): Page {
  return {
    title: "Allow access?",
    step: "Step 2 of 2",
    body: html`<section class="card">
        <p>${isolated(view.tppName)} asks to:</p>
        <ul>
          ${view.scopes.map((scope) => html`<li>${texts[scope]}</li>`)}
        </ul>
        <dl>
          <div>
            <dt>Logged in as</dt>
            <dd>${isolated(view.psuName)}</dd>
          </div>
        </dl>
      </section>
      <form method="post" action="${view.allow.action}">${tokenField(view.allow)}<button>Allow</button></form>
      <div class="more">${sideForm(view.refuse, "Do not allow")}</div>`,
  };
}
