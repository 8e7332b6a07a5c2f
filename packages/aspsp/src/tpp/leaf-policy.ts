import type { X509Certificate } from "node:crypto";

const clientAuth = "1.3.6.1.5.5.7.3.2";
const forbiddenUsages = new Map([
  ["1.3.6.1.5.5.7.3.3", "code signing"],
  ["1.3.6.1.5.5.7.3.8", "time stamping"],
  ["1.3.6.1.5.5.7.3.9", "OCSP signing"],
  ["2.5.29.37.0", "any purpose"],
]);
const curves = new Set(["prime256v1", "secp384r1", "secp521r1"]);

/** What a certificate is to prove: who calls, or who sealed a message. */
export type Purpose = "web" | "seal";

/**
 * What a leaf must be beyond being signed by a trusted authority. TLS itself accepts authorities, certificates for
 * signing code and keys of 1024 bits as clients (C3, C4, C15). Undefined when it passes, else the reason.
 */
export function leafFault(certificate: X509Certificate, purpose: Purpose): string | undefined {
  if (certificate.ca) return "it is the certificate of an authority";
  const usages: readonly string[] = certificate.keyUsage ?? [];
  if (purpose === "web" && !usages.includes(clientAuth)) return "it is not meant for client authentication";
  const forbidden = usages.map((usage) => forbiddenUsages.get(usage)).find((name) => name !== undefined);
  if (forbidden !== undefined) return `it is also meant for ${forbidden}`;
  return keyFault(certificate) ?? signatureFault(certificate);
}

function keyFault({ publicKey }: X509Certificate): string | undefined {
  const { modulusLength = 0, publicExponent = 0n, namedCurve = "" } = publicKey.asymmetricKeyDetails ?? {};
  const type = publicKey.asymmetricKeyType;
  if (type === "ec")
    return curves.has(namedCurve) ? undefined : "its key lies on another curve than P-256, P-384, P-521";
  if (type !== "rsa" && type !== "rsa-pss") return "its key is neither RSA nor on an accepted curve";
  if (modulusLength < 2048) return "its RSA key is shorter than 2048 bits";
  return publicExponent < 65_537n || publicExponent % 2n === 0n ? "its RSA key has a weak exponent" : undefined;
}

function signatureFault({ signatureAlgorithm }: X509Certificate): string | undefined {
  return /sha-?1\b|sha1|md5|md2/i.test(signatureAlgorithm ?? "") ? "it is signed over a broken hash" : undefined;
}
