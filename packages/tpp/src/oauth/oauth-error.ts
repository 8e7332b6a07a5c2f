/** Why an authorization did not end in a token. */
export type OAuthErrorCode =
  /** The metadata could not be read, or names another issuer. */
  | "discovery_failed"
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
  | "token_failed";

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
