import type { FailureReason } from "../../authorisation/rules.ts";
import type { SubjectView } from "../../authorisation/subject.ts";

interface EndingText {
  readonly title: string;
  readonly text: string;
}

type EndingTexts = Readonly<Record<"authorised" | FailureReason, EndingText>>;

/** How an authorisation ended, in the words of what it was for. */
export function endingTexts({ display, status }: Pick<SubjectView, "display" | "status">): EndingTexts {
  if (display.shows === "consent") return ofConsent;
  if (display.isCancellation) return ofCancellation;
  if (display.signatures !== undefined && status === "PATC") return { ...ofPayment, authorised: signed };
  if (display.standing !== undefined) return { ...ofPayment, authorised: setUp };
  return ofPayment;
}

const stopped = "Stopped for your safety";

const ofPayment: EndingTexts = {
  authorised: {
    title: "Payment confirmed",
    text: "You have confirmed this payment. There is nothing more to do here.",
  },
  refused: { title: "Not paid", text: "You refused this payment. No money has moved." },
  too_many_attempts: {
    title: stopped,
    text: "What was entered was wrong five times, so this payment was stopped. No money has moved. You can confirm payments again in 15 minutes.",
  },
  expired: {
    title: "Time is up",
    text: "This payment was not confirmed in time. No money has moved. Start again where you were buying.",
  },
  wrong_confirmation: {
    title: stopped,
    text: "Those who asked for this payment could not show that it was you who came back to them. No money has moved.",
  },
  cancelled: {
    title: "Payment withdrawn",
    text: "This payment was withdrawn by those who asked for it. No money has moved.",
  },
  superseded: {
    title: "Already decided",
    text: "This payment has been decided already, and not on this page. There is nothing more to do here.",
  },
};

const signed: EndingText = {
  title: "Signature given",
  text: "You have signed this payment. It is executed once everybody has signed who has to.",
};

const setUp: EndingText = {
  title: "Standing order set up",
  text: "You have confirmed this standing order. It is executed on its days until it ends or is cancelled.",
};

const ofCancellation: EndingTexts = {
  authorised: {
    title: "Payment cancelled",
    text: "You have cancelled this payment. It is not executed any more; what was executed before stays.",
  },
  refused: { title: "Payment kept", text: "You kept this payment. It is executed as planned." },
  too_many_attempts: {
    title: stopped,
    text: "What was entered was wrong five times, so nothing was cancelled. The payment is executed as planned. You can confirm again in 15 minutes.",
  },
  expired: {
    title: "Time is up",
    text: "The cancellation was not confirmed in time. The payment is executed as planned.",
  },
  wrong_confirmation: {
    title: stopped,
    text: "Those who asked for this could not show that it was you who came back to them. The payment is executed as planned.",
  },
  cancelled: { title: "No longer needed", text: "There is nothing left to cancel." },
  superseded: { title: "No longer needed", text: "This payment has been executed or cancelled already." },
};

const ofConsent: EndingTexts = {
  authorised: { title: "Access allowed", text: "You have allowed this access. You can take it back at any time." },
  refused: { title: "Access not allowed", text: "You refused this access. Nobody sees your accounts." },
  too_many_attempts: {
    title: stopped,
    text: "What was entered was wrong five times, so this access was not given. You can confirm again in 15 minutes.",
  },
  expired: {
    title: "Time is up",
    text: "This access was not confirmed in time, so it was not given. Start again where you came from.",
  },
  wrong_confirmation: {
    title: stopped,
    text: "Those who asked for this access could not show that it was you who came back to them. It was not given.",
  },
  cancelled: { title: "Request withdrawn", text: "This access was withdrawn by those who asked for it." },
  superseded: { title: "Already decided", text: "This access has been decided already, and not on this page." },
};
