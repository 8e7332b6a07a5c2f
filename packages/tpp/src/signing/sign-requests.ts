import { createHash } from "node:crypto";
import { requireInForce, type Identity } from "../certificate/identity.ts";
import type { HttpRequest, HttpRequestInput } from "../client/transport.ts";
import type { SignatureRules } from "../dialect/signature-rules.ts";
import { systemClock, type Clock } from "../patterns/time.ts";
import { headerJwsHeader } from "./header-jws.ts";
import { httpSignatureOf } from "./http-signature.ts";
import { openSeal } from "./seal.ts";

export interface SignRequestsOptions {
  /** The TPP's QSealC and its key, PEM; not the certificate of the connection. */
  readonly seal: Identity;
  /** `signature` of the bank's dialect. */
  readonly rules: SignatureRules;
  readonly clock?: Clock;
}

/**
 * A transport that seals what the bank wants sealed and sends it by `request`. It is laid closest to the wire, so that
 * each repetition is signed anew. Throws TppCertificateError for a seal that cannot be used, here or once it has expired.
 */
export function signRequests(request: HttpRequest, options: SignRequestsOptions): HttpRequest {
  const { rules, clock = systemClock } = options;
  const seal = openSeal(options.seal);
  requireInForce(seal.leaf, clock.now());
  return async (input) => {
    if (!isSigned(rules, input)) return request(input);
    const now = clock.now();
    requireInForce(seal.leaf, now);
    const headers = withDigest(input, rules);
    if (rules.form === "http-signature") {
      return request({ ...input, headers: { ...headers, ...httpSignatureOf(seal, rules, headers) } });
    }
    const whole = { ...headers, ...lengthOf(input), host: new URL(input.url).host };
    return request({ ...input, headers: { ...whole, ...(await headerJwsHeader(seal, input, whole, now)) } });
  };
}

/** Payments change by any method but GET, cancellations and their authorisations included; tokens are not XS2A. */
function isSigned({ when }: SignatureRules, { method, url }: HttpRequestInput): boolean {
  const { pathname } = new URL(url);
  if (when === "never" || !/\/v[12]\//.test(pathname)) return false;
  return when === "always" || (method !== "GET" && /\/v1\/(?:bulk-|periodic-)?payments(?:\/|$)/.test(pathname));
}

/** A signature stands on the body's digest; without a body it is that of nothing. */
function withDigest({ headers = {}, body }: HttpRequestInput, { hash }: SignatureRules): Record<string, string> {
  const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (sent["digest"] !== undefined) return sent;
  const digest = createHash(hash.replace("-", "").toLowerCase())
    .update(body ?? "")
    .digest("base64");
  return { ...sent, digest: `${hash}=${digest}` };
}

function lengthOf({ body }: HttpRequestInput): Record<string, string> {
  return body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
}
