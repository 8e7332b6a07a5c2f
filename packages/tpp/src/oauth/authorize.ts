import {
  AuthorizationResponseError,
  ResponseBodyError,
  TlsClientAuth,
  authorizationCodeGrantRequest,
  customFetch,
  generateRandomState,
  processAuthorizationCodeResponse,
  validateAuthResponse,
  type AuthorizationServer,
  type TokenEndpointResponse,
} from "oauth4webapi";
import type { HttpRequest } from "../client/transport.ts";
import { OAuthError } from "./oauth-error.ts";
import { codeChallengeOf, createCodeVerifier } from "./pkce.ts";
import { asFetch } from "./as-fetch.ts";

export interface OAuthContext {
  readonly server: AuthorizationServer;
  /** The TPP's organizationIdentifier, as in its certificate: `PSDLT-BOL-123456`. */
  readonly clientId: string;
  /** A transport with the TPP's certificate: it is the client's proof, and tokens are bound to it (RFC 8705). */
  readonly request: HttpRequest;
}

/** What must be kept, with the browser that began, until it comes back. `codeVerifier` and `state` are secrets. */
export interface PendingAuthorization {
  /** Where to send the browser. */
  readonly url: string;
  readonly state: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

export interface TokenSet {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** Seconds from the answer. */
  readonly expiresIn: number | undefined;
  readonly scope: string | undefined;
}

/** Begins an authorization code flow: PKCE S256 and a fresh state. `scope` as in `PIS:<paymentId>`. */
export async function beginAuthorization(
  context: OAuthContext,
  { scope, redirectUri }: { readonly scope: string; readonly redirectUri: string },
): Promise<PendingAuthorization> {
  const endpoint = context.server.authorization_endpoint;
  if (endpoint === undefined) throw new OAuthError("discovery_failed", "the metadata names no authorization_endpoint");
  const codeVerifier = createCodeVerifier();
  const state = generateRandomState();
  const url = new URL(endpoint);
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: context.clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: await codeChallengeOf(codeVerifier),
    code_challenge_method: "S256",
  }).toString();
  return { url: url.href, state, codeVerifier, redirectUri };
}

/**
 * Ends the flow with the URL at which the browser came back: checks state and `iss`, then exchanges the code.
 * Throws OAuthError; `access_denied` when the account holder refused.
 */
export async function finishAuthorization(
  context: OAuthContext,
  pending: Omit<PendingAuthorization, "url">,
  callbackUrl: string,
): Promise<TokenSet> {
  const client = { client_id: context.clientId };
  const callback = new URL(callbackUrl);
  if (callback.searchParams.get("state") !== pending.state) {
    throw new OAuthError("state_mismatch", "the answer belongs to another authorization");
  }
  let parameters: URLSearchParams;
  try {
    parameters = validateAuthResponse(context.server, client, callback, pending.state);
  } catch (cause) {
    if (!(cause instanceof AuthorizationResponseError)) {
      throw new OAuthError("issuer_mismatch", "the answer does not come from this bank's server", { cause });
    }
    const code = cause.error === "access_denied" ? "access_denied" : "authorization_failed";
    throw new OAuthError(code, `the bank answered ${cause.error}`, { error: cause.error, cause });
  }
  return tokensOf(async () => {
    const response = await authorizationCodeGrantRequest(
      context.server,
      client,
      TlsClientAuth(),
      parameters,
      pending.redirectUri,
      pending.codeVerifier,
      { [customFetch]: asFetch(context.request) },
    );
    return processAuthorizationCodeResponse(context.server, client, response);
  });
}

/** Runs a token request and turns its failures into OAuthError. */
export async function tokensOf(ask: () => Promise<TokenEndpointResponse>): Promise<TokenSet> {
  try {
    const { access_token, refresh_token, expires_in, scope } = await ask();
    return { accessToken: access_token, refreshToken: refresh_token, expiresIn: expires_in, scope };
  } catch (cause) {
    if (!(cause instanceof ResponseBodyError))
      throw new OAuthError("token_failed", "no usable answer from the token endpoint", { cause });
    const code = cause.error === "invalid_grant" ? "invalid_grant" : "token_failed";
    throw new OAuthError(code, `the token endpoint answered ${cause.error}`, { error: cause.error, cause });
  }
}
