// Proves which keys a client can have, that none is taken twice or back, and that nothing private is ever kept.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, test } from "node:test";
import { calculateJwkThumbprint } from "jose";
import { startFixture, type Fixture } from "../testing/fixture.ts";
import { readPublicJwk } from "./public-key.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

const pairs = {
  RSA: generateKeyPairSync("rsa", { modulusLength: 2_048 }),
  EC: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  OKP: generateKeyPairSync("ed25519"),
};
const publicJwk = (kty: keyof typeof pairs) => ({ ...pairs[kty].publicKey.export({ format: "jwk" }) });
const ec = () => generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" });
const refused = (message: RegExp) => ({ name: "KeyRefused", message });

test("keys of the three types are read, named by kid or thumbprint, and lose what is not theirs", async () => {
  for (const kty of ["RSA", "EC", "OKP"] as const) {
    const jwk = publicJwk(kty);
    const read = readPublicJwk({ ...jwk, use: "sig", key_ops: ["verify"], x5c: ["AAAA"], note: "x" }, "fapi2");
    assert.equal(read.kid, await calculateJwkThumbprint(jwk as never));
    assert.deepEqual(Object.keys(read).toSorted(), [...Object.keys(jwk), "alg", "kid", "use"].toSorted());
    assert.equal(readPublicJwk({ ...jwk, kid: "mine" }, "compat").kid, "mine");
  }
  assert.equal(readPublicJwk(publicJwk("RSA"), "compat").alg, undefined, "RS256 or PS256");
  assert.equal(readPublicJwk(publicJwk("RSA"), "fapi2").alg, "PS256");
});

test("private, shared, weak and foreign keys are refused with the reason", () => {
  const weak = generateKeyPairSync("rsa", { modulusLength: 1_024 }).publicKey.export({ format: "jwk" });
  const three = generateKeyPairSync("rsa", { modulusLength: 2_048, publicExponent: 3 }).publicKey.export({
    format: "jwk",
  });
  const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey.export({ format: "jwk" });
  const x25519 = generateKeyPairSync("x25519").publicKey.export({ format: "jwk" });
  for (const [jwk, said] of [
    [pairs.RSA.privateKey.export({ format: "jwk" }), /private key/],
    [pairs.EC.privateKey.export({ format: "jwk" }), /private key/],
    [pairs.OKP.privateKey.export({ format: "jwk" }), /private key/],
    [{ ...publicJwk("RSA"), p: "AA" }, /private key \(it has the member p\)/],
    [{ ...publicJwk("EC"), d: null }, /private key/],
    [{ kty: "oct", k: "AAAA" }, /shared secret/],
    [{ ...publicJwk("RSA"), k: "AAAA" }, /shared secret/],
    [weak, /2,048 to 8,192 bits, and this one 1024/],
    [three, /exponent/],
    [p384, /must be P-256/],
    [x25519, /must be Ed25519/],
    [{ keys: [publicJwk("EC")] }, /key set/],
    [{ ...publicJwk("EC"), x: "AAAA" }, /make no key/],
    [{ ...publicJwk("EC"), x: 1 }, /x is missing/],
    [{ kty: "RSA", e: "AQAB" }, /n is missing/],
    [{ kty: "AKP" }, /kty must be/],
    [{ ...publicJwk("EC"), use: "enc" }, /use must be sig/],
    [{ ...publicJwk("EC"), key_ops: ["sign"] }, /key_ops/],
    [{ ...publicJwk("EC"), alg: "RS256" }, /alg of a key of type EC must be ES256/],
    [{ ...publicJwk("RSA"), alg: "HS256" }, /must be RS256 or PS256/],
    [{ ...publicJwk("RSA"), alg: "none" }, /must be RS256 or PS256/],
    [{ ...publicJwk("EC"), kid: "" }, /kid must/],
    [{ ...publicJwk("EC"), kid: "ä" }, /kid must/],
    [{ ...publicJwk("EC"), kid: "x".repeat(129) }, /kid must/],
    [{ ...publicJwk("EC"), kid: 1 }, /kid must/],
    ...[undefined, null, 1, "x", [], true].map((value) => [value, /JSON object/] as const),
  ] as const) {
    assert.throws(() => readPublicJwk(jwk, "compat"), refused(said), JSON.stringify(jwk));
  }
  const rs256 = { ...publicJwk("RSA"), alg: "RS256" };
  assert.throws(() => readPublicJwk(rs256, "fapi2"), refused(/must be PS256 in the profile fapi2/));
});

test("a kid is one key's for good; adding the same key again changes nothing", async () => {
  const { keys } = hub.hub.clients;
  const first = { ...ec(), kid: "one" };
  const { client_id: id } = await hub.hub.clients.addWithKey({ name: "Shop", jwk: first });
  assert.deepEqual(await keys.add(id, first), { kid: "one" });
  assert.equal((await keys.list(id)).length, 1);
  await assert.rejects(keys.add(id, { ...ec(), kid: "one" }), refused(/has another key one/));
  await keys.add(id, { ...ec(), kid: "two" });
  await keys.retire(id, "one");
  await assert.rejects(keys.add(id, first), refused(/was retired/));
  await assert.rejects(keys.retire(id, "one"), { name: "UnknownKey" });
  await assert.rejects(keys.retire("nobody", "two"), { name: "UnknownKey" });
  await assert.rejects(keys.add("nobody", ec()), { name: "UnknownKey" });
  assert.deepEqual(
    (await keys.list(id)).map(({ kid }) => kid),
    ["two"],
  );
});

test("of many keys added at the same time a client keeps ten, and of fifty retirements of one key one counts", async () => {
  const { client_id: id } = await hub.hub.clients.addWithKey({ name: "Shop", jwk: { ...ec(), kid: "first" } });
  const { keys } = hub.hub.clients;
  const added = await Promise.allSettled(Array.from({ length: 20 }, () => keys.add(id, ec())));
  assert.equal(added.filter(({ status }) => status === "fulfilled").length, 9);
  const retired = await Promise.allSettled(Array.from({ length: 50 }, () => keys.retire(id, "first")));
  assert.equal(retired.filter(({ status }) => status === "fulfilled").length, 1);
});

test("a client whose key is refused is not there, and one whose id is taken is left alone", async () => {
  const { clients } = hub.hub;
  const bad = { name: "Shop", clientId: "half", jwk: { kty: "RSA" } };
  await assert.rejects(clients.addWithKey(bad), { name: "KeyRefused" });
  assert.equal(await clients.find("half"), undefined);
  const taken = { name: "Thief", clientId: hub.client.client_id, jwk: ec() };
  await assert.rejects(clients.addWithKey(taken), /is taken/);
  assert.equal((await clients.find(hub.client.client_id))?.name, "Shop");
  assert.deepEqual(await clients.keys.list(hub.client.client_id), []);
});
