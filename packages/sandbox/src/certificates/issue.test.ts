import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { before, test } from "node:test";
import { parsePsd2Certificate, type Psd2Role } from "@tallystick/xs2a";
import { derObjectIdentifier, derSequence, derUtf8String } from "./der.ts";
import { createAuthority, extendedKeyUsages, issueCertificate, type Authority, type IssueOptions } from "./issue.ts";

let authority: Authority;
before(async () => {
  authority = await createAuthority({ name: "Test" });
});

async function issued(options: IssueOptions = {}): Promise<X509Certificate> {
  return new X509Certificate((await issueCertificate(authority, options)).certificate);
}

const tpp = { organizationIdentifier: "PSDLT-BOL-654321", organizationName: "Other TPP", country: "LT" } as const;

test("every set of roles can be read out again", async () => {
  const all: readonly Psd2Role[] = ["PSP_AS", "PSP_PI", "PSP_AI", "PSP_IC"];
  for (const roles of [...all.map((role) => [role]), all]) {
    const parsed = parsePsd2Certificate((await issued({ ...tpp, roles })).raw);
    assert.deepEqual(parsed.roles, roles);
    assert.equal(parsed.organizationIdentifier.text, tpp.organizationIdentifier);
    assert.equal(parsed.organizationName, tpp.organizationName);
  }
});

test("C1-C4, C15: what a bank must refuse can be made", async () => {
  assert.equal((await issued({ ca: true })).ca, true);
  assert.equal(basicConstraintsOf(await issued({ ca: true, certSign: false })), "30030101ff");
  assert.equal((await issued()).ca, false);
  assert.deepEqual((await issued()).keyUsage, [extendedKeyUsages.clientAuth, extendedKeyUsages.serverAuth]);
  assert.equal((await issued({ eku: null })).keyUsage, undefined);
  assert.deepEqual((await issued({ eku: [extendedKeyUsages.codeSigning] })).keyUsage, [extendedKeyUsages.codeSigning]);
  assert.equal((await issued({ keyBits: 1024 })).publicKey.asymmetricKeyDetails?.modulusLength, 1024);
  assert.equal((await issued({ curve: "P-384" })).publicKey.asymmetricKeyDetails?.namedCurve, "secp384r1");
  assert.equal((await issued({ keyBits: 2048, selfSigned: true })).publicKey.asymmetricKeyType, "rsa");
  const self = await issued({ selfSigned: true });
  assert.ok(self.verify(self.publicKey) && self.issuer === self.subject);
  const notBefore = new Date("2020-01-01T00:00:00Z");
  const notAfter = new Date("2020-12-31T23:59:59Z");
  const past = await issued({ notBefore, notAfter });
  assert.deepEqual([past.validFromDate, past.validToDate], [notBefore, notAfter]);
});

test("C2: an authority of the same name has another key", async () => {
  const impostor = await createAuthority({ name: "Test" });
  const leaf = new X509Certificate((await issueCertificate(impostor)).certificate);
  const trusted = new X509Certificate(authority.certificate);
  assert.equal(leaf.issuer, trusted.subject);
  assert.equal(leaf.verify(trusted.publicKey), false);
});

test("key and chain fit the leaf", async () => {
  const { certificate, chain, key } = await issueCertificate(authority, { ...tpp, sans: ["a.example", "127.0.0.1"] });
  const leaf = new X509Certificate(certificate);
  assert.ok(leaf.checkPrivateKey(createPrivateKey(key)));
  assert.equal(leaf.subjectAltName, "DNS:a.example, IP Address:127.0.0.1");
  assert.equal(chain, certificate + authority.certificate);
});

test("C8: roles may be empty and the statement anything at all; the strict reader refuses both", async () => {
  const empty = await issued({ ...tpp, roles: [] });
  assert.throws(() => parsePsd2Certificate(empty.raw));
  const misspelt = derSequence(derSequence(derObjectIdentifier("0.4.0.19495.2"), derUtf8String("PSP_PI")));
  const malformed = await issued({ ...tpp, qcStatements: misspelt });
  assert.throws(() => parsePsd2Certificate(malformed.raw));
});

/** The value of the basic constraints, OID 2.5.29.19, always critical here. */
function basicConstraintsOf({ raw }: X509Certificate): string {
  return /0603551d130101ff04..(30.{8})/.exec(raw.toString("hex"))?.[1] ?? "";
}
