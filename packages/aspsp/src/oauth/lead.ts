import type { Log } from "@tallystick/kit";
import { errors } from "./load.ts";
import { parseScope, readsAccounts } from "./scope.ts";
import { isReused } from "./store/challenges.ts";
import { findResource, openAuthorisation, type OpenedAuthorisation, type ResourceDeps } from "./store/resources.ts";
import type { OauthTables } from "./store/tables.ts";
import { rememberVisit } from "./store/visits.ts";

/** An authorization request that the library has found in order. */
export interface AdmittedRequest {
  readonly uid: string;
  readonly params: Record<string, unknown>;
}

export interface LeadDeps extends ResourceDeps {
  readonly log: Log;
  readonly pagesUrl: string;
  /** Whether accounts can be asked for without a consent. */
  readonly offersConsents: boolean;
}

/**
 * Where the PSU decides on an authorization request. What has a resource is authorised where the resource's own redirect
 * leads, by the same SCA; plain scopes begin at a page of their own.
 */
export function createLead(deps: LeadDeps): (request: AdmittedRequest) => Promise<string> {
  const records = { db: deps.db.withTables<OauthTables>(), clock: deps.clock };
  return async ({ uid, params }) => {
    const text = (name: string): string => (typeof params[name] === "string" ? params[name] : "");
    const request = { clientId: text("client_id"), challenge: text("code_challenge"), state: text("state") };
    if (await isReused(records, request)) deps.log.warn("oauth.challenge_reused", { tppId: request.clientId });
    const scope = parseScope(text("scope"));
    if (scope.kind !== "bound") {
      if (readsAccounts(scope) && !deps.offersConsents) {
        throw new errors.InvalidScope("a consent is needed first", text("scope"));
      }
      return consentUrl(deps.pagesUrl, uid);
    }
    const resource = await findResource(deps, { tppId: text("client_id"), ...scope });
    const opened = resource === undefined ? undefined : await openAuthorisation(deps, resource);
    if (opened === undefined) throw new errors.AccessDenied("there is nothing to be authorised");
    return scaUrl(deps.pagesUrl, await rememberVisit(records, uid, opened));
  };
}

/** Where a plain scope begins. */
export function consentUrl(pagesUrl: string, uid: string): string {
  return `${pagesUrl}/oauth/confirm/${uid}`;
}

/** Where an authorisation is completed. */
export function scaUrl(pagesUrl: string, { authorisationId }: OpenedAuthorisation): string {
  return `${pagesUrl}/sca/${authorisationId}`;
}
