/** Why an authorization did not end in a token, or a token is no longer to be had. */
export type OAuthErrorCode =
  /** The metadata could not be read, or names another issuer. */
  | "discovery_failed"
  /** The metadata has no address for what was asked, a revocation for instance; nothing was sent. */
  | "not_offered"
  /** The server did not take the pushed authorization request (RFC 9126); see `error`. */
  | "push_failed"
  /** `state` is not the one that this authorization began with. */
  | "state_mismatch"
  /** `iss` of the answer is not the bank's (RFC 9207). */
  | "issuer_mismatch"
  /** The account holder or the bank refused. */
  | "access_denied"
  /** The bank answered the browser with another error; see `error`. */
  | "authorization_failed"
  /** The code or refresh token is spent, expired or belongs to another certificate. */
  | "invalid_grant"
  /** The token endpoint refused for another reason, or gave no usable answer; see `error`. */
  | "token_failed"
  /** Nothing is stored under this key. */
  | "token_missing"
  /** The access token has expired, and there is no refresh token. */
  | "token_expired"
  /** The bank has ended the authorization, or it was revoked: the account holder must authorise anew. */
  | "token_ended"
  /** The server did not confirm the revocation; repeat it. */
  | "revocation_failed";

/** The one error of this folder. `error` is the server's own code (RFC 6749, sections 4.1.2.1 and 5.2) when it gave one. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly code: OAuthErrorCode;
  readonly error: string | undefined;

  constructor(code: OAuthErrorCode, message: string, options: { error?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.error = options.error;
  }
}
