import type { IdentifyOutcome } from "../authorisation/outcomes.ts";
import type { PlainScope } from "./scope.ts";
import type { OpenedAuthorisation } from "./store/resources.ts";
import type { OauthTables } from "./store/tables.ts";
import { findVisit, rememberVisit } from "./store/visits.ts";
import type { Clock, Db } from "@tallystick/kit";

/** Stores a consent of that TPP whose accounts the PSU will choose, with its authorisation. */
export type OfferConsent = (offer: {
  readonly tpp: { readonly tppId: string; readonly name: string };
  readonly scopes: readonly string[];
  readonly redirectUri: string;
}) => Promise<{ consentId: string; authorisationId: string }>;

export interface OfferDeps {
  readonly db: Db<OauthTables>;
  readonly clock: Clock;
  readonly offerConsent: OfferConsent;
  /** Logs the PSU in at an authorisation, which is theirs from then on. */
  identify(input: { authorisationId: string; login: string; secret: string }): Promise<IdentifyOutcome>;
}

/**
 * C15: who asks for accounts without a consent is given one, whose accounts the PSU chooses and which takes the same SCA
 * as any. It is made once the PSU has logged in and not before: an authorization request comes from anybody, and what
 * waits for its PSU is limited for each TPP.
 */
export async function offerTo(
  deps: OfferDeps,
  psu: { login: string; secret: string },
  request: { uid: string; tppId: string; tppName: string; scopes: readonly PlainScope[]; redirectUri: string },
): Promise<OpenedAuthorisation> {
  const { uid, tppId, tppName: name, scopes, redirectUri } = request;
  const known = await findVisit(deps, uid);
  if (known !== undefined) return known;
  const { consentId, authorisationId } = await deps.offerConsent({ tpp: { tppId, name }, scopes, redirectUri });
  await deps.identify({ authorisationId, ...psu });
  return rememberVisit(deps, uid, { kind: "consent", subjectId: consentId, authorisationId });
}
