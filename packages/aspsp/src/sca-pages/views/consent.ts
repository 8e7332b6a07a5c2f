import { html } from "hono/html";
import type { Page } from "../layout.ts";
import { isolated, sideForm, tokenField, type FormTarget } from "./parts.ts";

export interface ConsentView {
  readonly tppName: string;
  readonly psuName: string;
  readonly allow: FormTarget;
  readonly refuse: FormTarget;
}

/** The scope `payments`, which moves nothing by itself. */
export function consentPage(view: ConsentView): Page {
  return {
    title: "Allow access?",
    step: "Step 2 of 2",
    body: html`<section class="card">
        <p>${isolated(view.tppName)} asks to:</p>
        <ul>
          <li>prepare payments from your accounts – you confirm each one here before anything is paid</li>
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
