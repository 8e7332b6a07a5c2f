import type { AuthorizationServer } from "oauth4webapi";
import type { HttpRequest } from "../client/transport.ts";

export interface OAuthContext {
  readonly server: AuthorizationServer;
  /** The TPP's organizationIdentifier, as in its certificate: `PSDLT-BOL-123456`. */
  readonly clientId: string;
  /** A transport with the TPP's certificate: it is the client's proof, and tokens are bound to it (RFC 8705). */
  readonly request: HttpRequest;
}

export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** Seconds from the answer. */
  readonly expiresIn: number | undefined;
  readonly scope: string | undefined;
}
