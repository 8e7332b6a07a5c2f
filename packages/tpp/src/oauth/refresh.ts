import { TlsClientAuth, customFetch, processRefreshTokenResponse, refreshTokenGrantRequest } from "oauth4webapi";
import { asFetch } from "./as-fetch.ts";
import { tokensOf, type OAuthContext, type TokenSet } from "./authorize.ts";

const inFlight = new Map<string, Promise<TokenSet>>();

/**
 * Exchanges a refresh token; one request at a time per token, however many callers: all get its answer. A bank that
 * does not rotate refresh tokens leaves the old one in force, and it is handed on.
 * Throws OAuthError `invalid_grant` when the bank has ended it.
 */
export function refreshTokens(context: OAuthContext, refreshToken: string): Promise<TokenSet> {
  const running = inFlight.get(refreshToken);
  if (running) return running;
  const asked = exchange(context, refreshToken).finally(() => inFlight.delete(refreshToken));
  inFlight.set(refreshToken, asked);
  return asked;
}

async function exchange(context: OAuthContext, refreshToken: string): Promise<TokenSet> {
  const client = { client_id: context.clientId };
  const fresh = await tokensOf(async () => {
    const options = { [customFetch]: asFetch(context.request) };
    const response = await refreshTokenGrantRequest(context.server, client, TlsClientAuth(), refreshToken, options);
    return processRefreshTokenResponse(context.server, client, response);
  });
  return { ...fresh, refreshToken: fresh.refreshToken ?? refreshToken };
}
