import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { der, oid, sequence } from "../testing/certificate.ts";
import { CertificateError, type CertificateErrorCode } from "./certificate-error.ts";
import { childrenOf, readBoolean, readDer, readOid, readText, sequenceOf, type DerNode } from "./der.ts";

const refusedWith = (code: CertificateErrorCode) => (error: unknown) =>
  error instanceof CertificateError && error.code === code;

/** Reads every level of a value. */
function walk(node: DerNode): number {
  return (node.tag & 0x20) === 0 ? 1 : childrenOf(node).reduce((count, child) => count + walk(child), 1);
}

test("C10: what is not strict DER is refused", () => {
  const table: readonly (readonly [what: string, bytes: readonly number[]])[] = [
    ["nothing", []],
    ["a tag alone", [0x30]],
    ["indefinite length", [0x30, 0x80, 0x00, 0x00]],
    ["indefinite length inside", [0x30, 0x04, 0x30, 0x80, 0x00, 0x00]],
    ["trailing byte", [0x05, 0x00, 0x00]],
    ["length beyond the end", [0x04, 0x02, 0x00]],
    ["length of one octet in the long form", [0x04, 0x81, 0x01, 0x00]],
    ["length with a leading zero", [0x04, 0x82, 0x00, 0x80, ...Array<number>(128).fill(0)]],
    ["length of four octets", [0x04, 0x84, 0x00, 0x00, 0x00, 0x01, 0x00]],
    ["huge length", [0x04, 0x84, 0xff, 0xff, 0xff, 0xff]],
    ["huger length", [0x04, 0x88, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ["length cut off", [0x04, 0x82, 0x01]],
    ["reserved length", [0x04, 0xff, 0x00]],
    ["tag over 30", [0x1f, 0x81, 0x01, 0x00]],
    ["child beyond its parent", [0x30, 0x02, 0x04, 0x01]],
  ];
  for (const [what, bytes] of table) {
    assert.throws(() => walk(readDer(Uint8Array.from(bytes))), refusedWith("der"), what);
  }
});

test("C10: sixteen levels and 16 kB are taken, one more is not", () => {
  const nested = (levels: number): Uint8Array => {
    let value = der(0x30);
    for (let level = 1; level < levels; level += 1) value = sequence(value);
    return value;
  };
  assert.equal(walk(readDer(nested(16))), 16);
  assert.throws(() => walk(readDer(nested(17))), refusedWith("der"));
  assert.throws(() => walk(readDer(nested(4_000))), refusedWith("der"));
  assert.equal(readDer(der(0x04, new Uint8Array(16_380))).content.length, 16_380);
  assert.throws(() => readDer(der(0x04, new Uint8Array(16_381))), refusedWith("too_large"));
  assert.throws(() => readDer(new Uint8Array(10_000_000)), refusedWith("too_large"));
});

test("lengths at the borders of their forms are read", () => {
  for (const length of [0, 1, 127, 128, 255, 256, 16_000]) {
    assert.equal(readDer(der(0x04, new Uint8Array(length))).content.length, length);
  }
});

test("object identifiers are read in their shortest form only", () => {
  for (const dotted of [
    "2.5.4.97",
    "1.3.6.1.5.5.7.1.3",
    "0.4.0.19495.1.2",
    "0.9.2342.19200300.100.1.25",
    "2.999.1",
    "1.39",
  ]) {
    assert.equal(readOid(readDer(oid(dotted))), dotted);
  }
  const wrong = [
    [],
    [0x80, 0x01],
    [0x55, 0x80, 0x04],
    [0x55, 0x84],
    [0x55, 0x9f, 0xff, 0xff, 0xff, 0x7f],
    Array<number>(33).fill(1),
  ];
  for (const content of wrong)
    assert.throws(() => readOid(readDer(der(0x06, content))), refusedWith("der"), String(content));
  assert.throws(() => readOid(readDer(der(0x0c, "2.5"))), refusedWith("der"));
  assert.throws(() => readOid(undefined), refusedWith("der"));
});

test("a boolean is one octet, 00 or FF", () => {
  assert.equal(readBoolean(readDer(der(0x01, [0xff]))), true);
  assert.equal(readBoolean(readDer(der(0x01, [0x00]))), false);
  for (const content of [[], [0x01], [0xff, 0xff]]) {
    assert.throws(() => readBoolean(readDer(der(0x01, content))), refusedWith("der"));
  }
});

test("text is what its type allows", () => {
  assert.equal(readText(readDer(der(0x0c, "Žalgiris"))), "Žalgiris");
  assert.equal(readText(readDer(der(0x13, "Example (UAB)"))), "Example (UAB)");
  assert.equal(readText(readDer(der(0x16, "a@b"))), "a@b");
  assert.equal(readText(readDer(der(0x13, "a@b"))), undefined);
  assert.equal(readText(readDer(der(0x13, "é"))), undefined);
  assert.equal(readText(readDer(der(0x16, "é"))), undefined);
  assert.equal(readText(readDer(der(0x0c, [0xc3]))), undefined);
  assert.equal(readText(readDer(der(0x0c, [0xed, 0xa0, 0x80]))), undefined);
  assert.equal(readText(readDer(der(0x1e, [0, 65]))), undefined);
  assert.equal(readText(undefined), undefined);
});

test("only the expected type is opened", () => {
  assert.throws(() => sequenceOf(readDer(der(0x31))), refusedWith("der"));
  assert.throws(() => sequenceOf(undefined), refusedWith("der"));
  assert.throws(() => childrenOf(readDer(der(0x04))), refusedWith("der"));
});

test("C10: no bytes make the reader throw anything but CertificateError", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        walk(readDer(bytes));
      } catch (error) {
        assert.ok(error instanceof CertificateError);
      }
    }),
    { numRuns: 5_000 },
  );
});
