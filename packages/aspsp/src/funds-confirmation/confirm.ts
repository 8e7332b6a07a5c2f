import { dateOf, Xs2aError } from "@tallystick/xs2a";
import type { Answer, Call } from "../wire/call.ts";
import type { ConsentDeps } from "../consent/deps.ts";
import { noteUse } from "../consent/record/store.ts";
import { findConsented, type ConsentedFunds } from "./find.ts";
import { readQuestion, type FundsCheck } from "./question.ts";

/**
 * POST of a funds confirmation: whether the account could be debited with the amount now, and nothing else about it. It
 * takes a valid consent of its PSU that names this TPP and this account; a token bound to a consent uses that one alone.
 */
export async function confirmFunds(
  deps: ConsentDeps,
  call: Call<"checkAvailabilityOfFunds">,
): Promise<Answer<"checkAvailabilityOfFunds">> {
  const check = readQuestion(call.body, deps.profile);
  const today = dateOf(deps.clock.now(), deps.profile.timeZone);
  const consented = await findConsented(deps.db, {
    tppId: call.tpp.tppId,
    ...(call.grant === undefined ? {} : { consentId: call.grant.fundsConsentId ?? "" }),
    iban: check.iban,
    today,
  });
  const { psuId, accountId, consentId } = chosenOf(check, consented);
  const { amount, currency } = check;
  const fundsAvailable = await deps.spi.fundsAvailable({ psuId, accountId, amount, currency });
  if (fundsAvailable === undefined) throw await unansweredOf(deps, { psuId, accountId });
  await noteUse(deps.db, { consentId, today });
  deps.log.info("funds.confirmed", { consentId, tppId: call.tpp.tppId });
  return { status: 200, body: { fundsAvailable } };
}

/** Of the consented accounts of the IBAN the one that the question fits. */
function chosenOf(
  { accountCurrency, cardNumber, currency }: FundsCheck,
  all: readonly ConsentedFunds[],
): ConsentedFunds {
  const named = all.filter((one) => accountCurrency === undefined || one.currency === accountCurrency);
  if (named.length === 0) {
    throw new Xs2aError({ code: "NO_PIIS_ACTIVATION", path: "account", text: "The account is not open to this." });
  }
  const ofCard = named.filter((one) => cardNumber === undefined || one.cardNumber === cardNumber);
  if (ofCard.length === 0) {
    throw new Xs2aError({ code: "CARD_INVALID", path: "cardNumber", text: "is of no card of this account" });
  }
  const [chosen] = ofCard.filter((one) => one.currency === currency);
  if (chosen !== undefined) return chosen;
  const path = "instructedAmount.currency";
  throw new Xs2aError({ code: "FORMAT_ERROR", path, text: "must be the currency of the account" });
}

/** Core banking does not answer for an account that is blocked, or no longer the PSU's. */
async function unansweredOf(deps: ConsentDeps, of: { psuId: string; accountId: string }): Promise<Xs2aError> {
  const held = (await deps.spi.accounts(of.psuId)).find(({ accountId }) => accountId === of.accountId);
  return held?.status === "blocked"
    ? new Xs2aError({ code: "RESOURCE_BLOCKED", path: "account", text: "The account is blocked." })
    : new Xs2aError({ code: "RESOURCE_UNKNOWN", place: "payload", path: "account", text: "The account is unknown." });
}
