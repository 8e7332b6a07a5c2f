import { Xs2aError } from "@tallystick/xs2a";
import type { AuthorisationDeps } from "../authorisation/deps.ts";
import {
  listAuthorisations,
  readByTpp,
  startByTpp,
  updateByTpp,
  type AuthorisationResource,
  type ResourceUrls,
} from "../authorisation/resource.ts";
import type { Answer, Call } from "../wire/call.ts";
import type { ConsentDeps } from "./deps.ts";
import { consentUrl, requireOwnState, type ConsentCall, type ConsentFamily } from "./record/find.ts";
import { lockConsent } from "./record/store.ts";
import { awaitsAuthorisation } from "./rules.ts";

/** A consent's authorisations, after the check that it is the caller's. */
async function resourceOf(
  deps: ConsentDeps,
  call: ConsentCall,
  family?: ConsentFamily,
): Promise<AuthorisationResource & ResourceUrls> {
  const { consent_id: subjectId } = await requireOwnState(deps, call, family);
  const { standardUrl, pagesUrl } = deps;
  const url = `${consentUrl(deps, subjectId, family)}/authorisations`;
  return { kind: "consent", subjectId, tppId: call.tpp.tppId, url, standardUrl, pagesUrl };
}

/** GET of the ids of a consent's authorisations. */
export async function listConsentAuthorisations(
  deps: ConsentDeps,
  call: Call<"getConsentAuthorisation" | "getConsentConfirmationOfFundsAuthorisation">,
  family?: ConsentFamily,
): Promise<Answer<"getConsentAuthorisation">> {
  return { status: 200, body: await listAuthorisations(deps, await resourceOf(deps, call, family)) };
}

/** GET of the scaStatus of one of a consent's authorisations, ended first when nothing waits for it any more. */
export async function readConsentScaStatus(
  deps: ConsentDeps,
  authorisation: AuthorisationDeps,
  call: Call<"getConsentScaStatus" | "getConsentConfirmationOfFundsScaStatus">,
  family?: ConsentFamily,
): Promise<Answer<"getConsentScaStatus">> {
  const resource = await resourceOf(deps, call, family);
  return { status: 200, body: await readByTpp(authorisation, resource, call.params.authorisationId) };
}

/** POST of an authorisation: explicit start, or another try of the PSU. */
export async function startConsentAuthorisation(
  deps: ConsentDeps,
  authorisation: AuthorisationDeps,
  call: Call<"startConsentAuthorisation" | "startConsentConfirmationOfFundsAuthorisation">,
  family?: ConsentFamily,
): Promise<Answer<"startConsentAuthorisation">> {
  const resource = await resourceOf(deps, call, family);
  const body = await startByTpp(authorisation, resource, call, async (tx) => {
    const row = await lockConsent(tx, resource.subjectId);
    if (row !== undefined && awaitsAuthorisation(row.status)) return;
    throw new Xs2aError({ code: "STATUS_INVALID", text: "The consent awaits no authorisation any more." });
  });
  return { status: 201, headers: { "aspsp-sca-approach": "REDIRECT" }, body };
}

/** PUT of an authorisation. */
export async function updateConsentAuthorisation(
  deps: ConsentDeps,
  authorisation: AuthorisationDeps,
  call: Call<"updateConsentsPsuData" | "updateConsentConfirmationOfFundsPsuData">,
  family?: ConsentFamily,
): Promise<Answer<"updateConsentsPsuData">> {
  const resource = await resourceOf(deps, call, family);
  const step = { authorisationId: call.params.authorisationId, body: call.body, headers: call.headers };
  return { status: 200, body: await updateByTpp(authorisation, resource, step) };
}
