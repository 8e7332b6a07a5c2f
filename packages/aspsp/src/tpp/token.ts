import type { MessageCode } from "@tallystick/xs2a";
import type { DecisionRow } from "../consent/record/decision.ts";

/** What a bearer token lets its holder do. */
export interface TokenGrant {
  /** The TPP that it was issued to (organizationIdentifier). */
  readonly tppId: string;
  readonly scopes: readonly string[];
  /** The PSU who granted it. */
  readonly psuId?: string;
  /** The one payment that the token is for, with scope `PIS:<paymentId>`. */
  readonly paymentId?: string;
  /** The consent of scope `AIS:<consentId>`, or the one that was given together with a plain scope. */
  readonly consentId?: string;
  /** The consent of scope `PIIS:<consentId>`. */
  readonly fundsConsentId?: string;
  /** What was read of the token's consent together with the token, for the read that it came with. */
  readonly decision?: Decision;
}

/** What decides about a read under a consent, as of this very request. */
export interface Decision {
  readonly consentId: string;
  /** Absent where a list is read. */
  readonly resourceId?: string;
  readonly rows: readonly DecisionRow[];
}

/** A read of account data: of one account, or of the list. */
export interface AccountRead {
  readonly resourceId?: string;
}

type TokenCode = Extract<MessageCode, "TOKEN_UNKNOWN" | "TOKEN_INVALID" | "TOKEN_EXPIRED">;

export type TokenCheck =
  | { readonly kind: "valid"; readonly grant: TokenGrant }
  | { readonly kind: "refused"; readonly code: TokenCode };

/** Implemented by the OAuth server. Checks existence, expiry, revocation and the binding to the certificate. */
export interface TokenChecker {
  /**
   * `certificateThumbprint` is the base64url SHA-256 of the certificate's DER (RFC 8705, x5t#S256). With `read` a grant
   * that has a consent brings its `decision` along.
   */
  check(token: string, certificateThumbprint: string, read?: AccountRead): Promise<TokenCheck>;
}
