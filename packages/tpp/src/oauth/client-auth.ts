import { TlsClientAuth, customFetch, type Client, type ClientAuth } from "oauth4webapi";
import { asFetch } from "./as-fetch.ts";
import type { OAuthContext } from "./context.ts";

/** The TPP as a client that proves itself by its certificate, at the server's mutual-TLS addresses (RFC 8705, section 5). */
export function clientOf({ clientId, request }: OAuthContext): {
  client: Client;
  auth: ClientAuth;
  options: { [customFetch]: typeof fetch };
} {
  return {
    client: { client_id: clientId, use_mtls_endpoint_aliases: true },
    auth: TlsClientAuth(),
    options: { [customFetch]: asFetch(request) },
  };
}
