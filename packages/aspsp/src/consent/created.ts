import type { StoredAnswer } from "@tallystick/kit";
import type { ConsentCreated } from "@tallystick/xs2a";
import { linksOf } from "../authorisation/resource.ts";
import type { Call } from "../wire/call.ts";
import { redirectWarnings } from "../wire/redirect-warnings.ts";
import type { ConsentDeps } from "./deps.ts";
import { consentUrl, type ConsentFamily } from "./record/find.ts";

/** The answer to the POST of a consent of either family. Without an authorisation the TPP starts it itself. */
export function createdAnswer(
  deps: ConsentDeps,
  call: Pick<Call, "tpp" | "headers">,
  of: { readonly consentId: string; readonly authorisationId?: string; readonly family?: ConsentFamily },
): StoredAnswer {
  const { consentId, authorisationId, family } = of;
  const self = consentUrl(deps, consentId, family);
  const url = `${self}/authorisations`;
  const body: ConsentCreated = {
    consentStatus: "received",
    consentId,
    ...redirectWarnings(call, deps.redirectHosts),
    _links: {
      ...(authorisationId === undefined
        ? { startAuthorisation: { href: url } }
        : linksOf(deps, deps, { url, authorisationId })),
      self: { href: self },
      status: { href: `${self}/status` },
    },
  };
  // The approach is known once the authorisation has begun (rule 2).
  const approach = authorisationId === undefined ? {} : { "aspsp-sca-approach": "REDIRECT" };
  return { status: 201, headers: { location: self, ...approach }, body };
}
