import { html } from "hono/html";
import type { Html } from "./html.ts";
import { layout, sayIn } from "./layout.ts";
import type { GoStep, Page, WaitStep } from "./model.ts";
import { isolate } from "./summary.ts";

export const slowAfterMs = 10_000;
export const leaveAfterMs = 60_000;

/** Between the hub and the bank: the browser goes on by the `Refresh` header, or by hand. */
export function goView(page: Page, step: GoStep): Html {
  const say = sayIn(page);
  const bank = isolate(step.bankName);
  const title = say("go.title", { bank });
  return layout(page, {
    title,
    code: "go_to_bank",
    main: html`<h1>${title}</h1>
      <p class="lead">${say("go.text")}</p>
      <div class="action">
        <a class="primary" href="${step.url}" rel="noreferrer">${say("go.continue", { bank })}</a>
      </div>`,
  });
}

/** Never a spinner without an end: after 10 s it says what is waited for, after 60 s that the payer need not stay. */
export function waitView(page: Page, step: WaitStep): Html {
  const say = sayIn(page);
  const bank = isolate(step.bankName);
  const merchant = isolate(page.summary?.merchant ?? "");
  const title = say(step.of === "sending" ? "wait.sending_title" : "wait.title", { bank });
  const late = step.waitedMs >= leaveAfterMs;
  return layout(page, {
    title,
    code: step.of === "sending" ? "sending_to_bank" : "asking_bank",
    follow: true,
    waitedMs: step.waitedMs,
    reloadAfterS: late ? 30 : 3,
    main: html`<h1>${title}</h1>
      <div class="progress${late && " still"}" aria-hidden="true"><span></span></div>
      <div class="lead" role="status">
        <p>${say(step.of === "sending" ? "wait.sending_text" : "wait.text", { bank })}</p>
        <p data-after="${slowAfterMs}" ${step.waitedMs < slowAfterMs && html` hidden`}>${say("wait.slow", { bank })}</p>
        <p data-after="${leaveAfterMs}" ${!late && html` hidden`}>${say("wait.leave", { bank, merchant })}</p>
      </div>
      <div class="action">
        ${page.returnUrl !== undefined && html`<a class="quiet" href="${page.returnUrl}" data-after="${leaveAfterMs}" ${!late && html` hidden`}>${say("next.return", { merchant })}</a>`}<a
          class="quiet"
          href="${page.path}"
          >${say("wait.refresh")}</a
        >
      </div>`,
  });
}
