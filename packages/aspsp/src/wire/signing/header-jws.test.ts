/** Proves: at a bank of the Georgian kind each request carries its caller's JWS, and each answer the bank's. */
import assert from "node:assert/strict";
import {
  constants,
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  verify,
  X509Certificate,
  type KeyObject,
} from "node:crypto";
import { after, before, test } from "node:test";
import { issue, makeAuthority, usage, type LeafOptions, type TestCertificate } from "../../testing/certificates.ts";
import { messagesOf, openHttpBank, productPath, type HttpBank, type Reply } from "../../testing/http-bank.ts";
import { samplePayment, testProfile } from "../../testing/test-bank.ts";
import { createSignatures } from "./signatures.ts";

const sealing = { qcType: "seal", usages: [] } as const satisfies LeafOptions;
const host = "localhost:4443";
const profile = { ...testProfile, providerId: "sealed_ge", jwsSignature: true };
const body = JSON.stringify(samplePayment);

let bank: HttpBank;
let seal: TestCertificate;
let bankSeal: TestCertificate;
before(async () => {
  bank = await openHttpBank({
    profile,
    bank: async ({ authority }) => {
      bankSeal = issue(authority, { ...sealing, organizationIdentifier: "PSDGE-NBG-1", ncaId: "GE-NBG" });
      return { sealKey: bankSeal.key, sealCertificate: bankSeal.cert };
    },
  });
  seal = issue(bank.authority, sealing);
});
after(() => bank.close());

const digestOf = (text: string): string => `SHA-256=${createHash("sha256").update(text).digest("base64")}`;
const base64url = (text: string): string => Buffer.from(text).toString("base64url");

type Alg = "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "ES512";

/** Signs as RFC 7518 says, by Node alone. */
function signAs(alg: string, input: string, key: KeyObject): Buffer {
  const hash = `sha${alg.slice(2)}`;
  if (alg.startsWith("ES")) return sign(hash, Buffer.from(input), { key, dsaEncoding: "ieee-p1363" });
  const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING } = constants;
  const padding = alg.startsWith("PS") ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING;
  return sign(hash, Buffer.from(input), { key, padding, saltLength: Number(alg.slice(2)) / 8 });
}

interface Signing {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly by?: TestCertificate;
  readonly alg?: Alg;
  /** Replaces members of the protected header. */
  readonly header?: Readonly<Record<string, unknown>>;
  readonly pars?: (pars: string[]) => string[];
  /** Signed and sent beside the usual ones. */
  readonly more?: Readonly<Record<string, string>>;
  /** Sent in the end; what is signed stays. */
  readonly changed?: Readonly<Record<string, string | undefined>>;
  readonly spelt?: (jws: string) => string;
}

async function send(how: Signing = {}): Promise<Reply> {
  const { method = "POST", path = productPath, by = seal, alg = "ES256", spelt = (jws) => jws } = how;
  const text = how.body ?? (method === "POST" ? body : "");
  const headers: Record<string, string> = {
    host,
    "x-request-id": randomUUID(),
    ...(method === "POST" && { "content-type": "application/json", "content-length": String(text.length) }),
    digest: digestOf(text),
    "psu-ip-address": "192.0.2.1",
    ...how.more,
  };
  const names = Object.keys(headers);
  const pars = how.pars?.(["(request-target)", ...names]) ?? ["(request-target)", ...names];
  const lines = pars.map((name) =>
    name === "(request-target)" ? `${name}: ${method.toLowerCase()} ${bank.base}${path}` : `${name}: ${headers[name]}`,
  );
  const header = {
    alg,
    b64: false,
    crit: ["sigT", "sigD", "b64"],
    sigT: `${bank.clock.now().toISOString().slice(0, 19)}Z`,
    x5c: [by.der.toString("base64")],
    sigD: { mId: "http://uri.etsi.org/19182/HttpHeaders", pars },
    ...how.header,
  };
  const protectedPart = base64url(JSON.stringify(header));
  const signature = signAs(alg, `${protectedPart}.${lines.join("\n")}`, createPrivateKey(by.key));
  const jws = spelt(`${protectedPart}..${signature.toString("base64url")}`);
  const sent = { "X-Request-ID": headers["x-request-id"], "PSU-IP-Address": undefined, ...headers };
  delete (sent as Record<string, unknown>)["x-request-id"];
  return bank.call({
    method,
    path,
    ...(method === "POST" && { body: text }),
    headers: { "Content-Type": undefined, ...sent, "x-jws-signature": jws, ...how.changed },
  });
}

