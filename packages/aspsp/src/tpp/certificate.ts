import { createHash, X509Certificate } from "node:crypto";
import type { Clock, Log } from "@tallystick/kit";
import { CertificateError, parsePsd2Certificate, Xs2aError, type CodeProfile } from "@tallystick/xs2a";
import { leafFault } from "./leaf-policy.ts";
import type { Tpp } from "./tpp.ts";
import { createTrustStore, isWithinValidity } from "./trust.ts";

export interface CertificateRules {
  readonly clock: Clock;
  readonly log: Log;
  readonly trust: {
    /** PEM of the issuing authorities. */
    readonly anchors: readonly string[];
    /** Thumbprints (base64url SHA-256) that are refused at once; read at every request. */
    readonly blocked?: ReadonlySet<string>;
  };
  readonly codeProfile: CodeProfile;
}

/** The TPP of a certificate as it is now, or an `Xs2aError` with the precise CERTIFICATE_* code. */
export type CertificateChecker = (der: Uint8Array | undefined) => Tpp;

/** Certificates remembered at most; what a stranger presents is never remembered. */
const maximumRemembered = 1_000;

interface Known {
  readonly certificate: X509Certificate;
  /** Who signed it cannot change; whether that authority is still valid can. */
  readonly issuer: X509Certificate;
  readonly tpp: Tpp;
}

/**
 * Checks a client certificate: trusted issuer, block list, validity by the injected clock, leaf policy, PSD2 statement.
 * What cannot change is remembered by thumbprint; the rest is checked at each request, so that a kept-alive or resumed
 * connection does not outlive its certificate (C5, C6).
 */
export function createCertificateChecker(rules: CertificateRules): CertificateChecker {
  const trust = createTrustStore(rules.trust.anchors);
  const remembered = new Map<string, Known>();
  const refuse = (code: "MISSING" | "INVALID" | "EXPIRED" | "BLOCKED", text: string): Xs2aError =>
    new Xs2aError({ code: `CERTIFICATE_${code}`, profile: rules.codeProfile, text });

  return (der) => {
    if (der === undefined) throw refuse("MISSING", "No client certificate was presented.");
    const thumbprint = thumbprintOf(der);
    if (rules.trust.blocked?.has(thumbprint) === true) throw refuse("BLOCKED", "The certificate is blocked.");
    const now = rules.clock.now();
    const known = remembered.get(thumbprint);
    const certificate = known?.certificate ?? parse(der, refuse);
    const kept = known !== undefined && isWithinValidity(known.issuer, now) ? known.issuer : undefined;
    const issuer = kept ?? trust.issuerOf(certificate, now);
    if (issuer === undefined) throw refuse("INVALID", "The certificate's issuer is not trusted.");
    if (!isWithinValidity(certificate, now)) throw refuse("EXPIRED", "The certificate is not valid at this time.");
    if (known !== undefined) return known.tpp;
    const tpp = tppOf(certificate, thumbprint, refuse);
    // The oldest goes first; a certificate in use comes back at its next request.
    if (remembered.size >= maximumRemembered) remembered.delete(remembered.keys().next().value as string);
    remembered.set(thumbprint, { certificate, issuer, tpp });
    rules.log.info("tpp.certificate_accepted", { tppId: tpp.tppId, thumbprint });
    return tpp;
  };
}

const thumbprints = new WeakMap<Uint8Array, string>();

/** A connection hands over the same bytes at each of its requests: they are hashed once. */
function thumbprintOf(der: Uint8Array): string {
  let thumbprint = thumbprints.get(der);
  if (thumbprint === undefined) {
    thumbprint = createHash("sha256").update(der).digest("base64url");
    thumbprints.set(der, thumbprint);
  }
  return thumbprint;
}

type Refuse = (code: "INVALID", text: string) => Xs2aError;

function parse(der: Uint8Array, refuse: Refuse): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch {
    throw refuse("INVALID", "The certificate cannot be read.");
  }
}

function tppOf(certificate: X509Certificate, thumbprint: string, refuse: Refuse): Tpp {
  const fault = leafFault(certificate);
  if (fault !== undefined) throw refuse("INVALID", `The certificate is refused: ${fault}.`);
  const psd2 = readPsd2(certificate.raw, refuse);
  // Node's own answer also asks for keyCertSign, so a leaf that says CA:TRUE without it slips past the leaf policy (C3).
  if (psd2.authority) throw refuse("INVALID", "The certificate is refused: it is the certificate of an authority.");
  // A certificate for seals or signatures does not identify a web client (ETSI EN 319 412-5, QcType).
  if (psd2.qcType !== undefined && psd2.qcType !== "web") throw refuse("INVALID", "The certificate is not a QWAC.");
  return {
    tppId: psd2.organizationIdentifier.text,
    name: psd2.organizationName ?? psd2.commonName ?? psd2.organizationIdentifier.text,
    country: psd2.organizationIdentifier.country,
    ncaId: psd2.ncaId,
    roles: psd2.roles,
    thumbprint,
    hosts: hostsOf(certificate, psd2.commonName),
  };
}

function readPsd2(der: Uint8Array, refuse: Refuse): ReturnType<typeof parsePsd2Certificate> {
  try {
    return parsePsd2Certificate(der);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw refuse("INVALID", "The certificate's PSD2 statement or organizationIdentifier is missing or malformed.");
  }
}

function hostsOf({ subjectAltName }: X509Certificate, commonName: string | undefined): string[] {
  const names = (subjectAltName ?? "").split(", ").flatMap((entry) => {
    // Quoted entries contain separators; a host name never does.
    const [kind, name] = entry.split(":", 2);
    return (kind === "DNS" || kind === "IP Address") && name !== undefined ? [name] : [];
  });
  const hosts = commonName === undefined ? names : [commonName, ...names];
  return [...new Set(hosts.map((host) => host.toLowerCase()))];
}
