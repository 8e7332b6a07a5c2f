import { isFirstOfSeveral } from "../authorisation/proof/message.ts";
import type { SubjectDisplay } from "../authorisation/subject.ts";
import { showAmount } from "./format.ts";

/** How the pages speak of what is authorised: a payment, its cancellation, or a consent. */
export interface Words {
  /** Heading of the page before anybody is known. */
  readonly login: string;
  /** Heading of the page that shows it whole. */
  readonly check: string;
  readonly refuse: string;
  /** The last button, which authorises. */
  readonly authorise: string;
  readonly chooseTitle: string;
  readonly chooseLegend: string;
  readonly chooseNone: string;
  readonly chooseAgain: string;
  readonly noMethod: string;
}

export function wordsOf(display: SubjectDisplay): Words {
  if (display.shows === "consent") {
    return isFirstOfSeveral(display) ? { ...ofConsent, authorise: "Sign for access" } : ofConsent;
  }
  if (display.isCancellation) {
    const what = display.standing === undefined ? "payment" : "standing order";
    const check = `Cancel this ${what}?`;
    return {
      ...ofPayment,
      login: `Log in to cancel a ${what}`,
      check,
      refuse: `Keep the ${what}`,
      authorise: `Cancel the ${what}`,
    };
  }
  const chooseNone = `You have no account in ${display.currency} that this payment could be made from.`;
  const signs = isFirstOfSeveral(display);
  if (display.standing !== undefined) {
    return { ...ofStanding, chooseNone, ...(signs ? { authorise: "Sign the standing order" } : {}) };
  }
  const { items = [] } = display;
  const several = items.length > 1 ? { check: `Check the ${items.length} payments` } : {};
  return { ...ofPayment, ...several, authorise: `${signs ? "Sign for" : "Pay"} ${showAmount(display)}`, chooseNone };
}

const ofPayment: Words = {
  login: "Log in",
  check: "Check the payment",
  refuse: "Do not pay",
  authorise: "Pay",
  chooseTitle: "Choose your account",
  chooseLegend: "Which account do you want to pay from?",
  chooseNone: "You have no account that this payment could be made from.",
  chooseAgain: "Pay from another account",
  noMethod: "You have no way to confirm payments yet. Please call us.",
};

const ofStanding: Words = {
  ...ofPayment,
  check: "Check the standing order",
  refuse: "Do not set it up",
  authorise: "Set up the standing order",
};

const ofConsent: Words = {
  login: "Log in",
  check: "Allow access?",
  refuse: "Do not allow",
  authorise: "Allow access",
  chooseTitle: "Choose your accounts",
  chooseLegend: "Which accounts may be seen?",
  chooseNone: "You have no account that could be seen.",
  chooseAgain: "Choose other accounts",
  noMethod: "You have no way to confirm yet. Please call us.",
};
