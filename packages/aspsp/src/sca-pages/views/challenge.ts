import { html } from "hono/html";
import type { ScaMethod } from "../../spi/spi.ts";
import type { Html, Page } from "../layout.ts";
import type { Words } from "../words.ts";
import { isolated, problem, sideForm, tokenField, type FormTarget } from "./parts.ts";

export interface ChallengeView {
  readonly summary: Html;
  readonly words: Words;
  readonly method: ScaMethod;
  readonly challengeId: string;
  readonly validFor: string;
  readonly answer: FormTarget;
  readonly again: FormTarget;
  readonly refuse: FormTarget;
  readonly notice?: { readonly text: string; readonly atField: boolean };
  readonly step: string;
}

/** A one-time code, or a static pin. */
export function codePage(view: ChallengeView): Page {
  const { notice, method } = view;
  const isPin = method.type === "static_pin";
  const wrong = notice?.atField === true;
  const label = isPin ? "Pin" : "Code";
  const input = isPin
    ? html`<input
        class="code"
        type="password"
        id="code"
        name="code"
        inputmode="numeric"
        autocomplete="off"
        maxlength="32"
        required${invalid(wrong)}
      />`
    : html`<input
        class="code"
        type="text"
        id="code"
        name="code"
        inputmode="numeric"
        autocomplete="one-time-code"
        maxlength="16"
        required${invalid(wrong)}
      />`;
  return {
    title: isPin ? "Enter your pin" : "Enter the code",
    step: view.step,
    isError: notice !== undefined,
    body: html`${notice && problem(notice.text, wrong ? "code" : undefined)} ${view.summary}
      <form method="post" action="${view.answer.action}">
        ${tokenField(view.answer)}
        <input type="hidden" name="challenge_id" value="${view.challengeId}" />
        <div class="field">
          <label for="code">${label}</label>
          <span class="hint" id="code-hint"
            >${isPin ? "Your pin for confirming." : html`We sent you seven digits (${isolated(method.name)}). They are good for this alone, for ${view.validFor}.`}</span
          >
          ${input} ${wrong && html`<span class="error" id="code-error">${notice?.text}</span>`}
        </div>
        <button>${view.words.authorise}</button>
      </form>
      <div class="more">
        ${!isPin && sideForm(view.again, "Send a new code")} ${sideForm(view.refuse, view.words.refuse)}
      </div>`,
  };
}

function invalid(wrong: boolean): Html {
  return wrong
    ? html` aria-invalid="true" aria-describedby="code-error code-hint"`
    : html` aria-describedby="code-hint"`;
}

export interface PushView extends Omit<ChallengeView, "answer"> {
  readonly statusUrl: string;
  /** Where the page goes once something has happened. */
  readonly onwardUrl: string;
}

/** Waits for the PSU's phone: the small script asks every two seconds, without scripts the page reloads itself. */
export function pushPage(view: PushView): Page {
  return {
    title: "Confirm on your phone",
    step: view.step,
    follow: { script: followScript(view.statusUrl, view.onwardUrl), refreshUrl: view.onwardUrl },
    isError: view.notice !== undefined,
    body: html`${view.notice && problem(view.notice.text)} ${view.summary}
      <div class="wait" role="status" aria-live="polite">
        <i aria-hidden="true"></i
        ><span id="waiting"
          >We sent you a request (${isolated(view.method.name)}). Compare there what you see here and confirm within
          ${view.validFor}. This page then goes on by itself.</span
        >
      </div>
      <noscript
        ><p><a class="button" href="${view.onwardUrl}">I have confirmed</a></p></noscript
      >
      <div class="more">${sideForm(view.again, "Send it again")} ${sideForm(view.refuse, view.words.refuse)}</div>`,
  };
}

/** Addresses are ours and of URL characters only; JSON without "<" can stand in a script element. */
function followScript(statusUrl: string, onwardUrl: string): string {
  const literal = (text: string) => JSON.stringify(text).replaceAll("<", String.raw`\u003c`);
  return `(function(){var began=Date.now();function ask(){fetch(${literal(statusUrl)},{credentials:"same-origin",cache:"no-store"})
.then(function(a){return a.json()}).then(function(s){if(s.waiting!==true){location.replace(${literal(onwardUrl)});return}
if(Date.now()-began>60000)document.getElementById("waiting").textContent="Still waiting. No message on your phone? Send it again below.";
setTimeout(ask,2000)}).catch(function(){setTimeout(ask,4000)})}setTimeout(ask,1000)})();`;
}
