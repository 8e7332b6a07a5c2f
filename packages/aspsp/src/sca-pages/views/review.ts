import { html } from "hono/html";
import type { ScaMethod } from "../../spi/spi.ts";
import type { Html, Page } from "../layout.ts";
import type { Words } from "../words.ts";
import { isolated, problem, sideForm, tokenField, type FormTarget } from "./parts.ts";

export interface ReviewView {
  readonly words: Words;
  readonly summary: Html;
  readonly methods: readonly ScaMethod[];
  readonly chosenMethodId?: string;
  readonly confirm: FormTarget;
  readonly refuse: FormTarget;
  /** Where another account can be chosen, when the TPP named none. */
  readonly accountUrl?: string;
  readonly notice?: string;
  readonly step: string;
}

export function reviewPage(view: ReviewView): Page {
  const { methods, notice } = view;
  const [only] = methods;
  const confirm = html`<form method="post" action="${view.confirm.action}">
    ${tokenField(view.confirm)}
    ${methods.length === 1 && only ? html`<input type="hidden" name="method_id" value="${only.methodId}" />` : choices(view)}
    <button>${methods.length === 1 && only ? labels[only.type] : "Continue"}</button>
    ${methods.length === 1 && only && html`<p class="hint">${isolated(only.name)}</p>`}
  </form>`;
  return {
    title: view.words.check,
    step: view.step,
    isError: notice !== undefined,
    body: html`${notice && problem(notice)} ${view.summary}
      ${methods.length === 0 ? html`<p>${view.words.noMethod}</p>` : confirm}
      <div class="more">
        ${view.accountUrl !== undefined && html`<a href="${view.accountUrl}">${view.words.chooseAgain}</a>`}
        ${sideForm(view.refuse, view.words.refuse)}
      </div>`,
  };
}

const labels: Readonly<Record<ScaMethod["type"], string>> = {
  code: "Send me a code",
  push: "Confirm on my phone",
  static_pin: "Confirm with my pin",
};

function choices(view: ReviewView): Html {
  return html`<fieldset id="methods">
    <legend>How do you want to confirm?</legend>
    ${view.methods.map(
      (method, at) =>
        html`<label class="choice"
          ><input
            type="radio"
            name="method_id"
            value="${method.methodId}"
            required${
              method.methodId === view.chosenMethodId || (view.chosenMethodId === undefined && at === 0)
                ? html` checked`
                : html``
            }
          /><span><b>${isolated(method.name)}</b><span class="hint">${labels[method.type]}</span></span></label
        >`,
    )}
  </fieldset>`;
}
