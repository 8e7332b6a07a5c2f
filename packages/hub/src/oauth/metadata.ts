import { signatureAlgorithms } from "../client/profile.ts";
import { scopes } from "../client/scope.ts";
import type { OauthAddresses } from "./addresses.ts";

/** The discovery document (RFC 8414). */
export function serverMetadata({ issuer, tokenEndpoint }: OauthAddresses): Record<string, unknown> {
  return {
    issuer,
    token_endpoint: tokenEndpoint,
    scopes_supported: [...scopes],
    // Nobody is sent to a page: the document has to have the member, and it is empty.
    response_types_supported: [],
    grant_types_supported: ["client_credentials"],
    token_endpoint_auth_methods_supported: ["private_key_jwt", "client_secret_post", "client_secret_basic"],
    token_endpoint_auth_signing_alg_values_supported: [...signatureAlgorithms],
  };
}
