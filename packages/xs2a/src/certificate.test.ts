import assert from "node:assert/strict";
import { test } from "node:test";
import { parseOrganizationIdentifier, parsePsd2Certificate } from "./certificate.ts";
import {
  buildCertificate,
  der,
  extension,
  oid,
  psd2Statement,
  role,
  sequence,
  subject,
  utf8,
  type CertificateParts,
} from "./testing/certificate.ts";
import { CertificateError, certificateErrorCodes, type CertificateErrorCode } from "./x509/certificate-error.ts";
import { maxDerBytes } from "./x509/der.ts";

const refusedWith = (code: CertificateErrorCode) => (error: unknown) => {
  assert.ok(error instanceof CertificateError, String(error));
  assert.equal(error.code, code);
  return true;
};

test("a TPP's certificate gives who it is and what it may do", () => {
  assert.deepEqual(parsePsd2Certificate(buildCertificate()), {
    organizationIdentifier: { text: "PSDLT-BOL-123456", scheme: "PSD", country: "LT", nca: "BOL", id: "123456" },
    roles: ["PSP_PI", "PSP_AI"],
    ncaName: "Bank of Lithuania",
    ncaId: "LT-BOL",
    commonName: "tpp.example",
    organizationName: "Example Payments UAB",
    qcType: "web",
    authority: false,
  });
});

type Statement = readonly [id: string, info?: Uint8Array];
const statement = (id: string, info?: Uint8Array): Statement => (info === undefined ? [id] : [id, info]);
const psd2 = (info?: Uint8Array): CertificateParts => ({ statements: [statement("0.4.0.19495.2", info)] });
const qcType = (info?: Uint8Array): CertificateParts => ({
  statements: [statement("0.4.0.1862.1.6", info), statement("0.4.0.19495.2", psd2Statement())],
});
const identifier = (value: Uint8Array): CertificateParts => ({ subject: [[subject.organizationIdentifier, value]] });

