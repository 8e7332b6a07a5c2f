/** Proves: lists and answers are believed only when they are the issuer's own, whole, current and about the question. */
import assert from "node:assert/strict";
import { sign, X509Certificate } from "node:crypto";
import { before, test } from "node:test";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { CertificateList, Extension, IssuingDistributionPoint } from "@peculiar/asn1-x509";
import { answerOcsp, issueCrl } from "@tallystick/sandbox/testing";
import fc from "fast-check";
import { issue, makeAuthority, usage, type LeafOptions, type TestAuthority } from "../../testing/certificates.ts";
import { signingOf } from "../../testing/status-authority.ts";
import { readCrl } from "./crl.ts";
import { askOcsp, readOcspAnswer, writeOcspRequest } from "./ocsp.ts";
import { Unusable } from "./unusable.ts";

const hour = 3_600_000;
const now = new Date();
const at = (ms: number): Date => new Date(now.getTime() + ms);
const dates = { thisUpdate: at(-1_000), nextUpdate: at(hour) };
const authority = makeAuthority();
const issuer = new X509Certificate(authority.pem);
const impostor = makeAuthority(authority.name);
const certificate = new X509Certificate(issue(authority).der);
const revokedSince = new Map([[certificate.serialNumber, at(-hour)]]);
const refusal = (text: RegExp) => (error: unknown) => error instanceof Unusable && text.test(error.message);

const crlOf = (of: TestAuthority, more = dates) => issueCrl(signingOf(of), revokedSince, more);

test("C5: a list names what is revoked, as DER and as PEM", async () => {
  const der = await crlOf(authority);
  const pem = `-----BEGIN X509 CRL-----\n${Buffer.from(der).toString("base64")}\n-----END X509 CRL-----\n`;
  for (const bytes of [der, Buffer.from(pem)]) {
    const { revoked, nextUpdate } = readCrl(bytes, issuer, now);
    assert.deepEqual([...revoked], [certificate.serialNumber]);
    assert.equal(nextUpdate.getTime(), Math.floor(dates.nextUpdate.getTime() / 1_000) * 1_000);
  }
});

test("C5: a list of another authority, of one that only has the name, of yesterday or of the future is refused", async () => {
  assert.throws(() => readCrl(new Uint8Array(3), issuer, now), refusal(/cannot be read/));
  const other = await crlOf(makeAuthority("Other"));
  assert.throws(() => readCrl(other, issuer, now), refusal(/another issuer/));
  const forged = await crlOf(impostor);
  assert.throws(() => readCrl(forged, issuer, now), refusal(/not signed by its issuer/));
  const old = await crlOf(authority, { thisUpdate: at(-2 * hour), nextUpdate: at(-hour) });
  assert.throws(() => readCrl(old, issuer, now), refusal(/no longer holds/));
  const future = await crlOf(authority, { thisUpdate: at(hour), nextUpdate: at(2 * hour) });
  assert.throws(() => readCrl(future, issuer, now), refusal(/future/));
});

/** The list with extensions added, signed again. */
async function extended(extensions: readonly Extension[]): Promise<Uint8Array> {
  const list = AsnConvert.parse(await crlOf(authority), CertificateList);
  const { tbsCertList } = list;
  tbsCertList.crlExtensions = [...(tbsCertList.crlExtensions ?? []), ...extensions];
  const bytes = Buffer.from(AsnConvert.serialize(tbsCertList));
  const signature = Uint8Array.from(sign("sha256", bytes, authority.privateKey)).buffer;
  return new Uint8Array(AsnConvert.serialize(Object.assign(list, { tbsCertList, signature })));
}

test("C5: of a list that is partial, indirect or a delta, an absence proves nothing, so it is refused", async () => {
  const critical = (extnID: string, value: object): Extension =>
    new Extension({ extnID, critical: true, extnValue: new OctetString(AsnConvert.serialize(value)) });
  const point = (parts: Partial<IssuingDistributionPoint>): Extension =>
    critical("2.5.29.28", Object.assign(new IssuingDistributionPoint(), parts));
  readCrl(await extended([point({ onlyContainsUserCerts: true })]), issuer, now);
  for (const parts of [{ indirectCRL: true }, { onlyContainsCACerts: true }, { onlyContainsAttributeCerts: true }]) {
    const bytes = await extended([point(parts)]);
    assert.throws(() => readCrl(bytes, issuer, now), refusal(/is partial/), JSON.stringify(parts));
  }
  const delta = await extended([critical("2.5.29.27", new OctetString(1))]);
  assert.throws(() => readCrl(delta, issuer, now), refusal(/not understood/));
});

