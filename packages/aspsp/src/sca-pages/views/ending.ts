import { html } from "hono/html";
import type { FailureReason } from "../../authorisation/rules.ts";
import type { Html, Page } from "../layout.ts";
import { endingTexts, neutralText, type EndedSubject } from "./ending-texts.ts";
import { isolated } from "./parts.ts";

export interface EndingView {
  readonly ending: "authorised" | FailureReason;
  readonly of: EndedSubject;
  /** What it was about, only for the PSU who decided on it. */
  readonly summary?: Html;
  readonly isPsu: boolean;
  readonly tppName: string;
  /** Where the PSU sees and ends what they have allowed. */
  readonly accessUrl: string;
  /** Absent when there is no address to go back to. */
  readonly onwardUrl?: string;
}

/** Every ending has a title, a reason and one next step. */
export function endingPage(view: EndingView): Page {
  const { title, text } = view.isPsu ? endingTexts(view.of)[view.ending] : neutralText(view.ending);
  const isAllowed = view.isPsu && view.ending === "authorised" && view.of.display.shows === "consent";
  return {
    title,
    body: html`<p>${text}</p>
      ${view.summary} ${isAllowed && html`<p><a href="${view.accessUrl}">See or end what you have allowed</a></p>`}
      ${
        view.onwardUrl === undefined
          ? html`<p>You can close this page.</p>`
          : html`<p><a class="button" href="${view.onwardUrl}">Back to ${isolated(view.tppName)}</a></p>`
      }`,
  };
}

export function unknownPage(): Page {
  return {
    title: "We do not know this request",
    body: html`<p>The address is not complete, or it is old. Go back to where you came from and start again there.</p>`,
  };
}

export function faultPage(fault: { title: string; text: string; againUrl?: string }): Page {
  return {
    title: fault.title,
    body: html`<p>${fault.text}</p>
      ${fault.againUrl !== undefined && html`<p><a class="button" href="${fault.againUrl}">Continue</a></p>`}`,
  };
}
