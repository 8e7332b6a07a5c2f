import { sign } from "node:crypto";
import { signingString, writeHttpSignature, writeKeyId, type HttpSignatureAlgorithm } from "@tallystick/xs2a";
import { TppCertificateError } from "../certificate/certificate-error.ts";
import type { SignatureRules } from "../dialect/signature-rules.ts";
import type { Seal } from "./seal.ts";

type Sent = Readonly<Record<string, string>>;

/** `Signature` and `TPP-Signature-Certificate` over the headers of a request (guidelines, section 12). */
export function httpSignatureOf(seal: Seal, rules: SignatureRules, sent: Sent): Record<string, string> {
  const { leaf, key } = seal;
  const algorithm = algorithmOf(seal, rules);
  // `Digest` and `X-Request-ID` are signed by every bank; what else the list names is signed when it is sent.
  const headers = rules.headers.filter((name) => sent[name] !== undefined);
  const text = signingString(headers, (name) => sent[name]) ?? "";
  const signature = sign(algorithm.slice(algorithm.indexOf("-") + 1), Buffer.from(text, "latin1"), key).toString(
    "base64",
  );
  const keyId = writeKeyId(leaf.serialNumber, issuerOf(leaf.issuer));
  return {
    signature: writeHttpSignature({ keyId, algorithm, headers, signature }),
    "tpp-signature-certificate": encode[rules.certificateEncoding](leaf.raw.toString("base64")),
  };
}

function algorithmOf({ key }: Seal, { hash }: SignatureRules): HttpSignatureAlgorithm {
  if (key.asymmetricKeyType === "rsa") return hash === "SHA-512" ? "rsa-sha512" : "rsa-sha256";
  if (hash === "SHA-256") return "ecdsa-sha256";
  throw new TppCertificateError("key_unreadable", "this bank wants SHA-512 signatures, which are made with an RSA key");
}

/** From Node's lines, the most general first, to one line as RFC 4514 writes it. The header's quotes stay its own. */
function issuerOf(lines: string): string {
  const attributes = lines.split("\n").toReversed();
  return attributes.map((one) => one.replaceAll('"', "'").replaceAll(/[,+\\;<>]/g, "\\$&")).join(",");
}

const armoured = (base64: string): string[] => [
  "-----BEGIN CERTIFICATE-----",
  ...(base64.match(/.{1,64}/g) ?? []),
  "-----END CERTIFICATE-----",
];

const encode: Readonly<Record<SignatureRules["certificateEncoding"], (base64: string) => string>> = {
  "base64-der": (base64) => base64,
  "pem-one-line": (base64) => armoured(base64).join(" "),
  "base64-pem": (base64) => Buffer.from(armoured(base64).join("\n")).toString("base64"),
  "url-encoded-pem": (base64) => encodeURIComponent(armoured(base64).join("\n")),
};
