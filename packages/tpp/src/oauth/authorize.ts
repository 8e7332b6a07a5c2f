import {
  AuthorizationResponseError,
  ResponseBodyError,
  authorizationCodeGrantRequest,
  generateRandomState,
  processAuthorizationCodeResponse,
  processPushedAuthorizationResponse,
  pushedAuthorizationRequest,
  validateAuthResponse,
  type AuthorizationServer,
  type TokenEndpointResponse,
} from "oauth4webapi";
import { OAuthError } from "./oauth-error.ts";
import { codeChallengeOf, createCodeVerifier } from "./pkce.ts";
import { clientOf } from "./client-auth.ts";
import type { OAuthContext, TokenSet } from "./context.ts";

/** What must be kept, with the browser that began, until it comes back. `codeVerifier` and `state` are secrets. */
export interface PendingAuthorization {
  /** Where to send the browser. */
  readonly url: string;
  readonly state: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

export interface AuthorizationInput {
  /** As in `PIS:<paymentId>`; `scopeOf` writes the one of a dialect. */
  readonly scope: string;
  readonly redirectUri: string;
  /** At least 128 bits of chance, base64url; made when absent. */
  readonly state?: string;
  /** False sends the parameters by the browser although the metadata names a `pushed_authorization_request_endpoint`. */
  readonly push?: boolean;
}

/**
 * Begins an authorization code flow: PKCE S256 and a fresh state. Where the metadata has an address for it the request is
 * pushed there first (RFC 9126), and the browser carries its reference alone. Throws OAuthError `discovery_failed`,
 * `push_failed`.
 */
export async function beginAuthorization(
  context: OAuthContext,
  input: AuthorizationInput,
): Promise<PendingAuthorization> {
  const { server, clientId } = context;
  const endpoint = server.authorization_endpoint;
  if (endpoint === undefined) throw new OAuthError("discovery_failed", "the metadata names no authorization_endpoint");
  const { scope, redirectUri, state = generateRandomState(), push = true } = input;
  if (!/^[\w-]{22,}$/.test(state)) throw new TypeError("a state has at least 22 characters of base64url");
  const codeVerifier = createCodeVerifier();
  const parameters = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: await codeChallengeOf(codeVerifier),
    code_challenge_method: "S256",
  };
  const isPushed =
    server.require_pushed_authorization_requests === true || (push && pushEndpointOf(server) !== undefined);
  const carried = isPushed ? { client_id: clientId, request_uri: await pushed(context, parameters) } : parameters;
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries(carried)) url.searchParams.set(name, value);
  return { url: url.href, state, codeVerifier, redirectUri };
}

function pushEndpointOf(server: AuthorizationServer): string | undefined {
  return (
    server.mtls_endpoint_aliases?.pushed_authorization_request_endpoint ?? server.pushed_authorization_request_endpoint
  );
}

async function pushed(context: OAuthContext, parameters: Record<string, string>): Promise<string> {
  const { client, auth, options } = clientOf(context);
  try {
    const response = await pushedAuthorizationRequest(context.server, client, auth, parameters, options);
    return (await processPushedAuthorizationResponse(context.server, client, response)).request_uri;
  } catch (cause) {
    const error = cause instanceof ResponseBodyError ? { error: cause.error } : {};
    throw new OAuthError("push_failed", "the server did not take the pushed request", { ...error, cause });
  }
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
  const { client, auth, options } = clientOf(context);
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
      auth,
      parameters,
      pending.redirectUri,
      pending.codeVerifier,
      options,
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
