import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import { parsePsd2Certificate, type Psd2Certificate } from "./certificate.ts";
import { buildCertificate } from "./testing/certificate.ts";
import { sharedUrl } from "./testing/shared.ts";
import { CertificateError, type CertificateErrorCode } from "./x509/certificate-error.ts";

interface Vector {
  readonly der: Uint8Array;
  /** Codes of the linter's findings of severity ERROR or FATAL, each once. */
  readonly findings: readonly string[];
}

function readVectors(t: TestContext): Map<string, Vector> | undefined {
  const folder = sharedUrl(t, "vectors/psd2-certificates/");
  if (folder === undefined) return undefined;
  const files = readdirSync(folder).filter((name) => name.endsWith(".crttest"));
  return new Map(
    files.map((file) => {
      const text = readFileSync(new URL(file, folder), "utf8");
      const [, pem = "", report = ""] =
        /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----(.*)$/s.exec(text) ?? [];
      const findings = [...report.matchAll(/,(?:ERROR|FATAL),([\w.-]+),/g)].map((match) => match[1] ?? "");
      return [
        file.replace(".crttest", ""),
        { der: Buffer.from(pem, "base64"), findings: [...new Set(findings)].toSorted() },
      ];
    }),
  );
}

const psd2 = "qevcp_w_psd2_eidas_pre_certificate__";

/** Refused: the reason, and the linter's finding that it answers. */
const refused: Readonly<Record<string, readonly [CertificateErrorCode, finding: string]>> = {
  qevcp_w_psd2_eidas_final_certificate__invalid_orgid_scheme: [
    "organization_identifier",
    "etsi.ts_119_495.gen-5.2.1-3.invalid_psd_organization_id_format",
  ],
  [`${psd2}semantics_info_nra_missing`]: [
    "organization_identifier",
    "etsi.ts_119_495.gen-5.2.1-3.invalid_psd_organization_id_format",
  ],
  [`${psd2}semantics_info_nra_uri_missing`]: [
    "organization_identifier",
    "etsi.ts_119_495.gen-5.2.1-3.invalid_psd_organization_id_format",
  ],
  [`${psd2}nca_id_badiso`]: ["nca_id", "etsi.ts_119_495.gen-5.2.3-2.invalid_iso_country"],
  [`${psd2}nca_id_badstructure`]: ["nca_id", "etsi.ts_119_495.gen-5.2.3-2.invalid_structure"],
  [`${psd2}nca_id_invalidid`]: ["nca_id", "etsi.ts_119_495.gen-5.2.3-2.invalid_ca_identifier"],
  [`${psd2}nca_name_not_latin`]: ["nca_name", "etsi.ts_119_495.gen-5.2.3-1.nca_name_non_latin"],
  [`${psd2}obsolete_qualified_statement`]: ["qc_statement_obsolete", "pkix.prohibited_qualified_statement_present"],
  [`${psd2}psp_invalid_oid`]: ["role_unknown", "etsi.ts_119_495.gen-5.2-2.invalid_psp_oid"],
  [`${psd2}psp_invalid_role`]: ["role_unknown", "etsi.ts_119_495.gen-5.2-2.invalid_psp_role"],
  [`${psd2}psp_not_unspecified`]: ["role_unknown", "etsi.ts_119_495.gen-5.2-2.invalid_psp_role"],
  [`${psd2}psp_role_mismatch`]: ["role_mismatch", "etsi.ts_119_495.gen-5.2.2-5.psp_role_mismatch"],
  [`${psd2}psp_roles_empty`]: ["roles_empty", "etsi.ts_119_495.gen-5.2.2-1.roles_of_psp_empty"],
  // The finding's name speaks of the disclosure text; what this file lacks is the PSD2 statement itself.
  [`${psd2}qc_eupds_missing`]: ["psd2_statement_missing", "etsi.ts_119_495.gen-5.1.1.qc_eu_pds_missing"],
};

/** Taken: the findings that stay are about browsers' rules and the disclosure text, not about who the TPP is. */
const browserValidity = "cabf.serverauth.certificate_validity_period_exceeds_398_days";
const browserPolicy = "cabf.ev_guidelines.cps_uri_policy_qualifier_missing";
const taken: Readonly<
  Record<string, readonly [identifier: string, roles: string, nca: string, beyond: readonly string[]]>
