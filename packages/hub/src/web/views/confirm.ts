import { html } from "hono/html";
import { formatInstantFor, formatMoneyFor, type MessageKey } from "../catalogue/locale.ts";
import { bankMark } from "./bank.ts";
import { cancelView, phoneView, tokenField } from "./controls.ts";
import type { Html, Say } from "./html.ts";
import { layout, sayIn } from "./layout.ts";
import type { ConfirmStep, IbanProblem, Page } from "./model.ts";
import { isolate } from "./summary.ts";

const problems: Readonly<Record<IbanProblem, MessageKey>> = {
  missing: "error.iban_missing",
  invalid: "error.iban_invalid",
  other_bank: "error.iban_other_bank",
};

/** Step 2: what will happen, what the bank has to know, and the one button that does it. */
export function confirmView(page: Page, step: ConfirmStep): Html {
  const say = sayIn(page);
  const title = say("confirm.title");
  const bank = isolate(step.bank.name);
  const amount = page.summary === undefined ? "" : formatMoneyFor(page.locale, page.summary.money);
  return layout(page, {
    title,
    code: problemOf(step) === undefined ? "confirm" : `confirm_iban_${problemOf(step)}`,
    follow: true,
    aside: phoneView(page, say),
    main: html`<h1>${title}</h1>
      ${errorSummary(step, say)}
      <form method="post" action="${page.path}" data-once>
        ${tokenField(page)}<input type="hidden" name="bank" value="${step.bank.providerId}" />
        <section class="from" aria-labelledby="from">
          <h2 id="from">${say("confirm.from")}</h2>
          <div class="chosen">
            ${bankMark(step.bank)}<span class="words"
              ><span class="name"><bdi>${step.bank.name}</bdi></span
              ><span class="bic">${step.bank.bic}</span></span
            >${step.canChange && html`<a class="change" href="${page.path}?choose=1">${say("confirm.change")}</a>`}
          </div>
        </section>
        ${troubleNote(page, step, say)} ${methods(step, say)} ${debtor(step, say)}
        <div class="action">
          <p class="handover">${say("confirm.handover", { bank })}</p>
          <button class="primary">${say("confirm.pay", { amount })}</button>
        </div>
      </form>
      ${page.canCancel && cancelView(page, say)}`,
  });
}

function problemOf(step: ConfirmStep): IbanProblem | undefined {
  return "error" in step.debtor ? step.debtor.error : undefined;
}

function errorSummary(step: ConfirmStep, say: Say): Html | false {
  const problem = problemOf(step);
  if (problem === undefined) return false;
  const text = say(problems[problem], { bank: isolate(step.bank.name) });
  return html`<div class="errors" role="alert">
    <h2>${say("error.title")}</h2>
    <p><a href="#debtor_iban">${text}</a></p>
  </div>`;
}

function troubleNote(page: Page, step: ConfirmStep, say: Say): Html | false {
  const { health } = step.bank;
  if (health === undefined) return false;
  const values = { bank: isolate(step.bank.name), time: formatInstantFor(page.locale, health.since, page.now) };
  return html`<p class="note ${health.status}">
    ${say(health.status === "down" ? "confirm.trouble" : "confirm.slow", values)}
  </p>`;
}

function methods(step: ConfirmStep, say: Say): Html {
  const [only] = step.methods;
  if (step.methods.length <= 1) return html`<input type="hidden" name="method" value="${only?.id ?? step.methodId}" />`;
  return html`<fieldset class="methods">
    <legend>${say("confirm.scheme")}</legend>
    ${step.methods.map(
      ({ id, scheme }) =>
        html`<label class="option"
          ><input type="radio" name="method" value="${id}" ${id === step.methodId && html` checked`} />
          ${say(`scheme.${scheme}`)}</label
        >`,
    )}
  </fieldset>`;
}

function debtor(step: ConfirmStep, say: Say): Html | false {
  if (step.debtor.ask === "no") return false;
  if (step.debtor.ask === "given") {
    return html`<dl class="given">
      <div>
        <dt>${say("confirm.debtor_fixed")}</dt>
        <dd class="code">${step.debtor.masked}</dd>
      </div>
    </dl>`;
  }
  const { ask, value, error } = step.debtor;
  const bank = isolate(step.bank.name);
  const required = ask === "required";
  return html`<div class="ask${error !== undefined && " wrong"}">
    <label for="debtor_iban">${say(required ? "confirm.debtor" : "confirm.debtor_optional")}</label>
    <p class="hint" id="debtor_hint">${say(required ? "confirm.debtor_needed" : "confirm.debtor_hint", { bank })}</p>
    ${error !== undefined && html`<p class="problem" id="debtor_problem">${say(problems[error], { bank })}</p>`}
    <input
      id="debtor_iban"
      name="debtor_iban"
      value="${value}"
      maxlength="64"
      autocomplete="off"
      autocapitalize="characters"
      spellcheck="false"
      aria-describedby="debtor_hint${error !== undefined && " debtor_problem"}"
      ${error !== undefined && html` aria-invalid="true"`}${required && html` required`}
    />
  </div>`;
}
