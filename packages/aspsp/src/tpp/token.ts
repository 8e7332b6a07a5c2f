import type { MessageCode } from "@tallystick/xs2a";

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
}

type TokenCode = Extract<MessageCode, "TOKEN_UNKNOWN" | "TOKEN_INVALID" | "TOKEN_EXPIRED">;

export type TokenCheck =
  | { readonly kind: "valid"; readonly grant: TokenGrant }
  | { readonly kind: "refused"; readonly code: TokenCode };

/** Implemented by the OAuth server. Checks existence, expiry, revocation and the binding to the certificate. */
export interface TokenChecker {
  /** `certificateThumbprint` is the base64url SHA-256 of the certificate's DER (RFC 8705, x5t#S256). */
  check(token: string, certificateThumbprint: string): Promise<TokenCheck>;
}
