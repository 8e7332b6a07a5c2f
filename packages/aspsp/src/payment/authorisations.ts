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
import type { PaymentDeps } from "./deps.ts";
import { requireOwnState, type PaymentCall } from "./record/find.ts";
import { awaitsAuthorisation } from "./rules.ts";

/** A payment's own authorisations, after the check that it is the caller's. */
async function resourceOf(deps: PaymentDeps, call: PaymentCall): Promise<AuthorisationResource & { isOpen: boolean }> {
  const { payment_id: subjectId, status } = await requireOwnState(deps, call);
  const { "payment-service": service, "payment-product": product } = call.params;
  const url = `${deps.standardUrl}/v1/${service}/${product}/${subjectId}/authorisations`;
  return { kind: "payment", subjectId, tppId: call.tpp.tppId, url, isOpen: awaitsAuthorisation(status) };
}

/** GET of the ids of a payment's authorisations. */
export async function listPaymentAuthorisations(
  deps: PaymentDeps,
  call: Call<"getPaymentInitiationAuthorisation">,
): Promise<Answer<"getPaymentInitiationAuthorisation">> {
  return { status: 200, body: await listAuthorisations(deps, await resourceOf(deps, call)) };
}

/** GET of the scaStatus of one of a payment's authorisations. */
export async function readPaymentScaStatus(
  deps: PaymentDeps,
  call: Call<"getPaymentInitiationScaStatus">,
): Promise<Answer<"getPaymentInitiationScaStatus">> {
  const row = await requireAuthorisation(deps, await resourceOf(deps, call), call.params.authorisationId);
  return { status: 200, body: { scaStatus: row.sca_status } };
}

/** POST of an authorisation: explicit start, a further signer, or another try of the PSU. */
export async function startPaymentAuthorisation(
  deps: PaymentDeps,
  authorisation: AuthorisationDeps,
  call: Call<"startPaymentAuthorisation">,
): Promise<Answer<"startPaymentAuthorisation">> {
  const { isOpen, ...resource } = await resourceOf(deps, call);
  if (!isOpen) {
    throw new Xs2aError({ code: "STATUS_INVALID", text: "The payment awaits no authorisation any more." });
  }
  const { standardUrl, pagesUrl } = deps;
  const body = await startByTpp(authorisation, { ...resource, standardUrl, pagesUrl }, call);
  return { status: 201, headers: { "aspsp-sca-approach": "REDIRECT" }, body };
}

/** PUT of an authorisation. */
export async function updatePaymentAuthorisation(
  deps: PaymentDeps,
  authorisation: AuthorisationDeps,
  call: Call<"updatePaymentPsuData">,
): Promise<Answer<"updatePaymentPsuData">> {
  const { isOpen: _any, ...resource } = await resourceOf(deps, call);
  const { standardUrl, pagesUrl } = deps;
  const step = { authorisationId: call.params.authorisationId, body: call.body, headers: call.headers };
  return { status: 200, body: await updateByTpp(authorisation, { ...resource, standardUrl, pagesUrl }, step) };
}
