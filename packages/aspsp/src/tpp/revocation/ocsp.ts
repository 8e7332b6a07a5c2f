import { createHash, X509Certificate } from "node:crypto";
import {
  BasicOCSPResponse,
  CertID,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  Nonce,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  Request,
  TBSRequest,
  type SingleResponse,
} from "@peculiar/asn1-ocsp";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { AlgorithmIdentifier, Certificate, Extension } from "@peculiar/asn1-x509";
import { isSignedBy } from "./signed.ts";
import { requireCurrent, Unusable, type Dated } from "./unusable.ts";

/** What a responder says about one certificate. */
export interface OcspStatus extends Dated {
  readonly status: "good" | "revoked" | "unknown";
}

export interface OcspQuestion {
  readonly certId: CertID;
  readonly nonce: Uint8Array;
  readonly issuer: X509Certificate;
}

const sha1 = "1.3.14.3.2.26";
const ocspSigning = "1.3.6.1.5.5.7.3.9";
/** Without a nextUpdate newer information is available at any time (RFC 6960, 4.2.2.1): such an answer ages quickly. */
const undatedMs = 15 * 60_000;

/** The question about one certificate of that issuer. */
export function askOcsp(certificate: X509Certificate, issuer: X509Certificate, nonce: Uint8Array): OcspQuestion {
  const { tbsCertificate: of } = AsnConvert.parse(issuer.raw, Certificate);
  const { serialNumber } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate;
  const certId = new CertID({
    // Names the issuer, protects nothing, and is the one hash that every responder knows.
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: sha1, parameters: null }),
    issuerNameHash: hashed(AsnConvert.serialize(of.subject)),
    issuerKeyHash: hashed(of.subjectPublicKeyInfo.subjectPublicKey),
    serialNumber,
  });
  return { certId, nonce, issuer };
}

/** DER of the request (RFC 6960, section 4.1). */
export function writeOcspRequest({ certId, nonce }: OcspQuestion): Uint8Array {
  const extension = new Extension({
    extnID: id_pkix_ocsp_nonce,
    extnValue: new OctetString(AsnConvert.serialize(new Nonce(nonce))),
  });
  const tbsRequest = new TBSRequest({
    requestList: [new Request({ reqCert: certId })],
    requestExtensions: [extension],
  });
  return new Uint8Array(AsnConvert.serialize(new OCSPRequest({ tbsRequest })));
}

/**
 * Reads a responder's answer. Throws Unusable unless it is signed by the issuer, or by a responder that the issuer has
 * certified for it, is about this very certificate and current. Responders may leave out the nonce; a wrong one is refused.
 */
export function readOcspAnswer(bytes: Uint8Array, question: OcspQuestion, now: Date): OcspStatus {
  const basic = parse(bytes);
  if (!isSignedFor(basic, question.issuer, now)) throw new Unusable("is not signed by the issuer or its responder");
  refuseForeignExtensions(basic, question.nonce);
  const answer = basic.tbsResponseData.responses.find(({ certID }) => isSame(certID, question.certId));
  if (answer === undefined) throw new Unusable("is about another certificate");
  const { thisUpdate, nextUpdate = new Date(thisUpdate.getTime() + undatedMs) } = answer;
  requireCurrent({ thisUpdate, nextUpdate }, now);
  return { thisUpdate, nextUpdate, status: statusOf(answer) };
}

function parse(bytes: Uint8Array): BasicOCSPResponse {
  let answer: OCSPResponse;
  try {
    answer = AsnConvert.parse(bytes, OCSPResponse);
    if (answer.responseBytes?.responseType === id_pkix_ocsp_basic) {
      return AsnConvert.parse(answer.responseBytes.response.buffer, BasicOCSPResponse);
    }
  } catch (error) {
    throw new Unusable("cannot be read", { cause: error });
  }
  throw new Unusable(`is ${OCSPResponseStatus[answer.responseStatus] ?? "no answer"}`);
}

function isSignedFor(basic: BasicOCSPResponse, issuer: X509Certificate, now: Date): boolean {
  const signed = {
    algorithm: basic.signatureAlgorithm.algorithm,
    bytes: basic.tbsResponseDataRaw,
    signature: basic.signature,
  };
  if (isSignedBy(signed, issuer.publicKey)) return true;
  return (basic.certs ?? []).slice(0, 4).some((certificate) => {
    const responder = new X509Certificate(Buffer.from(AsnConvert.serialize(certificate)));
    return isResponderOf(responder, issuer, now) && isSignedBy(signed, responder.publicKey);
  });
}

/** A delegated responder: certified by this issuer itself, for that purpose, and valid (RFC 6960, 4.2.2.2). */
function isResponderOf(responder: X509Certificate, issuer: X509Certificate, now: Date): boolean {
  const isIssued = responder.checkIssued(issuer) && responder.verify(issuer.publicKey);
  const isValid = responder.validFromDate <= now && now <= responder.validToDate;
  return isIssued && isValid && !responder.ca && (responder.keyUsage ?? []).includes(ocspSigning);
}

function refuseForeignExtensions(basic: BasicOCSPResponse, nonce: Uint8Array): void {
  for (const { extnID, extnValue, critical } of basic.tbsResponseData.responseExtensions ?? []) {
    if (extnID === id_pkix_ocsp_nonce) {
      const own = Buffer.from(AsnConvert.serialize(new Nonce(nonce)));
      if (!own.equals(Buffer.from(extnValue.buffer))) throw new Unusable("answers another question");
    } else if (critical) {
      throw new Unusable("has a critical extension that is not understood");
    }
  }
}

function isSame(one: CertID, other: CertID): boolean {
  return Buffer.from(AsnConvert.serialize(one)).equals(Buffer.from(AsnConvert.serialize(other)));
}

function statusOf({ certStatus }: SingleResponse): OcspStatus["status"] {
  if (certStatus.revoked !== undefined) return "revoked";
  return certStatus.good === null ? "good" : "unknown";
}

function hashed(bytes: ArrayBuffer): OctetString {
  return new OctetString(createHash("sha1").update(Buffer.from(bytes)).digest());
}
