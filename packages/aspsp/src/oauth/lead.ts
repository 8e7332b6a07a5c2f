import { errors } from "./load.ts";
import { consentUrl } from "./consent-pages.ts";
import { parseScope, readsAccounts, type PlainScope, type RequestedScope } from "./scope.ts";
import type { Clients } from "./store/clients.ts";
import { findResource, openAuthorisation, type OpenedAuthorisation, type ResourceDeps } from "./store/resources.ts";
import type { OauthTables } from "./store/tables.ts";
import { rememberVisit } from "./store/visits.ts";

/** Stores a consent of that TPP whose accounts the PSU will choose, with its authorisation. */
export type OfferConsent = (offer: {
  readonly tpp: { readonly tppId: string; readonly name: string };
  readonly scopes: readonly string[];
  readonly redirectUri: string;
}) => Promise<{ consentId: string; authorisationId: string }>;

export interface LeadDeps extends ResourceDeps {
  readonly clients: Clients;
  readonly pagesUrl: string;
  /** Absent where consents are not chosen at the bank. */
  readonly offerConsent?: OfferConsent;
}

/** An authorization request that the library has found in order. */
export interface AdmittedRequest {
  readonly uid: string;
  readonly params: Record<string, unknown>;
}

/**
 * Where the PSU decides on an authorization request. Payments and consents are authorised where their own redirect leads,
 * by the same SCA; only the scope `payments` alone, which moves nothing by itself, has a page of its own.
 */
export function createLead(deps: LeadDeps): (request: AdmittedRequest) => Promise<string> {
  return async ({ uid, params }) => {
    const text = (name: string): string => (typeof params[name] === "string" ? params[name] : "");
    const scope = parseScope(text("scope"));
    const request = { tppId: text("client_id"), redirectUri: text("redirect_uri") };
    if (scope.kind === "plain" && !readsAccounts(scope)) return consentUrl(deps.pagesUrl, uid);
    const opened = await open(deps, scope, request);
    if (opened === undefined) throw new errors.AccessDenied("there is nothing to be authorised");
    await rememberVisit({ db: deps.db.withTables<OauthTables>(), clock: deps.clock }, uid, opened);
    return `${deps.pagesUrl}/sca/${opened.authorisationId}`;
  };
}

async function open(
  deps: LeadDeps,
  scope: RequestedScope,
  request: { tppId: string; redirectUri: string },
): Promise<OpenedAuthorisation | undefined> {
  if (scope.kind === "plain") return offer(deps, scope.names, request);
  if (scope.kind === "invalid") return undefined;
  const resource = await findResource(deps, { tppId: request.tppId, ...scope });
  return resource === undefined ? undefined : openAuthorisation(deps, resource);
}

/** C15: who asks for accounts without a consent is given one, whose accounts the PSU chooses. */
async function offer(
  deps: LeadDeps,
  scopes: readonly PlainScope[],
  { tppId, redirectUri }: { tppId: string; redirectUri: string },
): Promise<OpenedAuthorisation | undefined> {
  if (deps.offerConsent === undefined) throw new errors.InvalidScope("a consent is needed first", scopes.join(" "));
  const client = await deps.clients.find(tppId);
  if (client === undefined) return undefined;
  const offered = await deps.offerConsent({ tpp: { tppId, name: client.name }, scopes, redirectUri });
  return { kind: "consent", subjectId: offered.consentId, authorisationId: offered.authorisationId };
}
