import { ResponseBodyError, processRevocationResponse, revocationRequest } from "oauth4webapi";
import { clientOf } from "./client-auth.ts";
import type { OAuthContext } from "./context.ts";
import { OAuthError } from "./oauth-error.ts";

/**
 * Ends a refresh or access token at the bank (RFC 7009); ending the refresh token ends what came of it. An unknown token
 * counts as ended. Throws OAuthError `not_offered` or `revocation_failed`.
 */
export async function revokeToken(context: OAuthContext, token: string): Promise<void> {
  const { revocation_endpoint: endpoint, mtls_endpoint_aliases: aliases } = context.server;
  if (endpoint === undefined && aliases?.revocation_endpoint === undefined) {
    throw new OAuthError("not_offered", "the metadata names no revocation_endpoint");
  }
  const { client, auth, options } = clientOf(context);
  try {
    await processRevocationResponse(await revocationRequest(context.server, client, auth, token, options));
  } catch (cause) {
    const error = cause instanceof ResponseBodyError ? { error: cause.error } : {};
    throw new OAuthError("revocation_failed", "the server did not confirm the revocation", { ...error, cause });
  }
}
