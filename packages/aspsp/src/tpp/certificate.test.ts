/** Proves: of all certificates only a current QWAC of a trusted authority makes a TPP, and the reason is told precisely. */
import assert from "node:assert/strict";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { MovableClock, silentLog } from "@tallystick/kit";
import { createAuthority, issueCertificate } from "@tallystick/sandbox/testing";
import { Xs2aError } from "@tallystick/xs2a";
import fc from "fast-check";
import {
  ecKeys,
  issue,
  makeAuthority,
  usage,
  type LeafOptions,
  type TestCertificate,
} from "../testing/certificates.ts";
import { createCertificateJudge, type CertificateJudge } from "./certificate.ts";

const authority = makeAuthority();
const day = 86_400_000;

function checkerOf(clock = new MovableClock(), blocked = new Set<string>()): CertificateJudge {
  const trust = { anchors: [authority.pem], blocked };
  return createCertificateJudge({ clock, log: silentLog, trust, codeProfile: "standard" });
}

function verdict(check: CertificateJudge, der: Uint8Array | undefined): string {
  try {
    return check(der).tpp.tppId;
  } catch (error) {
    assert.ok(error instanceof Xs2aError, String(error));
    assert.equal(error.status, 401);
    return String(error.code);
  }
}

const invalid = (options: LeafOptions, from = authority) =>
  assert.equal(verdict(checkerOf(), issue(from, options).der), "CERTIFICATE_INVALID", JSON.stringify(options));

test("a QWAC of a trusted authority is its organizationIdentifier, with roles, names and thumbprint", () => {
  const certificate = issue(authority, { roles: ["PSP_PI", "PSP_IC"], hosts: ["a.tpp.example", "*.b.example"] });
  const { tpp } = checkerOf()(certificate.der);
  assert.deepEqual(
    { ...tpp, thumbprint: tpp.thumbprint.length },
    {
      tppId: "PSDLT-BOL-123456",
      name: "Test TPP",
      country: "LT",
      ncaId: "LT-BOL",
      roles: ["PSP_PI", "PSP_IC"],
      thumbprint: 43,
      hosts: ["tpp.example", "a.tpp.example", "*.b.example"],
    },
  );
});

test("C1: not yet valid and expired are told to the second, without grace, also of a remembered certificate", () => {
  const clock = new MovableClock();
  const start = Math.ceil(clock.now().getTime() / 1_000) * 1_000 + 60_000;
  const { der } = issue(authority, { notBefore: new Date(start), notAfter: new Date(start + day) });
  const check = checkerOf(clock);
  const at = (instant: number): string => {
    clock.advance(instant - clock.now().getTime());
    return verdict(check, der);
  };
  assert.equal(at(start - 1_000), "CERTIFICATE_EXPIRED");
  assert.equal(at(start + 1_000), "PSDLT-BOL-123456");
  assert.equal(at(start + day - 1_000), "PSDLT-BOL-123456");
  assert.equal(at(start + day + 1_000), "CERTIFICATE_EXPIRED");
});

test("C2: self-signed, of an unknown authority, and of one that only has the name, are invalid", () => {
  invalid({}, makeAuthority("Unknown"));
  invalid({}, makeAuthority(authority.name));
  const keys = ecKeys();
  const self = makeAuthority("tpp.example", keys);
  invalid({ commonName: "tpp.example", keys }, self);
});

test("C2: a leaf among the trust anchors is a mistake that does not start, and an anchor is no client", () => {
  const leaf = issue(authority);
  const trust = { anchors: [leaf.cert] };
  assert.throws(() =>
    createCertificateJudge({ clock: new MovableClock(), log: silentLog, trust, codeProfile: "standard" }),
  );
  const own = Buffer.from(authority.pem.replaceAll(/-----[A-Z ]+-----|\s/g, ""), "base64");
  assert.equal(verdict(checkerOf(), own), "CERTIFICATE_INVALID");
});

test("C2, C14: each standard has a trust list of its own: a Berlin certificate opens nothing in Georgia", async () => {
  const [berlin, georgia] = [await createAuthority({ name: "Berlin" }), await createAuthority({ name: "Georgia" })];
  const check = createCertificateJudge({
    clock: new MovableClock(),
    log: silentLog,
    trust: { anchors: [georgia.root, georgia.certificate] },
    codeProfile: "standard",
  });
  const leaf = { organizationIdentifier: "PSDGE-NBG-123456", roles: ["PSP_PI"] as const };
  const told = async (from: typeof berlin) =>
    verdict(check, new X509Certificate((await issueCertificate(from, leaf)).certificate).raw);
  assert.deepEqual([await told(berlin), await told(georgia)], ["CERTIFICATE_INVALID", "PSDGE-NBG-123456"]);
});

