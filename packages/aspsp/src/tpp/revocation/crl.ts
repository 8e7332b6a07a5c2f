import type { X509Certificate } from "node:crypto";
import { AsnConvert } from "@peculiar/asn1-schema";
import { Certificate, CertificateList, IssuingDistributionPoint, type Extension } from "@peculiar/asn1-x509";
import { isSignedBy } from "./signed.ts";
import { requireCurrent, serialText, Unusable, type Dated } from "./unusable.ts";

/** A revocation list that was believed: the serial numbers of what its issuer has taken back. */
export interface RevocationList extends Dated {
  readonly revoked: ReadonlySet<string>;
}

const issuingDistributionPoint = "2.5.29.28";

/**
 * Reads a CRL (RFC 5280, section 5), DER or PEM. Throws Unusable unless it is the issuer's own, whole and current: of a
 * partial or an indirect list, an absence would prove nothing.
 */
export function readCrl(bytes: Uint8Array, issuer: X509Certificate, now: Date): RevocationList {
  const list = parse(bytes);
  const { tbsCertList: tbs } = list;
  const { subject } = AsnConvert.parse(issuer.raw, Certificate).tbsCertificate;
  const isOfIssuer = Buffer.from(AsnConvert.serialize(tbs.issuer)).equals(Buffer.from(AsnConvert.serialize(subject)));
  if (!isOfIssuer) throw new Unusable("is another issuer's");
  const signed = {
    algorithm: list.signatureAlgorithm.algorithm,
    bytes: list.tbsCertListRaw,
    signature: list.signature,
  };
  if (!isSignedBy(signed, issuer.publicKey)) throw new Unusable("is not signed by its issuer");
  if (tbs.nextUpdate === undefined) throw new Unusable("names no next update");
  for (const extension of tbs.crlExtensions ?? []) refusePartial(extension);
  const dated = { thisUpdate: tbs.thisUpdate.getTime(), nextUpdate: tbs.nextUpdate.getTime() };
  requireCurrent(dated, now);
  const revoked = new Set<string>();
  for (const { userCertificate, crlEntryExtensions } of tbs.revokedCertificates ?? []) {
    // The critical ones of entries belong to indirect lists.
    if (crlEntryExtensions?.some(({ critical }) => critical)) throw new Unusable("has entries of other issuers");
    revoked.add(serialText(userCertificate));
  }
  return { ...dated, revoked };
}

function parse(bytes: Uint8Array): CertificateList {
  const text = bytes[0] === 0x2d ? Buffer.from(bytes).toString("latin1") : "";
  const [, base64] = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/.exec(text) ?? [];
  try {
    return AsnConvert.parse(base64 === undefined ? bytes : Buffer.from(base64, "base64"), CertificateList);
  } catch (error) {
    throw new Unusable("cannot be read", { cause: error });
  }
}

/** Of the critical extensions only a distribution point that leaves nothing out is understood. */
function refusePartial({ extnID, extnValue, critical }: Extension): void {
  if (!critical) return;
  if (extnID !== issuingDistributionPoint) throw new Unusable("has a critical extension that is not understood");
  const point = AsnConvert.parse(extnValue.buffer, IssuingDistributionPoint);
  const isPartial =
    point.indirectCRL || point.onlyContainsCACerts || point.onlyContainsAttributeCerts || point.onlySomeReasons;
  if (isPartial) throw new Unusable("is partial");
}
