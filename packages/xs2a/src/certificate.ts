import { isCountry } from "./values/iso3166.ts";
import { CertificateError } from "./x509/certificate-error.ts";
import {
  childrenOf,
  expectTag,
  readBoolean,
  readDer,
  readOid,
  readText,
  sequenceOf,
  tags,
  type DerNode,
} from "./x509/der.ts";
import { readQcStatements, type Psd2Role, type QcStatements } from "./x509/qc-statements.ts";

/** Who a TPP is, by its certificate (ETSI TS 119 495, section 5). */
export interface Psd2Certificate {
  readonly organizationIdentifier: OrganizationIdentifier;
  /** In the order of the certificate, each once, at least one. */
  readonly roles: readonly Psd2Role[];
  readonly ncaName: string;
  /** Country and authority, `LT-BOL`. */
  readonly ncaId: string;
  readonly commonName: string | undefined;
  readonly organizationName: string | undefined;
  /** "web" is a QWAC, "seal" a QSealC. */
  readonly qcType: QcStatements["qcType"];
  /** basicConstraints says CA:TRUE, whatever the key usage says: this is no TPP's own certificate. */
  readonly authority: boolean;
}

/** `PSDLT-BOL-123456`: who authorised the provider, and under which number. */
export interface OrganizationIdentifier {
  readonly text: string;
  readonly scheme: "PSD";
  readonly country: string;
  readonly nca: string;
  readonly id: string;
}

/**
 * Reads roles and identity out of a DER certificate. It says nothing about signature, trust, validity, key usage or
 * revocation, which are the caller's. Throws CertificateError, and nothing else, on anything that is no TPP's certificate.
 */
export function parsePsd2Certificate(der: Uint8Array): Psd2Certificate {
  const [tbs, algorithm, signature, ...more] = sequenceOf(readDer(der));
  expectTag(algorithm, tags.sequence);
  expectTag(signature, tags.bitString);
  if (more.length > 0) throw new CertificateError("der", "bytes follow the signature");
  const { subject, extensions } = readTbs(tbs);
  const byOid = readExtensions(extensions);
  const found = byOid.get(qcStatementsOid);
  if (found === undefined) throw new CertificateError("qc_statements_missing", "there is no qcStatements extension");
  if (found.critical) throw new CertificateError("qc_statements_critical", "qcStatements is marked critical");
  const statements = readQcStatements(found.value);
  const attributes = readSubject(subject);
  return {
    organizationIdentifier: parseOrganizationIdentifier(attributes.organizationIdentifier ?? ""),
    ...statements,
    commonName: attributes.commonName,
    organizationName: attributes.organizationName,
    authority: isAuthority(byOid.get(basicConstraintsOid)?.value),
  };
}

const version3 = 2;

/** TBSCertificate of RFC 5280, section 4.1, as far as it is needed. */
function readTbs(tbs: DerNode | undefined): { subject: DerNode; extensions: DerNode } {
  const [version, serial, algorithm, issuer, validity, subject, key, ...optional] = sequenceOf(tbs);
  const number = childrenOf(expectTag(version, tags.explicit(0)));
  const isVersion3 = number.length === 1 && number[0]?.tag === tags.integer && number[0].content.length === 1;
  if (!isVersion3 || number[0]?.content[0] !== version3) throw new CertificateError("certificate", "not version 3");
  if (!isPositive(expectTag(serial, tags.integer).content)) {
    throw new CertificateError("certificate", "the serial number is not a positive integer of up to 20 octets");
  }
  for (const part of [algorithm, issuer, validity, key]) expectTag(part, tags.sequence);
  const last = optional.at(-1);
  if (last?.tag !== tags.explicit(3)) throw new CertificateError("qc_statements_missing", "there are no extensions");
  const [extensions, ...more] = childrenOf(last);
  if (more.length > 0) throw new CertificateError("der", "more than one list of extensions");
  return { subject: expectTag(subject, tags.sequence), extensions: expectTag(extensions, tags.sequence) };
}

function isPositive(integer: Uint8Array): boolean {
  const [first = 0x80, second = 0] = integer;
  const isShortest = first !== 0 || second >= 0x80;
  return first < 0x80 && isShortest && integer.length <= (first === 0 ? 21 : 20);
}

const qcStatementsOid = "1.3.6.1.5.5.7.1.3";
const basicConstraintsOid = "2.5.29.19";

interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

function readExtensions(extensions: DerNode): Map<string, Extension> {
  const byOid = new Map<string, Extension>();
  for (const extension of childrenOf(extensions)) {
    const [id, ...parts] = sequenceOf(extension);
    const oid = readOid(id);
    if (byOid.has(oid)) throw new CertificateError("extension", `extension ${oid} occurs twice`);
    if (parts.length > 2) throw new CertificateError("der", "an extension has extra parts");
    const critical = parts.length === 2 && parts[0] !== undefined && readBoolean(parts[0]);
    byOid.set(oid, { critical, value: expectTag(parts.at(-1), tags.octetString).content });
  }
  return byOid;
}

/** BasicConstraints of RFC 5280, section 4.2.1.9: `cA BOOLEAN DEFAULT FALSE` comes first. */
function isAuthority(value: Uint8Array | undefined): boolean {
  if (value === undefined) return false;
  const [first] = sequenceOf(readDer(value));
  return first?.tag === tags.boolean && readBoolean(first);
}

const subjectOids: ReadonlyMap<string, "commonName" | "organizationName" | "organizationIdentifier"> = new Map([
  ["2.5.4.3", "commonName"],
  ["2.5.4.10", "organizationName"],
  ["2.5.4.97", "organizationIdentifier"],
] as const);

const maxSubjectText = 256;

function readSubject(subject: DerNode): {
  commonName?: string;
  organizationName?: string;
  organizationIdentifier?: string;
} {
  const result: { commonName?: string; organizationName?: string; organizationIdentifier?: string } = {};
  for (const relative of childrenOf(subject)) {
    for (const attribute of childrenOf(expectTag(relative, tags.set))) {
      const [type, value, ...more] = sequenceOf(attribute);
      const name = subjectOids.get(readOid(type));
      if (more.length > 0) throw new CertificateError("der", "a subject attribute has extra parts");
      if (name === undefined) continue;
      const text = readText(value);
      const isReadable =
        text !== undefined && text.length <= maxSubjectText && !/\p{Control}|\p{Bidi_Control}/u.test(text);
      if (!isReadable || result[name] !== undefined) {
        throw new CertificateError("subject", `${name} is repeated or no readable text`);
      }
      result[name] = text;
    }
  }
  return result;
}

/**
 * Takes `PSD`, country, `-`, authority of two to eight capitals, `-`, number apart (TS 119 495, GEN-5.2.1-3).
 * Throws CertificateError.
 */
export function parseOrganizationIdentifier(text: string): OrganizationIdentifier {
  const [, country, nca, id] = /^PSD([A-Z]{2})-([A-Z]{2,8})-([\x21-\x7e]{1,64})$/.exec(text) ?? [];
  if (country === undefined || nca === undefined || id === undefined || !isCountry(country)) {
    throw new CertificateError(
      "organization_identifier",
      "the subject has no identifier of the form PSDCC-AUTHORITY-number",
    );
  }
  return { text, scheme: "PSD", country, nca, id };
}