test("C3: a leaf that is an authority is invalid", () => invalid({ ca: true }));
test("C3: so is one that says CA:TRUE without the key usage of an authority, which Node takes for a leaf", async () => {
  const other = await createAuthority();
  const leaf = { organizationIdentifier: "PSDLT-BOL-123456", roles: ["PSP_PI"] as const };
  const check = createCertificateJudge({
    clock: new MovableClock(),
    log: silentLog,
    trust: { anchors: [other.root, other.certificate] },
    codeProfile: "standard",
  });
  const right = new X509Certificate((await issueCertificate(other, leaf)).certificate);
  const wrong = new X509Certificate(
    (await issueCertificate(other, { ...leaf, ca: true, certSign: false })).certificate,
  );
  assert.equal(wrong.ca, false);
  assert.deepEqual([verdict(check, right.raw), verdict(check, wrong.raw)], ["PSDLT-BOL-123456", "CERTIFICATE_INVALID"]);
});

test("C4: without clientAuth, or with a usage that does not go with it, it is invalid", () => {
  invalid({ usages: [] });
  invalid({ usages: [usage.serverAuth] });
  for (const other of [usage.codeSigning, usage.timeStamping, usage.ocspSigning, "2.5.29.37.0"]) {
    invalid({ usages: [other] });
    invalid({ usages: [usage.clientAuth, usage.serverAuth, other] });
  }
  assert.equal(verdict(checkerOf(), issue(authority, { usages: [usage.clientAuth] }).der), "PSDLT-BOL-123456");
});

test("C15: weak keys, odd curves and broken hashes are invalid", () => {
  invalid({ keys: generateKeyPairSync("rsa", { modulusLength: 1024 }) });
  invalid({ keys: generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: 3 }) });
  invalid({ keys: generateKeyPairSync("ec", { namedCurve: "P-192" }) });
  invalid({ keys: generateKeyPairSync("ec", { namedCurve: "secp256k1" }) });
  invalid({ keys: generateKeyPairSync("ed25519") as never });
  invalid({ hash: "sha1" });
  const rsa = issue(authority, { keys: generateKeyPairSync("rsa", { modulusLength: 2048 }) });
  assert.equal(verdict(checkerOf(), rsa.der), "PSDLT-BOL-123456");
});

test("C8: without PSD2 statement, roles, identifier or web type it is invalid", () => {
  invalid({ withoutQcStatements: true });
  invalid({ roles: [] });
  invalid({ roles: ["PSP_XX"] });
  invalid({ ncaId: "nonsense" });
  invalid({ organizationIdentifier: undefined });
  for (const text of ["VATLT-123", "PSDLT-BOL-", "PSD-BOL-1", "PSDXX1-BOL-1", "psdlt-bol-1", ""])
    invalid({ organizationIdentifier: text });
  invalid({ qcType: "seal" });
  invalid({ qcType: "sign" });
});

test("no certificate is missing; a blocked one is blocked from the next call on", () => {
  const blocked = new Set<string>();
  const check = checkerOf(new MovableClock(), blocked);
  const { der } = issue(authority);
  assert.equal(verdict(check, undefined), "CERTIFICATE_MISSING");
  const { thumbprint } = check(der).tpp;
  blocked.add(thumbprint);
  assert.equal(verdict(check, der), "CERTIFICATE_BLOCKED");
});

test("C10: 20,000 mutated certificates are refused with a code, and at no great cost", () => {
  const check = checkerOf();
  const samples: TestCertificate[] = [issue(authority), issue(authority, { roles: ["PSP_AI"] })];
  const mutation = fc.record({
    sample: fc.constantFrom(...samples),
    at: fc.nat({ max: 1_200 }),
    byte: fc.nat({ max: 255 }),
    cut: fc.option(fc.nat({ max: 1_200 }), { freq: 20 }),
  });
  const runs = 20_000;
  const began = performance.now();
  fc.assert(
    fc.property(mutation, ({ sample, at, byte, cut }) => {
      const der = Buffer.from(sample.der.subarray(0, cut ?? undefined));
      if (der.length > 0) der[at % der.length] = byte;
      const said = verdict(check, der);
      // The one byte may be the one that was there.
      assert.ok(der.equals(sample.der) || said === "CERTIFICATE_INVALID" || said === "CERTIFICATE_EXPIRED", said);
    }),
    { numRuns: runs },
  );
  const each = (performance.now() - began) / runs;
  assert.ok(each < 5, `${each} ms each`);
});