async function refused(how: Signing, code = "SIGNATURE_INVALID"): Promise<void> {
  const payments = await bank.countPayments();
  const reply = await send(how);
  assert.deepEqual([reply.status, messagesOf(reply)], [401, [`${code} x-jws-signature`]]);
  assert.equal(await bank.countPayments(), payments);
}

/** The answer's own JWS, checked by Node alone. */
function assertSealed(reply: Reply): void {
  const [protectedPart = "", empty, signature = ""] = String(reply.headers["x-jws-signature"]).split(".");
  assert.equal(empty, "");
  const header = JSON.parse(Buffer.from(protectedPart, "base64url").toString());
  assert.deepEqual([header.alg, header.b64, header.crit], ["ES256", false, ["sigT", "sigD", "b64"]]);
  assert.deepEqual(header.x5c, [bankSeal.der.toString("base64")]);
  assert.ok(Math.abs(Date.parse(header.sigT) - bank.clock.now().getTime()) < 5_000);
  assert.equal(reply.headers["digest"], digestOf(reply.text));
  const present = ["content-type", "content-length"].filter((name) => reply.headers[name] !== undefined);
  assert.deepEqual(header.sigD.pars, ["(response-status)", "x-request-id", ...present, "digest"]);
  const lines = header.sigD.pars.map((name: string) =>
    name === "(response-status)" ? `${name}: ${reply.status}` : `${name}: ${String(reply.headers[name])}`,
  );
  const key = { key: new X509Certificate(bankSeal.der).publicKey, dsaEncoding: "ieee-p1363" } as const;
  const input = Buffer.from(`${protectedPart}.${lines.join("\n")}`);
  assert.ok(verify("sha256", input, key, Buffer.from(signature, "base64url")), `status ${reply.status}`);
}

test("requests with and without body are taken, and every answer is sealed: 201, 200, 204, 405, 404, 401", async () => {
  const created = await send();
  assert.equal(created.status, 201, created.text);
  const path = `${productPath}/${created.body.paymentId}`;
  const replies = [
    created,
    await send({ method: "GET", path }),
    await send({ method: "DELETE", path }),
    await send({ method: "DELETE", path }),
    await send({ method: "GET", path: `${productPath}/00000000-0000-4000-8000-000000000000` }),
    await send({ method: "GET", path, changed: { "x-jws-signature": undefined } }),
    await send({ method: "PUT", path }),
    await send({ changed: { "X-Request-ID": "nonsense" } }),
    await send({ changed: { accept: "text/plain" } }),
  ];
  assert.deepEqual(
    replies.map((reply) => reply.status),
    [201, 200, 204, 405, 404, 401, 405, 400, 406],
  );
  replies.forEach(assertSealed);
});

test("each algorithm of the list signs, with its own kind of key", async () => {
  const rsa = issue(bank.authority, { ...sealing, keys: generateKeyPairSync("rsa", { modulusLength: 2048 }) });
  for (const alg of ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] as const) {
    assert.equal((await send({ alg, by: rsa })).status, 201, alg);
  }
  for (const [alg, namedCurve] of [
    ["ES256", "P-256"],
    ["ES384", "P-384"],
    ["ES512", "P-521"],
  ] as const) {
    const by = issue(bank.authority, { ...sealing, keys: generateKeyPairSync("ec", { namedCurve }) });
    assert.equal((await send({ alg, by })).status, 201, alg);
  }
  await refused({ alg: "ES384" });
  await refused({ by: rsa, alg: "RS256", header: { alg: "PS256" } });
});

test("without the header it is missing", () =>
  refused({ changed: { "x-jws-signature": undefined } }, "SIGNATURE_MISSING"));

test("C14: another target, host, id, type, PSU header or body than was signed is refused", async () => {
  await refused({ changed: { "X-Request-ID": randomUUID() } });
  await refused({ changed: { host: "evil.example" } });
  await refused({ more: { host: "other-bank.example" } });
  await refused({ changed: { "content-type": "application/json; charset=utf-8" } });
  await refused({ changed: { "psu-ip-address": "192.0.2.2" } });
  await refused({ changed: { "psu-user-agent": "x" } });
  const other = JSON.stringify({ ...samplePayment, creditorName: "Eve" });
  const wrongDigest = await send({ body: other, changed: { digest: digestOf(body) } });
  assert.deepEqual(messagesOf(wrongDigest), ["SIGNATURE_INVALID Digest"]);
  await refused({ changed: { digest: undefined } });
});

