import { html } from "hono/html";
import { formatInstantFor, formatMoneyFor, translate, type MessageKey } from "../catalogue/locale.ts";
import { cancelView, postForm } from "./controls.ts";
import type { Html, Say } from "./html.ts";
import { layout, sayIn } from "./layout.ts";
import type { EndingCode, EndingStep, Page } from "./model.ts";
import { isolate } from "./summary.ts";

type Tone = "good" | "waiting" | "bad" | "neutral";

const tones: Readonly<Record<EndingCode, Tone>> = {
  paid: "good",
  on_their_way: "good",
  second_signer: "waiting",
  returned: "bad",
  refused_by_you: "bad",
  refused_by_bank: "bad",
  code_locked: "bad",
  bank_timeout: "bad",
  link_expired: "neutral",
  cancelled_by_merchant: "neutral",
  cancelled_by_you: "neutral",
  already_paid: "good",
  paid_elsewhere: "good",
  used_up: "neutral",
  busy: "waiting",
  other_device: "waiting",
  bank_down: "bad",
  bank_strange: "bad",
  not_finished: "waiting",
  cannot_cancel: "waiting",
  unknown_link: "neutral",
  form_refused: "neutral",
  too_many: "neutral",
  our_fault: "bad",
};

/** Endings after which nothing can change any more; the others are followed. */
const final: ReadonlySet<EndingCode> = new Set([
  "returned",
  "cancelled_by_merchant",
  "cancelled_by_you",
  "unknown_link",
  "form_refused",
  "too_many",
  "our_fault",
]);

/** How a payment ended or where it stands: a title, the reason in plain words, and the one sensible next step. */
export function endingView(page: Page, step: EndingStep): Html {
  const say = sayIn(page);
  const values = valuesOf(page, step);
  const title = say(`${step.code}.title`, values);
  return layout(page, {
    title,
    code: step.code,
    follow: !final.has(step.code),
    reloadAfterS: tones[step.code] === "waiting" ? 15 : undefined,
    main: html`<div class="ending ${tones[step.code]}">
        ${icon(tones[step.code])}
        <h1>${title}</h1>
        <div class="lead" role="status">
          <p>${say(reasonKey(step), values)}</p>
          ${bankWords(step, say, values)}
        </div>
      </div>
      ${nextSteps(page, step, say, values)} ${page.canCancel && cancelView(page, say)}`,
  });
}

function valuesOf(page: Page, step: EndingStep): Record<string, string> {
  const { summary } = page;
  return {
    bank: isolate(step.bankName ?? "—"),
    merchant: isolate(summary?.merchant ?? ""),
    payee: isolate(summary?.payee ?? ""),
    amount: summary === undefined ? "" : formatMoneyFor(page.locale, summary.money),
    why: translate(page.locale, `why.${step.why ?? "unknown"}`),
    time: step.at === undefined ? "" : formatInstantFor(page.locale, step.at, page.now),
  };
}

function reasonKey(step: EndingStep): MessageKey {
  if (step.code === "paid" && step.bankName === undefined) return "paid.reason_no_bank";
  if (step.code === "not_finished" && step.can.leave !== true) return "not_finished.reason_one_bank";
  if (step.code === "other_device" && step.can.takeOver !== true) return "other_device.reason_elsewhere";
  return step.says === undefined ? `${step.code}.reason` : "refused_by_bank.reason_said";
}

function bankWords(step: EndingStep, say: Say, values: Record<string, string>): Html | false {
  if (step.says === undefined) return false;
  return html`<figure class="says">
    <figcaption>${say("refused_by_bank.says", values)}</figcaption>
    <blockquote>
      <p><bdi>${step.says}</bdi></p>
    </blockquote>
  </figure>`;
}

function nextSteps(page: Page, step: EndingStep, say: Say, values: Record<string, string>): Html {
  const steps = possibleSteps(page, step, say, values);
  if (steps.length === 0)
    return html`<p class="after">${say(page.summary === undefined ? "next.close" : afterKey(step), values)}</p>`;
  return html`<div class="action">${steps.map((make, index) => make(index === 0 ? "primary" : "quiet"))}</div>`;
}

function afterKey(step: EndingStep): MessageKey {
  const over = step.code === "link_expired" || step.code === "cancelled_by_you" || tones[step.code] === "bad";
  return over ? "next.ask_new" : "next.close";
}

/** In the order of good sense: go on, try again, another bank, back to the merchant; the first is the primary action. */
function possibleSteps(page: Page, step: EndingStep, say: Say, values: Record<string, string>) {
  const { continueUrl, again, otherBank, leave, takeOver, payMore } = step.can;
  const steps: ((kind: "primary" | "quiet") => Html)[] = [];
  if (continueUrl !== undefined) {
    steps.push((kind) => html`<a class="${kind}" href="${continueUrl}">${say("next.continue_at", values)}</a>`);
  }
  if (again !== undefined) {
    steps.push((kind) => html`<a class="${kind}" href="${page.path}?bank=${again}">${say("next.again")}</a>`);
  }
  if (otherBank === true) {
    steps.push((kind) => html`<a class="${kind}" href="${page.path}?choose=1">${say("next.other_bank")}</a>`);
  }
  if (leave === true) {
    steps.push((kind) => postForm(page, "/leave", html`<button class="${kind}">${say("next.other_bank")}</button>`));
  }
  if (takeOver === true) {
    steps.push(() => postForm(page, "/leave", html`<button class="quiet">${say("next.here")}</button>`));
  }
  if (page.returnUrl !== undefined) {
    steps.push((kind) => html`<a class="${kind}" href="${page.returnUrl}">${say("next.return", values)}</a>`);
  }
  if (payMore === true) {
    steps.push((kind) => html`<a class="${kind}" href="${page.path}?choose=1">${say("next.pay_more")}</a>`);
  }
  if (step.code === "form_refused" || step.code === "our_fault") {
    steps.push((kind) => html`<a class="${kind}" href="${page.path ?? ""}">${say("next.reload")}</a>`);
  }
  return steps;
}

const shapes: Readonly<Record<Tone, string>> = {
  good: "M15 25.5l6.5 6.5L34 18",
  waiting: "M24 14v11l7 4",
  bad: "M17 17l14 14M31 17L17 31",
  neutral: "M24 14v12M24 33v.5",
};

function icon(tone: Tone): Html {
  return html`<svg class="icon" viewBox="0 0 48 48" width="56" height="56" aria-hidden="true" focusable="false">
    <circle cx="24" cy="24" r="22" />
    <path d="${shapes[tone]}" />
  </svg>`;
}