const nonce = Buffer.alloc(24, 7);
const question = askOcsp(certificate, issuer, nonce);
let asked: Uint8Array;
before(() => void (asked = writeOcspRequest(question)));

interface Answering {
  readonly of?: TestAuthority;
  readonly responder?: LeafOptions & { readonly by?: TestAuthority };
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
  readonly request?: Uint8Array;
  readonly revoked?: ReadonlyMap<string, Date>;
}

function answer({ of = authority, responder, request = asked, revoked = new Map(), ...more }: Answering): Uint8Array {
  const leaf = responder && issue(responder.by ?? authority, { withoutQcStatements: true, ...responder });
  const delegated = leaf === undefined ? {} : { responder: { certificate: leaf.cert, key: leaf.key } };
  return answerOcsp(signingOf(of), request, revoked, { ...dates, ...more, ...delegated });
}

test("C5: the issuer's answer and its responder's are believed: good and revoked", () => {
  const responder = { usages: [usage.ocspSigning] };
  for (const by of [{}, { responder }]) {
    assert.equal(readOcspAnswer(answer(by), question, now).status, "good");
    assert.equal(readOcspAnswer(answer({ ...by, revoked: revokedSince }), question, now).status, "revoked");
  }
});

test("C5: an answer that anybody else signed is refused", () => {
  const table: readonly Answering[] = [
    { of: impostor },
    { responder: { usages: [usage.clientAuth, usage.serverAuth] } },
    { responder: { usages: [usage.ocspSigning], by: impostor } },
    { responder: { usages: [usage.ocspSigning], ca: true } },
    { responder: { usages: [usage.ocspSigning], notAfter: at(-1_000) } },
  ];
  for (const wrong of table) {
    assert.throws(() => readOcspAnswer(answer(wrong), question, now), refusal(/not signed by the issuer/));
  }
});

test("C5: an answer to another question, of yesterday, of the future, or none at all is refused", () => {
  const other = new X509Certificate(issue(authority).der);
  const aboutOther = answer({ request: writeOcspRequest(askOcsp(other, issuer, nonce)) });
  assert.throws(() => readOcspAnswer(aboutOther, question, now), refusal(/another certificate/));
  const replayed = answer({ request: writeOcspRequest(askOcsp(certificate, issuer, Buffer.alloc(24, 8))) });
  assert.throws(() => readOcspAnswer(replayed, question, now), refusal(/another question/));
  const old = answer({ thisUpdate: at(-2 * hour), nextUpdate: at(-hour) });
  assert.throws(() => readOcspAnswer(old, question, now), refusal(/no longer holds/));
  const future = answer({ thisUpdate: at(hour), nextUpdate: at(2 * hour) });
  assert.throws(() => readOcspAnswer(future, question, now), refusal(/future/));
  assert.throws(
    () => readOcspAnswer(answer({ request: Buffer.from("x") }), question, now),
    refusal(/malformedRequest/),
  );
  assert.throws(() => readOcspAnswer(Buffer.from("x"), question, now), refusal(/cannot be read/));
});

test("C5, C10: no changed byte of a list or an answer is believed", async () => {
  const list = await crlOf(authority);
  const told = answer({ revoked: revokedSince });
  const at = fc.nat({ max: 4_000 });
  fc.assert(
    fc.property(at, fc.integer({ min: 1, max: 255 }), (index, change) => {
      const mutated = (source: Uint8Array): Buffer => {
        const bytes = Buffer.from(source);
        bytes[index % bytes.length]! ^= change;
        return bytes;
      };
      const read = (reading: () => unknown): unknown => {
        try {
          return reading();
        } catch {
          return undefined;
        }
      };
      const changedList = read(() => readCrl(mutated(list), issuer, now)) as ReturnType<typeof readCrl> | undefined;
      assert.ok(changedList === undefined || changedList.revoked.has(certificate.serialNumber));
      const changedAnswer = read(() => readOcspAnswer(mutated(told), question, now)) as { status?: string } | undefined;
      assert.ok(changedAnswer === undefined || changedAnswer.status === "revoked");
    }),
    { numRuns: 2_000 },
  );
});
