import type { AuthorisationDeps } from "../authorisation/deps.ts";
import {
  listConsentAuthorisations,
  readConsentScaStatus,
  startConsentAuthorisation,
  updateConsentAuthorisation,
} from "../consent/authorisations.ts";
import type { ConsentDeps } from "../consent/deps.ts";
import type { Handlers } from "../wire/call.ts";
import { confirmFunds } from "./confirm.ts";
import { createFundsConsent } from "./create.ts";
import { deleteFundsConsent, readFundsConsent, readFundsConsentStatus } from "./read.ts";

/** Funds confirmation and the consent to it, by the standard's names. */
export function fundsHandlers(deps: ConsentDeps, authorisation: AuthorisationDeps) {
  return {
    checkAvailabilityOfFunds: (call) => confirmFunds(deps, call),
    createConsentConfirmationOfFunds: (call) => createFundsConsent(deps, call),
    getConsentConfirmationOfFunds: (call) => readFundsConsent(deps, call),
    getConsentConfirmationOfFundsStatus: (call) => readFundsConsentStatus(deps, call),
    deleteConsentConfirmationOfFunds: (call) => deleteFundsConsent(deps, call),
    startConsentConfirmationOfFundsAuthorisation: (call) =>
      startConsentAuthorisation(deps, authorisation, call, "funds"),
    getConsentConfirmationOfFundsAuthorisation: (call) => listConsentAuthorisations(deps, call, "funds"),
    getConsentConfirmationOfFundsScaStatus: (call) => readConsentScaStatus(deps, authorisation, call, "funds"),
    updateConsentConfirmationOfFundsPsuData: (call) => updateConsentAuthorisation(deps, authorisation, call, "funds"),
  } satisfies Partial<Handlers>;
}
