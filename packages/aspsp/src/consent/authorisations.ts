import { Xs2aError } from "@tallystick/xs2a";
import type { AuthorisationDeps } from "../authorisation/deps.ts";
import {
  listAuthorisations,
  requireAuthorisation,
  startByTpp,
  updateByTpp,
  type AuthorisationResource,
} from "../authorisation/resource.ts";
import type { Answer, Call } from "../wire/call.ts";
import type { ConsentDeps } from "./deps.ts";
import { requireOwnState, type ConsentCall } from "./record/find.ts";
import { awaitsAuthorisation } from "./rules.ts";

/** A consent's authorisations, after the check that it is the caller's. */
async function resourceOf(deps: ConsentDeps, call: ConsentCall): Promise<AuthorisationResource & { isOpen: boolean }> {
  const { consent_id: subjectId, status } = await requireOwnState(deps, call);
  const url = `${deps.standardUrl}/v1/consents/${subjectId}/authorisations`;
  return { kind: "consent", subjectId, tppId: call.tpp.tppId, url, isOpen: awaitsAuthorisation(status) };
}

/** GET of the ids of a consent's authorisations. */
export async function listConsentAuthorisations(
  deps: ConsentDeps,
  call: Call<"getConsentAuthorisation">,
): Promise<Answer<"getConsentAuthorisation">> {
  return { status: 200, body: await listAuthorisations(deps, await resourceOf(deps, call)) };
}

/** GET of the scaStatus of one of a consent's authorisations. */
export async function readConsentScaStatus(
  deps: ConsentDeps,
  call: Call<"getConsentScaStatus">,
): Promise<Answer<"getConsentScaStatus">> {
  const row = await requireAuthorisation(deps, await resourceOf(deps, call), call.params.authorisationId);
  return { status: 200, body: { scaStatus: row.sca_status } };
}

/** POST of an authorisation: explicit start, or another try of the PSU. */
export async function startConsentAuthorisation(
  deps: ConsentDeps,
  authorisation: AuthorisationDeps,
  call: Call<"startConsentAuthorisation">,
): Promise<Answer<"startConsentAuthorisation">> {
  const { isOpen, ...resource } = await resourceOf(deps, call);
  if (!isOpen) {
    throw new Xs2aError({ code: "STATUS_INVALID", text: "The consent awaits no authorisation any more." });
  }
  const { standardUrl, pagesUrl } = deps;
  const body = await startByTpp(authorisation, { ...resource, standardUrl, pagesUrl }, call);
  return { status: 201, headers: { "aspsp-sca-approach": "REDIRECT" }, body };
}

/** PUT of an authorisation. */
export async function updateConsentAuthorisation(
  deps: ConsentDeps,
  authorisation: AuthorisationDeps,
  call: Call<"updateConsentsPsuData">,
): Promise<Answer<"updateConsentsPsuData">> {
  const { isOpen: _any, ...resource } = await resourceOf(deps, call);
  const { standardUrl, pagesUrl } = deps;
  const step = { authorisationId: call.params.authorisationId, body: call.body, headers: call.headers };
  return { status: 200, body: await updateByTpp(authorisation, { ...resource, standardUrl, pagesUrl }, step) };
}
