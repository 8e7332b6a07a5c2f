import { Xs2aError } from "@tallystick/xs2a";
import type { AccessRequest } from "../account/ports.ts";
import type { BankProfile } from "../profile.ts";

/** Which consent a read is under, and how far the token lets it go. */
export interface GrantedScope {
  readonly consentId: string;
  /** The TPP named it in the header; otherwise it is the token's own. */
  readonly isNamed: boolean;
  /** Whose consent it must be. */
  readonly psuId?: string;
  readonly balances: boolean;
  readonly transactions: boolean;
}

/**
 * C8: a token bound to a consent is enough, and a Consent-ID beside it must be that one. A token of plain scopes is for
 * the consent that was given with it, unless Consent-ID selects another of the same PSU. Without a token Consent-ID says.
 */
export function scopeOf(request: AccessRequest, profile: BankProfile): GrantedScope {
  const { consentId: named, grant } = request;
  const whole = { balances: true, transactions: true };
  if (grant === undefined) {
    if (named === undefined) throw missingConsentId();
    return { consentId: named, isNamed: true, ...whole };
  }
  const psu = grant.psuId === undefined ? {} : { psuId: grant.psuId };
  const isPlain = grant.scopes.includes("accounts") || grant.scopes.includes("transactions");
  if (!isPlain) {
    if (grant.consentId === undefined) throw missingConsentId();
    if (named !== undefined && named !== grant.consentId) {
      throw new Xs2aError({ code: "CONSENT_INVALID", path: "Consent-ID", text: "is not the access token's" });
    }
    return { consentId: grant.consentId, isNamed: false, ...psu, ...whole };
  }
  const consentId = named ?? grant.consentId;
  if (consentId === undefined) throw missingConsentId();
  // Without the PSU whom the token stands for, a consent of any PSU could be selected.
  if (named !== undefined && named !== grant.consentId && grant.psuId === undefined) throw notCovered(profile);
  const [balances, transactions] = [grant.scopes.includes("accounts"), grant.scopes.includes("transactions")];
  if (!transactions && request.endpoint.includes("transaction")) throw notCovered(profile);
  if (!balances && request.endpoint.includes("balances")) throw notCovered(profile);
  return { consentId, isNamed: named !== undefined, ...psu, balances, transactions };
}

function missingConsentId(): Xs2aError {
  return new Xs2aError({ code: "FORMAT_ERROR", place: "header", path: "Consent-ID", text: "is required" });
}

function notCovered({ codeProfile }: BankProfile): Xs2aError {
  return new Xs2aError({
    code: "TOKEN_INVALID",
    profile: codeProfile,
    text: "The access token does not allow this call.",
  });
}