test("C8, C9: one fault is enough to be refused, each with its own code", () => {
  const table: readonly (readonly [what: string, parts: CertificateParts, code: CertificateErrorCode])[] = [
    ["version 1", { version: der(0xa0, der(0x02, [0])) }, "certificate"],
    ["two versions", { version: der(0xa0, der(0x02, [2]), der(0x02, [2])) }, "certificate"],
    ["negative serial", { serial: [0x80] }, "certificate"],
    ["serial zero", { serial: [0] }, "certificate"],
    ["serial without octets", { serial: [] }, "certificate"],
    ["padded serial", { serial: [0, 1] }, "certificate"],
    ["serial of 21 octets", { serial: Array<number>(21).fill(1) }, "certificate"],
    ["critical statements", { critical: true }, "qc_statements_critical"],
    ["statements twice", { moreExtensions: [extension("1.3.6.1.5.5.7.1.3", sequence())] }, "extension"],
    ["another extension twice", { moreExtensions: [extension("2.5.29.19", sequence())] }, "extension"],
    ["no statement", { statements: [] }, "psd2_statement_missing"],
    [
      "C9: one statement instead of a list",
      { qcStatements: sequence(oid("0.4.0.19495.2"), psd2Statement()) },
      "qc_statements",
    ],
    [
      "statement of three parts",
      { qcStatements: sequence(sequence(oid("1.2.3"), sequence(), sequence())) },
      "qc_statements",
    ],
    [
      "PSD2 statement twice",
      {
        statements: [
          ["0.4.0.19495.2", psd2Statement()],
          ["0.4.0.19495.2", psd2Statement()],
        ],
      },
      "qc_statements",
    ],
    ["bytes after the statements", { qcStatements: der(0x30, sequence(oid("1.2.3")), [0]) }, "der"],
    [
      "obsolete statement",
      { statements: [["1.3.6.1.5.5.7.11.1"], ["0.4.0.19495.2", psd2Statement()]] },
      "qc_statement_obsolete",
    ],
    ["PSD2 statement without value", psd2(), "psd2_statement_missing"],
    [
      "PSD2 statement with an extra part",
      psd2(sequence(sequence(), utf8("a"), utf8("LT-BOL"), utf8("x"))),
      "qc_statements",
    ],
    ["PSD2 statement without id", psd2(sequence(sequence(), utf8("a"))), "qc_statements"],
    ["authority as PrintableString", { ncaId: der(0x13, "LT-BOL") }, "qc_statements"],
    ["no role", { roles: [] }, "roles_empty"],
    ["unknown role OID", { roles: [["0.4.0.19495.1.5", "PSP_XX"]] }, "role_unknown"],
    ["longer role OID", { roles: [["0.4.0.19495.1.3.999", "PSP_AI"]] }, "role_unknown"],
    ["unknown role name", { roles: [[role.PSP_AI[0], "PSP_AI_invalid"]] }, "role_unknown"],
    ["role in small letters", { roles: [[role.PSP_AI[0], "psp_ai"]] }, "role_unknown"],
    ["Unspecified", { roles: [["0.4.0.19495.1.0", "Unspecified"]] }, "role_unknown"],
    ["one good role, one unspecified", { roles: [role.PSP_AI, ["0.4.0.19495.1.0", "Unspecified"]] }, "role_unknown"],
    ["OID of one role, name of another", { roles: [[role.PSP_AI[0], "PSP_PI"]] }, "role_mismatch"],
    ["nameless authority", { ncaName: utf8("") }, "nca_name"],
    ["authority's name not Latin", { ncaName: utf8("The Netherlands BÖnk") }, "nca_name"],
    ["overlong authority's name", { ncaName: utf8("x".repeat(257)) }, "nca_name"],
    ["authority of no country", { ncaId: utf8("XY-DNB") }, "nca_id"],
    ["authority without separator", { ncaId: utf8("NLDNB") }, "nca_id"],
    ["authority with digits", { ncaId: utf8("NL-DMklS32X") }, "nca_id"],
    ["overlong authority", { ncaId: utf8("NL-ABCDEFGHI") }, "nca_id"],
    ["authority and a line feed", { ncaId: utf8("NL-DNB\n") }, "nca_id"],
    ["QcType without value", qcType(), "qc_type"],
    ["QcType of no kind", qcType(sequence()), "qc_type"],
    ["QcType of two kinds", qcType(sequence(oid("0.4.0.1862.1.6.3"), oid("0.4.0.1862.1.6.2"))), "qc_type"],
    ["QcType of an unknown kind", qcType(sequence(oid("0.4.0.1862.1.6.4"))), "qc_type"],
    ["QcType without its list", qcType(oid("0.4.0.1862.1.6.3")), "qc_type"],
    ["no organizationIdentifier", { subject: [[subject.commonName, utf8("x")]] }, "organization_identifier"],
    ["organizationIdentifier of another scheme", identifier(utf8("NTRLT-304057997")), "organization_identifier"],
    ["organizationIdentifier in BMPString", identifier(der(0x1e, [0, 80])), "subject"],
    ["organizationIdentifier with NUL", identifier(utf8("PSDLT-BOL-1\u0000")), "subject"],
    ["name that turns the line", { subject: [[subject.commonName, utf8("a\u202eb")]] }, "subject"],
    ["overlong name", { subject: [[subject.organizationName, utf8("x".repeat(257))]] }, "subject"],
    [
      "organizationIdentifier twice",
      {
        subject: [
          [subject.organizationIdentifier, utf8("PSDLT-BOL-1")],
          [subject.organizationIdentifier, utf8("PSDLT-BOL-2")],
        ],
      },
      "subject",
    ],
  ];
  const seen = new Set<string>();
  for (const [what, parts, code] of table) {
    assert.throws(() => parsePsd2Certificate(buildCertificate(parts)), refusedWith(code), what);
    seen.add(code);
  }
  const elsewhere = new Set(["too_large", "qc_statements_missing"]);
  assert.deepEqual(
    certificateErrorCodes.filter((code) => !seen.has(code) && !elsewhere.has(code)),
    [],
  );
});

