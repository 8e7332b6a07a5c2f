import { processDiscoveryResponse, type AuthorizationServer } from "oauth4webapi";
import type { HttpRequest } from "../client/transport.ts";
import { OAuthError } from "./oauth-error.ts";

const wellKnown = "/.well-known/oauth-authorization-server";

/**
 * Reads a bank's authorization server metadata (RFC 8414) from the address that the bank's `scaOAuth` link gives, in
 * either form in use: `{issuer}/.well-known/oauth-authorization-server` or the path inserted before the issuer's.
 * Throws OAuthError `discovery_failed`.
 */
export async function discover(metadataUrl: string, request: HttpRequest): Promise<AuthorizationServer> {
  try {
    const answer = await request({ method: "GET", url: metadataUrl, headers: { accept: "application/json" } });
    const response = new Response(answer.body as Uint8Array<ArrayBuffer>, {
      status: answer.status,
      headers: answer.headers,
    });
    return await processDiscoveryResponse(issuerOf(metadataUrl), response);
  } catch (cause) {
    throw new OAuthError("discovery_failed", `no usable authorization server metadata at ${metadataUrl}`, { cause });
  }
}

/** The issuer that a metadata address belongs to; the document must name the same one. */
export function issuerOf(metadataUrl: string): URL {
  const url = new URL(metadataUrl);
  const path = url.pathname.endsWith(wellKnown)
    ? url.pathname.slice(0, -wellKnown.length)
    : url.pathname.replace(`${wellKnown}/`, "/");
  return new URL(url.origin + path);
}
