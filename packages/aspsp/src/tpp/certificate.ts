import { createHash, X509Certificate } from "node:crypto";
import type { Clock, Log } from "@tallystick/kit";
import { CertificateError, parsePsd2Certificate, Xs2aError, type CodeProfile } from "@tallystick/xs2a";
import { leafFault, type Purpose } from "./leaf-policy.ts";
import type { Revocation, RevocationSources, Standing } from "./revocation/revocation.ts";
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
    /** Where revocation is learnt; without it the block list alone takes certificates back. */
    readonly revocation?: RevocationSources;
  };
  readonly codeProfile: CodeProfile;
}

/** Everything but revocation has been checked, for this moment. */
export interface Judged {
  readonly certificate: X509Certificate;
  /** Who signed it cannot change; whether that authority is still valid can. */
  readonly issuer: X509Certificate;
  readonly tpp: Tpp;
}

/** Throws an `Xs2aError` with the precise CERTIFICATE_* code. */
export type CertificateJudge = (der: Uint8Array | undefined) => Judged;

/** The TPP of a certificate as it is now. Fails as the judge does, and with 503 when nobody can tell its revocation. */
export type CertificateChecker = (der: Uint8Array | undefined) => Tpp | Promise<Tpp>;

/** As `CertificateChecker`, for the certificate of a seal. */
export type SealChecker = (der: Uint8Array) => Judged | Promise<Judged>;

/** Certificates remembered at most; what a stranger presents is never remembered. */
const maximumRemembered = 1_000;

/** Judges client certificates, revocation included. */
export function createCertificateChecker(rules: CertificateRules, revocation?: Revocation): CertificateChecker {
  const check = checkerOf(createCertificateJudge(rules, "web"), rules, revocation);
  return (der) => {
    const judged = check(der);
    return judged instanceof Promise ? judged.then(({ tpp }) => tpp) : judged.tpp;
  };
}

/** Judges the certificates of seals (QSealC), revocation included. */
export function createSealChecker(rules: CertificateRules, revocation?: Revocation): SealChecker {
  return checkerOf(createCertificateJudge(rules, "seal"), rules, revocation);
}

/** Revocation is asked at each request, also of a kept-alive or resumed connection (C5, C6). */
function checkerOf(judge: CertificateJudge, { codeProfile }: CertificateRules, revocation: Revocation | undefined) {
  const accept = (judged: Judged, standing: Standing): Judged => {
    if (standing === "good") return judged;
    if (standing === "revoked") {
      const text = "The certificate has been revoked.";
      throw new Xs2aError({ code: "CERTIFICATE_REVOKE", profile: codeProfile, text });
    }
    // The caller may be right: it is the status that is missing, and it may come back.
    throw new Xs2aError({
      status: 503,
      text: "The certificate's status is not known.",
      headers: { "retry-after": "30" },
    });
  };
  return (der: Uint8Array | undefined): Judged | Promise<Judged> => {
    const judged = judge(der);
    const standing = revocation?.check(judged.certificate, judged.issuer) ?? "good";
    return standing instanceof Promise ? standing.then((told) => accept(judged, told)) : accept(judged, standing);
  };
}

/**
 * Checks a client certificate: trusted issuer, block list, validity by the injected clock, leaf policy, PSD2 statement.
 * What cannot change is remembered by thumbprint; the rest is checked at each request, so that a kept-alive or resumed
 * connection does not outlive its certificate (C5, C6).
 */
export function createCertificateJudge(rules: CertificateRules, purpose: Purpose = "web"): CertificateJudge {
  const trust = createTrustStore(rules.trust.anchors);
  const remembered = new Map<string, Judged>();
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
    if (known !== undefined) return known;
    const tpp = tppOf(certificate, { thumbprint, purpose }, refuse);
    const judged = { certificate, issuer, tpp };
    // The oldest goes first; a certificate in use comes back at its next request.
    if (remembered.size >= maximumRemembered) remembered.delete(remembered.keys().next().value as string);
    remembered.set(thumbprint, judged);
    rules.log.info("tpp.certificate_accepted", { tppId: tpp.tppId, thumbprint });
    return judged;
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

function tppOf(
  certificate: X509Certificate,
  { thumbprint, purpose }: { thumbprint: string; purpose: Purpose },
  refuse: Refuse,
): Tpp {
  const fault = leafFault(certificate, purpose);
  if (fault !== undefined) throw refuse("INVALID", `The certificate is refused: ${fault}.`);
  const psd2 = readPsd2(certificate.raw, refuse);
  // Node's own answer also asks for keyCertSign, so a leaf that says CA:TRUE without it slips past the leaf policy (C3).
  if (psd2.authority) throw refuse("INVALID", "The certificate is refused: it is the certificate of an authority.");
  // A certificate for seals or signatures does not identify a web client (ETSI EN 319 412-5, QcType).
  // What proves a seal must say so; on client certificates the older ones lack the statement.
  const isOfPurpose = purpose === "web" ? (psd2.qcType ?? "web") === "web" : psd2.qcType === "seal";
  if (!isOfPurpose) throw refuse("INVALID", `The certificate is not a ${purpose === "web" ? "QWAC" : "QSealC"}.`);
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