test("C14: what must be covered is covered", async () => {
  const mandatory = ["(request-target)", "host", "x-request-id", "content-type", "content-length", "digest"];
  for (const name of [...mandatory, "psu-ip-address"]) {
    await refused({ pars: (pars) => pars.filter((one) => one !== name) });
  }
  await refused({ pars: (pars) => [...pars, "psu-id"] });
  await refused({ pars: (pars) => [...pars, "(response-status)"] });
  await refused({ pars: (pars) => [...pars, "digest"] });
  await refused({ pars: (pars) => pars.map((name) => name.toUpperCase()) });
});

test("K1, K3: the protected header says what the standard says and nothing that changes the key", async () => {
  for (const header of [
    { alg: "none" },
    { alg: "HS256" },
    { b64: true },
    { b64: undefined },
    { crit: ["sigT", "sigD"] },
    { crit: ["sigT", "sigD", "b64", "exp"], exp: 1 },
    { crit: [] },
    { sigT: undefined },
    { sigT: "2026-11-25 10:00:00" },
    { sigT: "2026-13-45T10:00:00Z" },
    { x5c: [] },
    { x5c: ["AAAA"] },
    { x5c: undefined },
    { sigD: { mId: "http://uri.etsi.org/19182/ObjectIdByURI", pars: [] } },
    { sigD: undefined },
    { jku: "https://evil.example/jwks" },
    { x5u: "https://evil.example/x" },
    { jwk: { kty: "EC" } },
    { zip: "DEF" },
  ]) {
    await refused({ header });
  }
});

test("K4: a signature has one spelling", async () => {
  const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (const spelt of [
    (jws: string) => `${jws}=`,
    (jws: string) => `${jws}==`,
    (jws: string) => `${jws.slice(0, -4)} ${jws.slice(-4)}`,
    (jws: string) => jws.replaceAll("-", "+").replaceAll("_", "/") + "=",
    (jws: string) => jws.slice(0, -1) + last[last.indexOf(jws.at(-1)!) ^ 1],
    (jws: string) => jws.replace("..", ".eA."),
    (jws: string) => jws.replace("..", "."),
    (jws: string) => `${jws}.`,
    () => "x",
    () => `${"A".repeat(8_190)}..AA`,
  ]) {
    await refused({ spelt });
  }
});

test("sigT may lie five minutes away and no more", async () => {
  const at = (seconds: number) => new Date(bank.clock.now().getTime() + seconds * 1_000).toISOString();
  for (const seconds of [-295, 295]) assert.equal((await send({ header: { sigT: at(seconds) } })).status, 201);
  for (const seconds of [-305, 305]) await refused({ header: { sigT: at(seconds) } });
});

test("C14: the seal is a current QSealC of a trusted authority and of the caller", async () => {
  for (const by of [
    issue(bank.authority),
    issue(bank.authority, { ...sealing, qcType: "sign" }),
    issue(makeAuthority(bank.authority.name), sealing),
    issue(bank.authority, { ...sealing, organizationIdentifier: "PSDLT-BOL-999999" }),
    issue(bank.authority, { ...sealing, notAfter: new Date(Date.now() - 1_000) }),
    issue(bank.authority, { ...sealing, usages: [usage.codeSigning] }),
  ]) {
    await refused({ by });
  }
  await refused({ header: { x5c: [bank.certificate.der.toString("base64")] } });
});

test("a bank that is to sign without a seal, or with another's key, does not start", () => {
  const made = { clock: bank.clock, xs2aUrl: "https://localhost:4443/x" };
  const checkSeal = () => assert.fail("no seal is checked");
  const create = (more: object) => createSignatures({ ...made, profile, checkSeal, ...more });
  assert.throws(() => create({}), TypeError);
  assert.throws(() => create({ sealKey: seal.key, sealCertificate: bankSeal.cert }), TypeError);
  assert.ok(create({ sealKey: seal.key, sealCertificate: seal.cert }).sealAnswer);
});
