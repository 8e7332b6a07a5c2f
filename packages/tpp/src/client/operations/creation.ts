// What the creation of a payment and of a consent have in common: tokens that must come first, and where the
// authorisation begins.
import type { Links, OperationId } from "@tallystick/xs2a";
import { notSent, type CallContext } from "../call.ts";
import {
  common,
  identityHeaders,
  psuHeaders,
  redirectHeaders,
  type CallOptions,
  type PsuContext,
  type PsuIdentity,
  type RedirectTargets,
} from "../inputs.ts";
import {
  authorisationLinks,
  type AuthorisationLinks,
  type AuthorisationStart,
  type StartedAuthorisation,
} from "./authorisations.ts";

interface Creation extends CallOptions, PsuIdentity, RedirectTargets {
  readonly explicitAuthorisation?: boolean;
}

/** A bank with an OAuth pre-step, or one whose consents need a token of the TPP itself, refuses a creation without one. */
export function requireTokenFirst(
  { dialect }: CallContext,
  id: OperationId,
  { accessToken, requestId }: Creation,
): void {
  const needed = dialect.oauthPreStep || (dialect.clientCredentialsFirst && id !== "initiatePayment");
  if (needed && accessToken === undefined) refuse(id, "bad_input", "accessToken", requestId);
}

/** The PSU as far as it is known, where its browser is sent afterwards, and how the authorisation is to begin. */
export function creationHeaders(
  context: CallContext,
  id: OperationId,
  input: Creation,
  psu: PsuContext | undefined,
): Record<string, string | undefined> {
  return {
    ...psuHeaders(psu),
    ...identityHeaders(input),
    ...redirectHeaders(input),
    ...startHeaders(context, id, input),
  };
}

function startHeaders(
  { dialect }: CallContext,
  id: OperationId,
  { explicitAuthorisation, requestId }: Creation,
): Record<string, string | undefined> {
  if (explicitAuthorisation === true && dialect.authorisationStart === "implicit-only") {
    refuse(id, "not_offered", "explicitAuthorisation", requestId);
  }
  const apart = explicitAuthorisation === true || dialect.authorisationStart === "explicit";
  return { "tpp-explicit-authorisation-preferred": apart ? "true" : undefined };
}

interface Created {
  readonly links: Links;
  readonly headers: Record<string, string>;
  readonly requestId: string;
}

/**
 * The authorisation of something just created. Where the bank always wants it begun apart, and the caller has not taken
 * that upon itself, it is begun here, with an id that follows from the creation's: whoever repeats the one repeats both.
 */
export async function startedApart(
  { dialect }: CallContext,
  { links, headers, requestId }: Created,
  input: Creation,
  start: (input: AuthorisationStart) => Promise<StartedAuthorisation>,
): Promise<AuthorisationLinks> {
  const created = authorisationLinks(links, headers);
  const apart = dialect.authorisationStart === "explicit" || dialect.authorisationStart === "put-on-parent";
  const begun = created.scaRedirect !== undefined || created.scaOAuth !== undefined;
  if (!apart || begun || input.explicitAuthorisation === true) return created;
  const { psuId, psuIdType, psuCorporateId, psuCorporateIdType, redirectUri, nokRedirectUri } = input;
  const given = { psuId, psuIdType, psuCorporateId, psuCorporateIdType, redirectUri, nokRedirectUri };
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const started = await start({ ...common(input), ...named, requestId: await followingId(requestId) });
  return {
    scaRedirect: started.scaRedirect,
    scaOAuth: started.scaOAuth,
    confirmsAuthorisationId: started.confirmsAuthorisationId,
    scaApproach: started.scaApproach ?? created.scaApproach,
    links: { ...created.links, ...started.links },
  };
}

/** A UUID (version 8) that follows from another one. */
async function followingId(requestId: string): Promise<string> {
  const text = new TextEncoder().encode(`authorisation of ${requestId.toLowerCase()}`);
  const bytes = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", text)).slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function refuse(
  id: OperationId,
  code: "bad_input" | "not_offered",
  path: string,
  requestId: string | undefined,
): never {
  throw notSent(id, code, { requestId: requestId ?? globalThis.crypto.randomUUID(), path });
}
