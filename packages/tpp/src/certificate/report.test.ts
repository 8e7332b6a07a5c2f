// Proves that a certificate which a bank would refuse is refused here by its name, before any call, and that what is right is told.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { createAuthority, issueCertificate, type Authority, type Issued } from "@tallystick/sandbox/testing";
import { createMutualTlsRequest } from "../client/mutual-tls.ts";
import { TppCertificateError } from "./certificate-error.ts";
import { readIdentityFiles } from "./identity.ts";
import { reportOnCertificate } from "./report.ts";

const day = 86_400_000;
const now = new Date("2026-11-25T12:00:00Z");
let authority: Authority;
let own: Issued;
let other: Issued;

before(async () => {
  authority = await createAuthority();
  const issue = (more: object) =>
    issueCertificate(authority, {
      commonName: "tpp.example",
      organizationName: "Example TPP",
      organizationIdentifier: "PSDLT-BOL-123456",
      roles: ["PSP_AI", "PSP_PI"],
      notBefore: new Date(now.getTime() - day),
      notAfter: new Date(now.getTime() + 90 * day),
      ...more,
    });
  own = await issue({});
  other = await issue({});
});

const at = (days: number) => ({ now: () => new Date(now.getTime() + days * day) });
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof TppCertificateError);
    assert.equal(error.sent, false);
    return error.code;
  }
  return "none";
};

test("who the certificate is for, and for how long", () => {
  const report = reportOnCertificate(own.chain, { key: own.key, clock: at(0) });
  assert.equal(report.organizationIdentifier, "PSDLT-BOL-123456");
  assert.deepEqual(report.roles, ["PSP_AI", "PSP_PI"]);
  assert.equal(report.qcType, "web");
  assert.equal(report.daysLeft, 90);
  assert.equal(report.warning, undefined);
  assert.match(report.fingerprint, /^[0-9a-f]{64}$/);
});

test("from 30 days before its end on there is a warning", () => {
  assert.equal(reportOnCertificate(own.chain, { clock: at(59) }).warning, undefined);
  for (const days of [60, 89]) {
    assert.match(
      reportOnCertificate(own.chain, { clock: at(days) }).warning ?? "",
      new RegExp(`ends in ${90 - days} days, at 2027-02-23`),
    );
  }
});

test("what a bank would refuse has a name, and no secret is in the error", () => {
  assert.equal(
    codeOf(() => reportOnCertificate("nothing")),
    "unreadable",
  );
  assert.equal(
    codeOf(() => reportOnCertificate("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")),
    "unreadable",
  );
  assert.equal(
    codeOf(() => reportOnCertificate(own.chain, { key: "nothing", clock: at(0) })),
    "key_unreadable",
  );
  assert.equal(
    codeOf(() => reportOnCertificate(own.chain, { key: other.key, clock: at(0) })),
    "key_mismatch",
  );
  assert.equal(
    codeOf(() => reportOnCertificate(own.chain, { clock: at(-2) })),
    "not_yet_valid",
  );
  assert.equal(
    codeOf(() => reportOnCertificate(own.chain, { clock: at(91) })),
    "expired",
  );
  assert.equal(
    codeOf(() => reportOnCertificate(authority.root, { clock: { now: () => new Date() } })),
    "no_tpp",
  );
});

test("a transport is not made with a certificate that cannot be used, and stops when it expires", async () => {
  const ca = authority.root;
  const make = (identity: { chain: string; key: string }, days: number) => () =>
    createMutualTlsRequest({ cert: identity.chain, key: identity.key, ca, clock: at(days) });
  assert.equal(codeOf(make(own, 91)), "expired");
  assert.equal(codeOf(make(own, -2)), "not_yet_valid");
  assert.equal(codeOf(make({ chain: own.chain, key: other.key }, 0)), "key_mismatch");
  let today = 0;
  const warnings: string[] = [];
  const request = createMutualTlsRequest({
    cert: own.chain,
    key: own.key,
    ca,
    clock: { now: () => at(today).now() },
    onWarning: (warning) => warnings.push(warning),
  });
  const call = () => request({ method: "GET", url: "https://localhost:1/" }).catch((error: { code?: string }) => error);
  for (const [days, told] of [
    [0, 0],
    [61, 1],
    [61, 1],
    [62, 2],
  ] as const) {
    today = days;
    await call();
    assert.equal(warnings.length, told);
  }
  today = 91;
  assert.equal(((await call()) as { code?: string }).code, "expired");
  await request.close();
});

test("files are read, and one that is missing is named", async () => {
  const dir = await mkdtemp(join(tmpdir(), "tallystick-identity-"));
  try {
    const files = { certFile: join(dir, "tpp.pem"), keyFile: join(dir, "tpp.key"), caFile: join(dir, "root.pem") };
    await writeFile(files.certFile, own.chain);
    await writeFile(files.keyFile, own.key);
    await assert.rejects(readIdentityFiles(files), { code: "file", message: /root\.pem cannot be read \(ENOENT\)$/ });
    await writeFile(files.caFile, authority.root);
    assert.deepEqual(await readIdentityFiles(files), { cert: own.chain, key: own.key, ca: authority.root });
  } finally {
    await rm(dir, { recursive: true });
  }
});
