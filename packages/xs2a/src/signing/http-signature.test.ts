/** Proves: what is signed is what the guidelines say, and the header is read in the forms that occur in the field. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isSameName,
  isSameSerial,
  readHttpSignature,
  readKeyId,
  signedHeaders,
  signingString,
  writeHttpSignature,
  writeKeyId,
} from "./http-signature.ts";

const sent: Record<string, string> = {
  digest: "SHA-256=hl1/Eps8BEQW58FJhDApwJXjGY4nr1ArGDHIT25vq6A=",
  "x-request-id": "99391c7e-ad88-49ec-a2ad-99ddcb1f7756",
  "tpp-redirect-uri": " https://tpp.example/back ",
};
const headerOf = (name: string): string | undefined => sent[name];

test("digest and request id are signed always, PSU ids and redirect when they are sent", () => {
  assert.deepEqual(signedHeaders(headerOf), ["digest", "x-request-id", "tpp-redirect-uri"]);
  assert.deepEqual(
    signedHeaders(() => "x"),
    ["digest", "x-request-id", "psu-id", "psu-corporate-id", "tpp-redirect-uri"],
  );
});

test("a line per header in the order of the header list, and nothing when one is missing", () => {
  assert.equal(
    signingString(["x-request-id", "digest", "tpp-redirect-uri"], headerOf),
    "x-request-id: 99391c7e-ad88-49ec-a2ad-99ddcb1f7756\n" +
      "digest: SHA-256=hl1/Eps8BEQW58FJhDApwJXjGY4nr1ArGDHIT25vq6A=\ntpp-redirect-uri: https://tpp.example/back",
  );
  assert.equal(signingString(["digest", "psu-id"], headerOf), undefined);
});

test("what is written is read again, in any order and with blanks", () => {
  const signature = {
    keyId: "SN=9FA1,CA=CN=D-TRUST CA 2-1 2015,O=D-Trust GmbH,C=DE",
    algorithm: "rsa-sha256",
    headers: ["digest", "x-request-id"],
    signature: "Base64=",
  } as const;
  assert.deepEqual(readHttpSignature(writeHttpSignature(signature)), signature);
  const shuffled = `signature="Base64=", headers="Digest X-Request-ID" ,algorithm="RSA-SHA256", keyId="${signature.keyId}"`;
  assert.deepEqual(readHttpSignature(shuffled), signature);
});

test("C14: parameters that are missing, doubled, unquoted or unknown to the list are no signature", () => {
  const good = 'keyId="1",algorithm="rsa-sha256",headers="digest x-request-id",signature="eA=="';
  assert.ok(readHttpSignature(good));
  for (const wrong of [
    "",
    "x",
    `${good},`,
    `${good},keyId="2"`,
    good.replace('keyId="1",', ""),
    good.replace('headers="digest x-request-id",', ""),
    good.replace("digest x-request-id", "digest digest"),
    good.replace("digest x-request-id", "digest  x-request-id"),
    good.replace("rsa-sha256", "hmac-sha256"),
    good.replace("rsa-sha256", "rsa-sha1"),
    good.replace("rsa-sha256", "none"),
    good.replace('"eA=="', "eA=="),
    good.replace(",signature", ";signature"),
    `Signature ${good}`,
  ]) {
    assert.equal(readHttpSignature(wrong), undefined, wrong);
  }
});

test("a key id is a serial number alone or with the issuer's name", () => {
  assert.deepEqual(readKeyId("00:9f:a1"), { serial: "00:9f:a1", issuer: undefined });
  assert.deepEqual(readKeyId("0x9fa1"), { serial: "9fa1", issuer: undefined });
  assert.deepEqual(readKeyId(writeKeyId("009FA1", "C=DE,O=X")), { serial: "009FA1", issuer: "C=DE,O=X" });
  for (const wrong of ["", "SN=9FA1", "CA=x", "tpp", "SN=xyz,CA=C=DE"])
    assert.equal(readKeyId(wrong), undefined, wrong);
  for (const same of ["9FA1", "00:9f:a1", "009fa1", "40865"]) assert.ok(isSameSerial(same, "9FA1"), same);
  for (const other of ["9FA2", "40866", "0"]) assert.ok(!isSameSerial(other, "9FA1"), other);
});

test("a distinguished name is the same however a tool writes it, and no other", () => {
  const node = "C=LT\nO=Tallystick, Sandbox\norganizationIdentifier=PSDLT-BOL-1\nCN=Issuing CA";
  for (const same of [
    "CN=Issuing CA,2.5.4.97=PSDLT-BOL-1,O=Tallystick\\, Sandbox,C=LT",
    'C=LT, O="Tallystick, Sandbox", OID.2.5.4.97=PSDLT-BOL-1, CN=issuing ca',
    "/C=LT/O=Tallystick, Sandbox/organizationIdentifier=PSDLT-BOL-1/CN=Issuing CA",
  ]) {
    assert.ok(isSameName(node, same), same);
  }
  for (const other of ["", "x", "CN=Issuing CA", node.replace("BOL-1", "BOL-2"), `${node}\nOU=x`]) {
    assert.ok(!isSameName(node, other), other);
  }
  assert.ok(!isSameName("", ""));
});
