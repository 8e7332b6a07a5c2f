import { plainScopes } from "./scope.ts";

/** Under the base of the standard: the same paths on both listeners, each served on one of them. */
export const paths = {
  authorize: "/oauth/authorize",
  token: "/oauth/token",
  pushed: "/oauth/par",
  revoke: "/oauth/revoke",
  discovery: "/.well-known/oauth-authorization-server",
} as const;

/** The discovery document (RFC 8414). Every address is a configured one. */
export function serverMetadata(urls: { xs2aBase: string; pagesBase: string }): Record<string, unknown> {
  return {
    issuer: urls.xs2aBase,
    authorization_endpoint: urls.pagesBase + paths.authorize,
    token_endpoint: urls.xs2aBase + paths.token,
    pushed_authorization_request_endpoint: urls.xs2aBase + paths.pushed,
    revocation_endpoint: urls.xs2aBase + paths.revoke,
    // `AIS:`, `PIS:` and `PIIS:` scopes name a resource, so that a list cannot hold them.
    scopes_supported: [...plainScopes],
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["tls_client_auth"],
    revocation_endpoint_auth_methods_supported: ["tls_client_auth"],
    tls_client_certificate_bound_access_tokens: true,
    authorization_response_iss_parameter_supported: true,
    subject_types_supported: ["public"],
  };
}
