/** Proves: a TPP's seal counts only over this very request, by its own current QSealC, and is asked for by the profile. */
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, randomUUID, sign, X509Certificate } from "node:crypto";
import { after, before, test } from "node:test";
import { issue, makeAuthority, type LeafOptions, type TestCertificate } from "../../testing/certificates.ts";
import { messagesOf, openHttpBank, productPath, type HttpBank, type Reply } from "../../testing/http-bank.ts";
import { openStatusAuthority, type StatusAuthority } from "../../testing/status-authority.ts";
import { samplePayment, testProfile } from "../../testing/test-bank.ts";
import { certificateBytes } from "./http-signature.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ecSealing = { qcType: "seal", usages: [] } as const satisfies LeafOptions;
const sealing = { ...ecSealing, keys: rsa } as const;
const body = JSON.stringify(samplePayment);
const digestOf = (text: string): string => `SHA-256=${createHash("sha256").update(text).digest("base64")}`;

let bank: HttpBank;
let demanding: HttpBank;
let strict: HttpBank;
let status: StatusAuthority;
before(async () => {
  bank = await openHttpBank({
    bank: async ({ authority, clock, trust }) => {
      status = await openStatusAuthority(authority, clock);
      const issuers = [{ certificate: authority.pem, crlUrl: status.crlUrl }];
      return { trust: { ...trust, revocation: { request: status.request, issuers } } };
    },
  });
  const named = (providerId: string) => ({ ...testProfile, providerId });
  demanding = await openHttpBank({ profile: { ...named("pays_ro"), requireSignature: "payments" } });
  strict = await openHttpBank({ profile: { ...named("all_ro"), requireSignature: "always" } });
});
after(() => Promise.all([bank, demanding, strict].map((one) => one.close()).concat(status.close())));

interface Sealing {
  readonly seal?: TestCertificate;
  readonly hash?: "sha256" | "sha512";
  readonly algorithm?: string;
  /** What is signed, in this order. */
  readonly covered?: readonly string[];
  readonly keyId?: (certificate: X509Certificate) => string;
  /** The header as it is sent. */
  readonly certificate?: (seal: TestCertificate) => string | undefined;
  /** Sent in the end; what is signed stays. */
  readonly changed?: Readonly<Record<string, string | undefined>>;
  readonly sent?: Readonly<Record<string, string>>;
  readonly payload?: string;
}

const plain = ({ der }: TestCertificate): string => der.toString("base64");
const all = ["digest", "x-request-id", "tpp-redirect-uri"];

/** A payment initiation with the headers of a seal. */
async function pay(at: HttpBank, how: Sealing = {}): Promise<Reply> {
  const { seal = issue(at.authority, sealing), covered = all, hash = "sha256", algorithm = "rsa-sha256" } = how;
  const headers: Record<string, string> = {
    "x-request-id": randomUUID(),
    "tpp-redirect-uri": "https://tpp.example/back",
    digest: digestOf(body),
    ...how.sent,
  };
  const signed = covered.map((name) => `${name}: ${headers[name]}`).join("\n");
  const keyId = how.keyId?.(new X509Certificate(seal.der)) ?? new X509Certificate(seal.der).serialNumber;
  const signature = sign(hash, Buffer.from(signed), seal.key).toString("base64");
  return at.initiate(
    {},
    {
      body: how.payload ?? body,
      headers: {
        "X-Request-ID": headers["x-request-id"],
        "TPP-Redirect-URI": headers["tpp-redirect-uri"],
        Digest: headers["digest"],
        ...how.sent,
        Signature: `keyId="${keyId}",algorithm="${algorithm}",headers="${covered.join(" ")}",signature="${signature}"`,
        "TPP-Signature-Certificate": (how.certificate ?? plain)(seal),
        ...how.changed,
      },
    },
  );
}

async function refused(how: Sealing, message: string): Promise<void> {
  const payments = await bank.countPayments();
  const reply = await pay(bank, how);
  assert.deepEqual([reply.status, messagesOf(reply)], [401, [message]]);
  assert.equal(await bank.countPayments(), payments);
}

test("a seal is taken in the forms of the field", async () => {
  const pem = ({ cert }: TestCertificate): string => cert;
  const dn = (of: X509Certificate): string => of.issuer.split("\n").toReversed().join(",");
  for (const how of [
    {},
    { hash: "sha512", algorithm: "rsa-sha512" },
    { seal: issue(bank.authority, ecSealing), algorithm: "ecdsa-sha256" },
    { keyId: (of) => `SN=${of.serialNumber},CA=${dn(of)}` },
    { keyId: (of) => BigInt(`0x${of.serialNumber}`).toString() },
    { certificate: (seal) => pem(seal).replaceAll("\n", " ").trim() },
    { certificate: (seal) => pem(seal).replaceAll("\n", String.raw`\n`) },
    { certificate: (seal) => encodeURIComponent(pem(seal)) },
    { certificate: (seal) => encodeURIComponent(plain(seal)) },
    { covered: ["x-request-id", "tpp-redirect-uri", "digest"] },
    { sent: { "psu-id": "alice", "psu-corporate-id": "corp" }, covered: [...all, "psu-id", "psu-corporate-id"] },
    { sent: { date: "Wed, 25 Nov 2026 10:00:00 GMT" }, covered: [...all, "date"] },
  ] satisfies Sealing[]) {
    const reply = await pay(bank, how);
    assert.equal(reply.status, 201, `${reply.text} ${Object.keys(how).join()}`);
  }
});

