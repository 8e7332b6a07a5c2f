import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { systemRandom } from "@tallystick/kit";
import { seal, unseal } from "./seal.ts";

const key = randomBytes(32);
const secret = Buffer.from("a private key");

test("K9: what was sealed opens under the same key and context only", () => {
  const sealed = seal(key, systemRandom, "webhook_key test 1", secret);
  assert.deepEqual(unseal(key, "webhook_key test 1", sealed), secret);
  assert.throws(() => unseal(randomBytes(32), "webhook_key test 1", sealed));
  assert.throws(() => unseal(key, "webhook_key live 1", sealed));
  assert.equal(sealed.includes(secret), false);
});

test("K9: a changed, cut or empty secret does not open", () => {
  const sealed = seal(key, systemRandom, "c", secret);
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed[index]! ^= 1;
    assert.throws(() => unseal(key, "c", changed), `byte ${index}`);
  }
  for (const length of [0, 1, 12, 28, sealed.length - 1]) {
    assert.throws(() => unseal(key, "c", sealed.subarray(0, length)), `length ${length}`);
  }
});

test("two seals of one secret differ", () => {
  assert.notDeepEqual(seal(key, systemRandom, "c", secret), seal(key, systemRandom, "c", secret));
});
