import { createHash, createPrivateKey, sign } from "node:crypto";
import {
  BasicOCSPResponse,
  CertStatus,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  KeyHash,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
  type CertID,
} from "@peculiar/asn1-ocsp";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { AlgorithmIdentifier, Certificate } from "@peculiar/asn1-x509";
import * as x509 from "@peculiar/x509";
import { importAuthorityKey, type Authority } from "./issue.ts";

/** Certificates that an authority has taken back: serial number in capital hexadecimal digits, and since when. */
export type Revoked = ReadonlyMap<string, Date>;

export interface StatusDates {
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
}

/** The authority's revocation list, DER (RFC 5280, section 5). */
export async function issueCrl(authority: Authority, revoked: Revoked, dates: StatusDates): Promise<Uint8Array> {
  const crl = await x509.X509CrlGenerator.create({
    issuer: new x509.X509Certificate(authority.certificate).subjectName,
    ...dates,
    entries: [...revoked].map(([serialNumber, revocationDate]) => ({ serialNumber, revocationDate })),
    signingKey: await importAuthorityKey(authority.key),
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
  });
  return new Uint8Array(crl.rawData);
}

export interface OcspOptions extends StatusDates {
  /** A delegated responder, leaf and key in PEM; by default the authority answers itself. */
  readonly responder?: { readonly certificate: string; readonly key: string };
}

const ecdsaWithSha256 = "1.2.840.10045.4.3.2";

/** Answers a DER request (RFC 6960) about certificates of that authority; of others the status is unknown. */
export function answerOcsp(
  authority: Authority,
  request: Uint8Array,
  revoked: Revoked,
  options: OcspOptions,
): Uint8Array {
  let asked: OCSPRequest;
  try {
    asked = AsnConvert.parse(request, OCSPRequest);
  } catch {
    return encoded(new OCSPResponse({ responseStatus: OCSPResponseStatus.malformedRequest }));
  }
  const { thisUpdate, nextUpdate, responder } = options;
  const issuer = certificateOf(authority.certificate);
  const signer = responder === undefined ? issuer : certificateOf(responder.certificate);
  const nonce = asked.tbsRequest.requestExtensions?.find(({ extnID }) => extnID === id_pkix_ocsp_nonce);
  const tbsResponseData = new ResponseData({
    responderID: new ResponderID({ byKey: new KeyHash(keyHash(signer, "sha1")) }),
    producedAt: thisUpdate,
    responses: asked.tbsRequest.requestList.map(
      ({ reqCert }) =>
        new SingleResponse({
          certID: reqCert,
          certStatus: statusOf(reqCert, issuer, revoked),
          thisUpdate,
          nextUpdate,
        }),
    ),
    ...(nonce === undefined ? {} : { responseExtensions: [nonce] }),
  });
  const key = createPrivateKey((responder ?? authority).key);
  const signature = sign("sha256", Buffer.from(AsnConvert.serialize(tbsResponseData)), key);
  const basic = new BasicOCSPResponse({
    tbsResponseData,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 }),
    signature: Uint8Array.from(signature).buffer,
    ...(responder === undefined ? {} : { certs: [signer] }),
  });
  const response = new OctetString(AsnConvert.serialize(basic));
  const responseBytes = new ResponseBytes({ responseType: id_pkix_ocsp_basic, response });
  return encoded(new OCSPResponse({ responseStatus: OCSPResponseStatus.successful, responseBytes }));
}

const hashes: ReadonlyMap<string, string> = new Map([
  ["1.3.14.3.2.26", "sha1"],
  ["2.16.840.1.101.3.4.2.1", "sha256"],
]);

function statusOf(asked: CertID, issuer: Certificate, revoked: Revoked): CertStatus {
  const hash = hashes.get(asked.hashAlgorithm.algorithm);
  const isOurs = hash !== undefined && keyHash(issuer, hash).equals(Buffer.from(asked.issuerKeyHash.buffer));
  if (!isOurs) return new CertStatus({ unknown: null });
  const serial = Buffer.from(asked.serialNumber).toString("hex").toUpperCase().replace(/^00/, "");
  const since = revoked.get(serial);
  if (since === undefined) return new CertStatus({ good: null });
  return new CertStatus({
    revoked: new RevokedInfo({ revocationTime: new Date(Math.floor(since.getTime() / 1_000) * 1_000) }),
  });
}

function keyHash({ tbsCertificate }: Certificate, hash: string): Buffer {
  return createHash(hash).update(Buffer.from(tbsCertificate.subjectPublicKeyInfo.subjectPublicKey)).digest();
}

function certificateOf(pem: string): Certificate {
  return AsnConvert.parse(x509.PemConverter.decodeFirst(pem), Certificate);
}

function encoded(answer: OCSPResponse): Uint8Array {
  return new Uint8Array(AsnConvert.serialize(answer));
}
