import { processRefreshTokenResponse, refreshTokenGrantRequest } from "oauth4webapi";
import { tokensOf } from "./authorize.ts";
import { clientOf } from "./client-auth.ts";
import type { OAuthContext, TokenSet } from "./context.ts";

const inFlight = new Map<string, Promise<TokenSet>>();

/**
 * Exchanges a refresh token; one request at a time per token, however many callers: all get its answer. A bank that
 * does not rotate refresh tokens leaves the old one in force, and it is handed on. `createTokenSource` keeps the answer.
 * Throws OAuthError `invalid_grant` when the bank has ended it.
 */
export function refreshTokens(context: OAuthContext, refreshToken: string): Promise<TokenSet> {
  const key = JSON.stringify([context.server.issuer, context.clientId, refreshToken]);
  const running = inFlight.get(key);
  if (running) return running;
  const asked = exchange(context, refreshToken).finally(() => inFlight.delete(key));
  inFlight.set(key, asked);
  return asked;
}

async function exchange(context: OAuthContext, refreshToken: string): Promise<TokenSet> {
  const { client, auth, options } = clientOf(context);
  const fresh = await tokensOf(async () => {
    const response = await refreshTokenGrantRequest(context.server, client, auth, refreshToken, options);
    return processRefreshTokenResponse(context.server, client, response);
  });
  return { ...fresh, refreshToken: fresh.refreshToken ?? refreshToken };
}
