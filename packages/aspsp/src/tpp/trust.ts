import { X509Certificate } from "node:crypto";

/** The authorities whose certificates are believed: those of the trusted list, each by its key. */
export interface TrustStore {
  /** The authority that signed this certificate and was valid then and now; undefined for a stranger's. */
  issuerOf(certificate: X509Certificate, at: Date): X509Certificate | undefined;
}

/**
 * `anchors` are PEM certificates of issuing authorities. The name alone makes nobody an issuer: the signature must be of
 * the anchor's key, so that another authority of the same name is a stranger (C2).
 */
export function createTrustStore(anchors: readonly string[]): TrustStore {
  const authorities = anchors.map((pem) => new X509Certificate(pem));
  const notAuthority = authorities.find((anchor) => !anchor.ca);
  if (notAuthority !== undefined) throw new TypeError("a trust anchor is not a certificate authority");
  return {
    issuerOf: (certificate, at) =>
      authorities.find(
        (anchor) =>
          certificate.checkIssued(anchor) &&
          isWithinValidity(anchor, at) &&
          isSignedBy(certificate, anchor) &&
          // A leaf is never its own anchor.
          !certificate.raw.equals(anchor.raw),
      ),
  };
}

export function isWithinValidity(certificate: X509Certificate, at: Date): boolean {
  return certificate.validFromDate <= at && at <= certificate.validToDate;
}

function isSignedBy(certificate: X509Certificate, anchor: X509Certificate): boolean {
  try {
    return certificate.verify(anchor.publicKey);
  } catch {
    // A signature of another kind of key than the anchor's.
    return false;
  }
}
