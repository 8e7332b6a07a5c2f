import type { FailureReason } from "../../authorisation/rules.ts";
import type { SubjectView } from "../../authorisation/subject.ts";

interface EndingText {
  readonly title: string;
  readonly text: string;
}

type EndingTexts = Readonly<Record<"authorised" | FailureReason, EndingText>>;

export type EndedSubject = Pick<SubjectView, "display" | "status" | "statusReason">;

/** How an authorisation ended, in the words of what it was for, and how that stands by now. */
export function endingTexts(of: EndedSubject): EndingTexts {
  const { display } = of;
  if (display.shows === "consent") return consentTexts(of);
  const isSeries = display.standing !== undefined;
  if (display.isCancellation) return isSeries ? ofSeriesCancellation : ofCancellation;
  const texts = isSeries ? ofSeries : ofPayment;
  const authorised = laterText(of, isSeries) ?? texts.authorised;
  return { ...texts, authorised, ...(display.signatures === undefined ? {} : { refused: refusedByOne(isSeries) }) };
}

/** Confirming is not the end of a payment: what became of it afterwards is what matters. */
function laterText({ status, statusReason }: EndedSubject, isSeries: boolean): EndingText | undefined {
  const what = isSeries ? "standing order" : "payment";
  switch (status) {
    case "RJCT": {
      const reason = statusReason ?? "It could not be executed.";
      return { title: "Not paid", text: `You confirmed this ${what}, but it was not carried out. ${reason}` };
    }
    case "CANC":
      return { title: `${capital(what)} cancelled`, text: `You confirmed this ${what}. It was cancelled afterwards.` };
    case "PART":
      return { title: "Paid in part", text: "You confirmed these payments. Some of them could not be made." };
    case "PATC":
      return { title: "Signature given", text: `You have signed this ${what}. ${waitsForOthers}` };
    default:
      return undefined;
  }
}

/** Of several who have to allow it, and of what it came to after this one did. */
function consentTexts({ display, status }: EndedSubject): EndingTexts {
  if (display.signatures === undefined) return ofConsent;
  const refused = {
    title: "Access not allowed",
    text: "This access was refused by one of those who have to allow it. Nobody sees your accounts under this consent.",
  };
  return { ...ofConsent, authorised: signedTexts[status] ?? ofConsent.authorised, refused };
}

const signedTexts: Readonly<Record<string, EndingText>> = {
  partiallyAuthorised: {
    title: "Signature given",
    text: "You have signed for this access. Nothing is seen until everybody has signed who has to. You can take it back at any time.",
  },
  rejected: {
    title: "Access not allowed",
    text: "You signed for this access, but one of the others who have to did not. Nothing was given.",
  },
  expired: {
    title: "Access not allowed",
    text: "You signed for this access. Its time is over, and nothing can be seen under it.",
  },
  revokedByPsu: { title: "Access ended", text: "You signed for this access. One of you has taken it back since." },
  terminatedByTpp: { title: "Access ended", text: "You signed for this access. Those who asked for it have ended it." },
};

const waitsForOthers = "It is executed once everybody has signed who has to.";

function capital(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}

function refusedByOne(isSeries: boolean): EndingText {
  const what = isSeries ? "standing order" : "payment";
  return { title: "Not paid", text: `This ${what} was refused by one of those who have to sign. No money has moved.` };
}

/** Whoever else holds the link learns nothing of what it was for; who was logged out learns whether it is done. */
export function neutralText(ending: keyof EndingTexts): EndingText {
  const title = "Already finished";
  if (ending === "authorised") return { title, text: "This was confirmed here. There is nothing more to do." };
  if (ending === "superseded") {
    return { title, text: "This was decided elsewhere. Nothing was confirmed here, and nothing more can be." };
  }
  return { title, text: "This is over, and nothing was confirmed. Start again where you came from." };
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

const ofSeries: EndingTexts = {
  authorised: {
    title: "Standing order set up",
    text: "You have confirmed this standing order. It is executed on its days until it ends or is cancelled.",
  },
  refused: { title: "Not set up", text: "You refused this standing order. No money will move." },
  too_many_attempts: {
    title: stopped,
    text: "What was entered was wrong five times, so this standing order was not set up. You can confirm again in 15 minutes.",
  },
  expired: {
    title: "Time is up",
    text: "This standing order was not confirmed in time, so it was not set up. Start again where you came from.",
  },
  wrong_confirmation: {
    title: stopped,
    text: "Those who asked for this standing order could not show that it was you who came back to them. It was not set up.",
  },
  cancelled: {
    title: "Standing order withdrawn",
    text: "This standing order was withdrawn by those who asked for it. No money will move.",
  },
  superseded: {
    title: "Already decided",
    text: "This standing order has been decided already, and not on this page. There is nothing more to do here.",
  },
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

const ofSeriesCancellation: EndingTexts = {
  authorised: {
    title: "Standing order cancelled",
    text: "You have cancelled this standing order. It is not executed any more; what was paid before stays.",
  },
  refused: { title: "Standing order kept", text: "You kept this standing order. It is executed as planned." },
  too_many_attempts: {
    title: stopped,
    text: "What was entered was wrong five times, so nothing was cancelled. The standing order is executed as planned. You can confirm again in 15 minutes.",
  },
  expired: {
    title: "Time is up",
    text: "The cancellation was not confirmed in time. The standing order is executed as planned.",
  },
  wrong_confirmation: {
    title: stopped,
    text: "Those who asked for this could not show that it was you who came back to them. The standing order is executed as planned.",
  },
  cancelled: { title: "No longer needed", text: "There is nothing left to cancel." },
  superseded: { title: "No longer needed", text: "This standing order has ended or was cancelled already." },
};

const ofConsent: EndingTexts = {
  authorised: { title: "Access allowed", text: "You have allowed this access. You can take it back at any time." },
  refused: {
    title: "Access not allowed",
    text: "You refused this access. Nobody sees your accounts under this consent.",
  },
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