> = {
  [`${psd2}psp_roles_good`]: ["PSDNL-DNB-R161162", "PSP_AI", "NL-DNB", []],
  [`${psd2}qc_eupds_good`]: ["PSDNL-DNB-R161162", "PSP_AI", "NL-DNB", []],
  [`${psd2}validity_period_too_long`]: ["PSDNL-DNB-R161162", "PSP_AI", "NL-DNB", [browserValidity]],
  [`${psd2}validity_period_too_long_with_psd2_policy`]: ["PSDNL-DNB-R161162", "PSP_AI", "NL-DNB", [browserValidity]],
  qevcp_w_psd2_eidas_non_browser_pre_certificate__validity_period_too_long: [
    "PSDNL-DNB-R161162",
    "PSP_AI",
    "NL-DNB",
    [browserValidity],
  ],
  qevcp_w_psd2_eidas_non_browser_pre_certificate__validity_period_too_long_with_psd2_policy: [
    "PSDNL-DNB-R161162",
    "PSP_AI",
    "NL-DNB",
    [],
  ],
  [`${psd2}badurl`]: [
    "PSDFI-FINFSA-2858394-9",
    "PSP_AI,PSP_AS,PSP_IC,PSP_PI",
    "FI-FINFSA",
    [browserPolicy, "etsi.en_319_412_5.gen-4.3.4.url_scheme_not_https"],
  ],
  [`${psd2}iso639`]: [
    "PSDFI-FINFSA-2858394-9",
    "PSP_AI,PSP_AS,PSP_IC,PSP_PI",
    "FI-FINFSA",
    [browserPolicy, "etsi.en_319_412_5.gen-4.3.4.iso_language_code_invalid"],
  ],
};

/** Eighteen website certificates without a PSD2 statement (TS 119 495, GEN-5.1-1): good or faulty, they are no TPP's. */
const criticalStatements = "qevcp_w_eidas_pre_certificate__qcstatements_marked_critical";
const isWebsite = (file: string): boolean => !file.includes("psd2_eidas");

function outcomeOf(der: Uint8Array): Psd2Certificate | CertificateErrorCode {
  try {
    return parsePsd2Certificate(der);
  } catch (error) {
    assert.ok(error instanceof CertificateError, String(error));
    return error.code;
  }
}

test("C8: each certificate of the linter's collection is taken or refused by a named rule", (t) => {
  const vectors = readVectors(t);
  if (vectors === undefined) return;
  assert.equal(vectors.size, 40);
  for (const [file, { der, findings }] of vectors) {
    const outcome = outcomeOf(der);
    const reason = refused[file];
    const good = taken[file];
    if (good !== undefined) {
      assert.ok(typeof outcome === "object", `${file}: ${typeof outcome === "string" ? outcome : ""}`);
      const { organizationIdentifier, roles, ncaId, qcType } = outcome;
      assert.deepEqual(
        [organizationIdentifier.text, roles.join(), ncaId, findings],
        [...good.slice(0, 3), good[3].toSorted()],
        file,
      );
      assert.equal(qcType, "web");
    } else if (reason !== undefined) {
      assert.equal(outcome, reason[0], file);
      assert.ok(findings.includes(reason[1]), `${file}: ${findings.join()}`);
    } else {
      assert.ok(isWebsite(file), `${file} stands in no table`);
      assert.equal(outcome, file === criticalStatements ? "qc_statements_critical" : "psd2_statement_missing", file);
    }
  }
  const expected = [...Object.keys(refused), ...Object.keys(taken)];
  assert.deepEqual(
    expected.filter((file) => !vectors.has(file)),
    [],
  );
  assert.equal([...vectors.keys()].filter(isWebsite).length, 18);
});

/** Changes bytes, cuts, doubles or inserts, one to four times. */
function mutate(
  source: Uint8Array,
  edits: readonly (readonly [kind: number, at: number, value: number])[],
): Uint8Array {
  let bytes = Array.from(source);
  for (const [kind, at, value] of edits) {
    const index = at % Math.max(1, bytes.length);
    if (kind === 0) bytes[index] = value;
    else if (kind === 1) bytes[index] = (bytes[index] ?? 0) ^ (1 << (value % 8));
    else if (kind === 2) bytes.splice(index, 1 + (value % 8));
    else if (kind === 3) bytes.splice(index, 0, value, value);
    else bytes = [...bytes.slice(0, index), ...bytes.slice(Math.max(0, index - value))];
  }
  return Uint8Array.from(bytes);
}

/** Milliseconds for one certificate: the best of some tries, since a busy machine suspends the process now and then. */
function timeOf(bytes: Uint8Array): number {
  let best = Infinity;
  for (let tries = 0; tries < 10 && best >= 5; tries += 1) {
    const started = performance.now();
    outcomeOf(bytes);
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

test("C10: 50,000 mutated certificates are read or refused by CertificateError, each at once", (t) => {
  const vectors = readVectors(t) ?? new Map<string, Vector>();
  const sources = [buildCertificate(), ...[...vectors.values()].map(({ der }) => der)];
  const edit = fc.tuple(fc.nat(4), fc.nat(4_096), fc.nat(255));
  let slowest = 0;
  let refusals = 0;
  fc.assert(
    fc.property(fc.nat(sources.length - 1), fc.array(edit, { minLength: 1, maxLength: 4 }), (index, edits) => {
      const bytes = mutate(sources[index] ?? new Uint8Array(), edits);
      if (typeof outcomeOf(bytes) === "string") refusals += 1;
      slowest = Math.max(slowest, timeOf(bytes));
    }),
    { numRuns: 50_000 },
  );
  assert.ok(refusals > 25_000, `${refusals} refused`);
  assert.ok(slowest < 5, `the slowest took ${slowest} ms`);
});
