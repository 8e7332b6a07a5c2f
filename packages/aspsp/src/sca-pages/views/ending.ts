import { html } from "hono/html";
import type { FailureReason } from "../../authorisation/rules.ts";
import type { Html, Page } from "../layout.ts";
import { isolated } from "./parts.ts";

export interface EndingView {
  readonly ending: "authorised" | FailureReason;
  /** What was paid, only for the PSU who decided on it. */
  readonly summary?: Html;
  readonly isPsu: boolean;
  readonly tppName: string;
  /** Absent when there is no address to go back to. */
  readonly onwardUrl?: string;
}

/** Every ending has a title, a reason and one next step. */
export function endingPage(view: EndingView): Page {
  const { title, text } = view.isPsu ? endings[view.ending] : neutral;
  return {
    title,
    body: html`<p>${text}</p>
      ${view.summary}
      ${
        view.onwardUrl === undefined
          ? html`<p>You can close this page.</p>`
          : html`<p><a class="button" href="${view.onwardUrl}">Back to ${isolated(view.tppName)}</a></p>`
      }`,
  };
}

const endings: Readonly<Record<EndingView["ending"], { title: string; text: string }>> = {
  authorised: {
    title: "Payment confirmed",
    text: "You have confirmed this payment. There is nothing more to do here.",
  },
  refused: { title: "Not paid", text: "You refused this payment. No money has moved." },
  too_many_attempts: {
    title: "Stopped for your safety",
    text: "What was entered was wrong five times, so this payment was stopped. No money has moved. You can confirm payments again in 15 minutes.",
  },
  expired: {
    title: "Time is up",
    text: "This payment was not confirmed in time. No money has moved. Start again where you were buying.",
  },
  wrong_confirmation: {
    title: "Stopped for your safety",
    text: "Those who asked for this payment could not show that it was you who came back to them. No money has moved.",
  },
  cancelled: {
    title: "Payment withdrawn",
    text: "This payment was withdrawn by those who asked for it. No money has moved.",
  },
};

/** Whoever else holds the link learns nothing of the payment. */
const neutral = {
  title: "Already finished",
  text: "This payment is already finished. Nothing can be confirmed here any more.",
};

export function unknownPage(): Page {
  return {
    title: "We do not know this payment",
    body: html`<p>
      The address is not complete, or it is old. Go back to where you were buying and start again there.
    </p>`,
  };
}

export function faultPage(fault: { title: string; text: string; againUrl?: string }): Page {
  return {
    title: fault.title,
    body: html`<p>${fault.text}</p>
      ${fault.againUrl !== undefined && html`<p><a class="button" href="${fault.againUrl}">Continue</a></p>`}`,
  };
}