test("C8: what is unusual and allowed is taken", () => {
  const roles = (parts: CertificateParts): readonly string[] => parsePsd2Certificate(buildCertificate(parts)).roles;
  assert.deepEqual(roles({ roles: Object.values(role) }), ["PSP_AS", "PSP_PI", "PSP_AI", "PSP_IC"]);
  assert.deepEqual(roles({ roles: [role.PSP_IC, role.PSP_IC] }), ["PSP_IC"]);
  assert.deepEqual(roles({ critical: false }), ["PSP_PI", "PSP_AI"]);
  assert.deepEqual(roles({ serial: [0, ...Array<number>(20).fill(0xff)] }), ["PSP_PI", "PSP_AI"]);
  const bare = parsePsd2Certificate(
    buildCertificate({ ...psd2(psd2Statement()), ...identifier(der(0x13, "PSDLT-BOL-1")) }),
  );
  assert.equal(bare.qcType, undefined);
  assert.equal(bare.commonName, undefined);
  assert.equal(bare.organizationName, undefined);
  const seal = parsePsd2Certificate(buildCertificate(qcType(sequence(oid("0.4.0.1862.1.6.2")))));
  assert.equal(seal.qcType, "seal");
});

test("a certificate without extensions or without statements is no TPP's", () => {
  const empty = sequence();
  const head = [der(0xa0, der(0x02, [2])), der(0x02, [1]), empty, empty, empty, empty, empty];
  const whole = (...tbs: Uint8Array[]): Uint8Array => sequence(sequence(...tbs), empty, der(0x03, [0]));
  assert.throws(() => parsePsd2Certificate(whole(...head)), refusedWith("qc_statements_missing"));
  assert.throws(
    () => parsePsd2Certificate(whole(...head, der(0xa3, sequence()))),
    refusedWith("qc_statements_missing"),
  );
  assert.throws(() => parsePsd2Certificate(whole(...head, der(0xa3, sequence(), sequence()))), refusedWith("der"));
  assert.throws(() => parsePsd2Certificate(sequence(sequence(), empty, der(0x03, [0]), empty)), refusedWith("der"));
  assert.throws(() => parsePsd2Certificate(new Uint8Array(maxDerBytes + 1)), refusedWith("too_large"));
  assert.throws(() => parsePsd2Certificate(new Uint8Array()), refusedWith("der"));
});

test("C8: an organization identifier is PSD, country, authority and number", () => {
  const good = ["PSDLT-BOL-123456", "PSDNL-DNB-R161162", "PSDFI-FINFSA-2858394-9", "PSDDE-BAFIN-1", "PSDFR-ACPR-CIB/1"];
  for (const text of good) assert.equal(parseOrganizationIdentifier(text).text, text);
  assert.deepEqual(parseOrganizationIdentifier("PSDFI-FINFSA-2858394-9").id, "2858394-9");
  const wrong = [
    "",
    "PSD",
    "PSDLT",
    "PSDLT-BOL",
    "PSDLT-BOL-",
    "PSDLT--1",
    "PSDLT-B-1",
    "PSDLT-ABCDEFGHI-1",
    "PSDLT-B0L-1",
    "PSDLT-bol-1",
    "psdLT-BOL-1",
    "PSDlt-BOL-1",
    "PSDXX-BOL-1",
    "PSDEU-BOL-1",
    "PADFR-ACPR-30748",
    "XX:GR-18050",
    "VATLT-304057997",
    "PSDLT-BOL-1 ",
    " PSDLT-BOL-1",
    "PSDLT-BOL-1\n",
    "PSDLT-BOL-ą",
    `PSDLT-BOL-${"1".repeat(65)}`,
  ];
  for (const text of wrong)
    assert.throws(() => parseOrganizationIdentifier(text), refusedWith("organization_identifier"), text);
});
