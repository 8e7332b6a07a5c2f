import { verify } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import {
  isSameName,
  isSameSerial,
  readHttpSignature,
  readKeyId,
  signedHeaders,
  signingString,
  type HeaderOf,
  type HttpSignature,
  type MessageCode,
} from "@tallystick/xs2a";
import type { Judged } from "../../tpp/certificate.ts";
import type { Tpp } from "../../tpp/tpp.ts";
import { bytesOfBase64, refusal, sealOf, type SealRules } from "./seal.ts";

const certificateHeader = "TPP-Signature-Certificate";

/**
 * A `Signature` header that is sent must be the caller's own seal over the digest, the request id and whatever it must
 * cover (guidelines, section 12; C7, C14). Without the header nothing is required here.
 */
export async function checkHttpSignature(headers: IncomingHttpHeaders, tpp: Tpp, rules: SealRules): Promise<void> {
  const text = headers["signature"];
  if (text === undefined) return;
  const headerOf = valuesOf(headers);
  const refuse = (problem: string) => refusal("SIGNATURE_INVALID", "Signature", problem, rules);
  const signature = readHttpSignature(String(text));
  if (signature === undefined) throw refuse("needs keyId, algorithm, headers and signature, each once");
  const uncovered = signedHeaders(headerOf).find((name) => !signature.headers.includes(name));
  if (uncovered !== undefined) throw refuse(`does not cover ${uncovered}`);
  const signed = signingString(signature.headers, headerOf);
  if (signed === undefined) throw refuse("covers a header that was not sent");
  const seal = await presentedSeal(headerOf, tpp, rules);
  if (!isKeyOf(signature.keyId, seal)) throw refuse("has the keyId of another certificate");
  if (!isSigned(signature, Buffer.from(signed, "latin1"), seal)) throw refuse("is not the seal's over these headers");
}

function valuesOf(headers: IncomingHttpHeaders): HeaderOf {
  return (name) => {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
  };
}

async function presentedSeal(headerOf: HeaderOf, tpp: Tpp, rules: SealRules): Promise<Judged> {
  const text = headerOf(certificateHeader.toLowerCase());
  const refuse = (code: MessageCode | undefined, problem: string) =>
    refusal(code ?? "CERTIFICATE_INVALID", certificateHeader, problem, rules);
  if (text === undefined) throw refuse("CERTIFICATE_MISSING", "is needed with Signature");
  const der = certificateBytes(text);
  if (der === undefined) throw refuse("CERTIFICATE_INVALID", "is not the base64 of a certificate");
  return sealOf(der, tpp, rules, refuse);
}

/** Base64 of the DER; PEM armour, line breaks (blanks or their escapes) and URL encoding occur in the field. */
export function certificateBytes(text: string): Buffer | undefined {
  const plain = decodedUrl(text).replaceAll(/\\r|\\n/g, "\n");
  const [, armoured] = /-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----/s.exec(plain) ?? [];
  return bytesOfBase64((armoured ?? plain).replaceAll(/\s/g, ""));
}

function decodedUrl(text: string): string {
  try {
    return text.includes("%") ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}

function isKeyOf(keyId: string, { certificate }: Judged): boolean {
  const key = readKeyId(keyId);
  if (key === undefined || !isSameSerial(key.serial, certificate.serialNumber)) return false;
  return key.issuer === undefined || isSameName(key.issuer, certificate.issuer);
}

const algorithms = {
  "rsa-sha256": ["rsa", "sha256"],
  "rsa-sha512": ["rsa", "sha512"],
  "ecdsa-sha256": ["ec", "sha256"],
} as const;

/** The key decides with the algorithm: one of another kind has signed nothing. */
function isSigned({ algorithm, signature }: HttpSignature, signed: Buffer, { certificate }: Judged): boolean {
  const [keyType, hash] = algorithms[algorithm];
  const { publicKey } = certificate;
  const bytes = bytesOfBase64(signature);
  return bytes !== undefined && publicKey.asymmetricKeyType === keyType && verify(hash, signed, publicKey, bytes);
}
