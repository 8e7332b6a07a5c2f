import { terminateConsent } from "../consent/delete.ts";
import type { ConsentStatus } from "@tallystick/xs2a";
import type { ConsentDeps } from "../consent/deps.ts";
import { requireOwnState } from "../consent/record/find.ts";
import type { Answer, Call } from "../wire/call.ts";

/** GET of a consent to funds confirmations: what was asked for, and its status. */
export async function readFundsConsent(
  deps: ConsentDeps,
  call: Call<"getConsentConfirmationOfFunds">,
): Promise<Answer<"getConsentConfirmationOfFunds">> {
  const { consent_id: consentId, status } = await requireOwnState(deps, call, "funds");
  const { request } = await deps.db
    .selectFrom("funds_consent")
    .select("request")
    .where("consent_id", "=", consentId)
    .executeTakeFirstOrThrow();
  return { status: 200, body: { ...request, consentStatus: shownStatus(status) } };
}

/** GET of its status; an ended one is a status like any other. */
export async function readFundsConsentStatus(
  deps: ConsentDeps,
  call: Call<"getConsentConfirmationOfFundsStatus">,
): Promise<Answer<"getConsentConfirmationOfFundsStatus">> {
  const { status } = await requireOwnState(deps, call, "funds");
  return { status: 200, body: { consentStatus: shownStatus(status) } };
}

/** The extended service knows no partial authorisation: until the last of several has signed, it is not authorised. */
function shownStatus(status: ConsentStatus): ConsentStatus {
  return status === "partiallyAuthorised" ? "received" : status;
}

/** DELETE, authorised or not: 204, and no funds are confirmed under it any more. */
export async function deleteFundsConsent(
  deps: ConsentDeps,
  call: Call<"deleteConsentConfirmationOfFunds">,
): Promise<Answer<"deleteConsentConfirmationOfFunds">> {
  await terminateConsent(deps, call, "funds");
  return { status: 204, body: undefined };
}