test("C7: Digest alone is taken as the published samples send it, a wrong one never", async () => {
  const sent = (Digest: string) => bank.initiate({}, { body, headers: { Digest } });
  assert.equal((await sent(digestOf(body))).status, 201);
  const wrong = await sent(digestOf(`${body} `));
  assert.deepEqual([wrong.status, messagesOf(wrong)], [401, ["SIGNATURE_INVALID Digest"]]);
});

test("C14: a header changed after signing, or a body, is refused", async () => {
  const id = { "X-Request-ID": randomUUID() };
  await refused({ changed: id }, "SIGNATURE_INVALID Signature");
  await refused({ changed: { "TPP-Redirect-URI": "https://tpp.example/other" } }, "SIGNATURE_INVALID Signature");
  await refused({ payload: JSON.stringify({ ...samplePayment, creditorName: "E" }) }, "SIGNATURE_INVALID Digest");
  const other = JSON.stringify({ ...samplePayment, creditorName: "Eve" });
  await refused({ payload: other, changed: { Digest: digestOf(other) } }, "SIGNATURE_INVALID Signature");
  await refused({ changed: { Digest: undefined } }, "SIGNATURE_INVALID Signature");
});

test("C14: what must be covered is covered", async () => {
  for (const covered of [["digest"], ["x-request-id", "tpp-redirect-uri"], ["digest", "x-request-id"]]) {
    await refused({ covered }, "SIGNATURE_INVALID Signature");
  }
  await refused({ changed: { "PSU-ID": "mallory" } }, "SIGNATURE_INVALID Signature");
  await refused({ changed: { "PSU-Corporate-ID": "mallory" } }, "SIGNATURE_INVALID Signature");
  await refused(
    { sent: { "psu-id": "a" }, covered: [...all, "psu-id"], changed: { "psu-id": undefined } },
    "SIGNATURE_INVALID Signature",
  );
});

test("C14: keyId, algorithm and signature are of the presented certificate", async () => {
  const other = new X509Certificate(issue(bank.authority, sealing).der);
  await refused({ keyId: () => other.serialNumber }, "SIGNATURE_INVALID Signature");
  await refused({ keyId: (of) => `SN=${of.serialNumber},CA=CN=Another QTSP` }, "SIGNATURE_INVALID Signature");
  await refused({ keyId: () => "PSDLT-BOL-123456" }, "SIGNATURE_INVALID Signature");
  await refused({ certificate: () => plain(issue(bank.authority, ecSealing)) }, "SIGNATURE_INVALID Signature");
  await refused({ algorithm: "ecdsa-sha256" }, "SIGNATURE_INVALID Signature");
  await refused({ algorithm: "rsa-sha512" }, "SIGNATURE_INVALID Signature");
  await refused({ algorithm: "hmac-sha256" }, "SIGNATURE_INVALID Signature");
  await refused({ changed: { Signature: "nonsense" } }, "SIGNATURE_INVALID Signature");
});

test("C14: the seal's certificate is a current QSealC of a trusted authority and of the caller", async () => {
  const path = "TPP-Signature-Certificate";
  const day = 86_400_000;
  await refused({ certificate: () => undefined }, `CERTIFICATE_MISSING ${path}`);
  await refused({ certificate: () => "%%%" }, `CERTIFICATE_INVALID ${path}`);
  await refused({ certificate: () => "AAAA" }, `CERTIFICATE_INVALID ${path}`);
  const seals: readonly (readonly [string, TestCertificate])[] = [
    ["CERTIFICATE_INVALID", issue(bank.authority, { keys: rsa })],
    ["CERTIFICATE_INVALID", issue(bank.authority, { ...sealing, qcType: "sign" })],
    ["CERTIFICATE_INVALID", issue(makeAuthority(bank.authority.name), sealing)],
    ["CERTIFICATE_INVALID", issue(bank.authority, { ...sealing, ca: true })],
    ["CERTIFICATE_INVALID", issue(bank.authority, { ...sealing, organizationIdentifier: "PSDLT-BOL-999999" })],
    ["CERTIFICATE_EXPIRED", issue(bank.authority, { ...sealing, notAfter: new Date(Date.now() - day) })],
  ];
  for (const [code, seal] of seals) await refused({ seal }, `${code} ${path}`);
  const seal = issue(bank.authority, sealing);
  assert.equal((await pay(bank, { seal })).status, 201);
  status.revoke(seal);
  bank.clock.advance(600_000);
  await refused({ seal }, `CERTIFICATE_REVOKE ${path}`);
});

test("C7: the profile asks for a seal never, on changes of payments, or always", async () => {
  const missing = { status: 401, messages: ["SIGNATURE_MISSING Signature"] };
  const said = (reply: Reply) => ({ status: reply.status, messages: messagesOf(reply) });
  assert.equal((await bank.initiate()).status, 201);
  assert.deepEqual(said(await demanding.initiate()), missing);
  assert.deepEqual(said(await demanding.initiate({}, { body, headers: { Digest: digestOf(body) } })), missing);
  const { paymentId } = (await pay(demanding)).body;
  assert.equal((await demanding.call({ path: `${productPath}/${paymentId}` })).status, 200);
  assert.deepEqual(said(await demanding.call({ method: "DELETE", path: `${productPath}/${paymentId}` })), missing);
  assert.deepEqual(said(await strict.call({ path: `${productPath}/${paymentId}` })), missing);
  assert.equal((await pay(strict)).status, 201);
});

test("a certificate's text that is no base64 has no bytes", () => {
  for (const wrong of ["", "-", "%", "AA", "AAA=A", "-----BEGIN CERTIFICATE----- -----END CERTIFICATE-----"]) {
    assert.equal(certificateBytes(wrong), undefined, wrong);
  }
});
