import type { AuthorisationDeps } from "../authorisation/deps.ts";
import type { Handlers } from "../wire/call.ts";
import {
  listConsentAuthorisations,
  readConsentScaStatus,
  startConsentAuthorisation,
  updateConsentAuthorisation,
} from "./authorisations.ts";
import { createConsent } from "./create.ts";
import { deleteConsent } from "./delete.ts";
import type { ConsentDeps } from "./deps.ts";
import { readConsent, readConsentStatus } from "./read.ts";

/** The operations on consents to account information, by the standard's names. */
export function consentHandlers(deps: ConsentDeps, authorisation: AuthorisationDeps) {
  return {
    createConsent: (call) => createConsent(deps, call),
    getConsentInformation: (call) => readConsent(deps, call),
    deleteConsent: (call) => deleteConsent(deps, call),
    getConsentStatus: (call) => readConsentStatus(deps, call),
    startConsentAuthorisation: (call) => startConsentAuthorisation(deps, authorisation, call),
    getConsentAuthorisation: (call) => listConsentAuthorisations(deps, call),
    getConsentScaStatus: (call) => readConsentScaStatus(deps, authorisation, call),
    updateConsentsPsuData: (call) => updateConsentAuthorisation(deps, authorisation, call),
  } satisfies Partial<Handlers>;
}
