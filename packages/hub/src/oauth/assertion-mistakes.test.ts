// Proves that an assertion with any one mistake gets nothing, and that who has the key is told what is wrong.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, mock, test } from "node:test";
import { startFixture, type Fixture } from "../testing/fixture.ts";
import { assertionFault } from "./assertion.ts";
import { askToken, byAssertion, claimsOf, signatureOf, signed, testKey, type TestKey } from "./testing/assertions.ts";

const issuer = "http://localhost:4000/test";
const tokenUrl = `${issuer}/oauth2/v1/token`;
const keys = { compat: testKey("RS256", "c"), fapi2: testKey("PS256", "f") };
const profiles = ["compat", "fapi2"] as const;
const longest = { compat: 3_600, fapi2: 300 };
let hub: Fixture;
before(async () => {
  hub = await startFixture();
  for (const profile of profiles) {
    await hub.hub.clients.addWithKey({ name: profile, clientId: profile, profile, jwk: keys[profile].jwk });
  }
});
after(() => hub.close());

async function refuses(what: string, fields: Record<string, string | undefined>): Promise<string> {
  const { status, body } = await askToken(hub, fields);
  assert.equal(status, 401, `${what}: ${JSON.stringify(body)}`);
  assert.equal(body["error"], "invalid_client", what);
  assert.equal(body["access_token"], undefined);
  return String(body["error_description"]);
}

const by = (profile: "compat" | "fapi2", changes: Record<string, unknown> = {}, header: Record<string, unknown> = {}) =>
  byAssertion(profile, signed(keys[profile], claimsOf(issuer, profile, changes), header));

test("O10: aud is the issuer, or at compat the token endpoint, as one text", async () => {
  const wrong: unknown[] = [
    undefined,
    "",
    [issuer],
    [tokenUrl],
    [issuer, "https://other.example"],
    `${issuer}/`,
    "http://localhost:4000",
    "http://localhost:4000/oauth2/v1/token",
    issuer.toUpperCase(),
    `${tokenUrl}/`,
    `${tokenUrl}?x`,
    "https://evil.example",
    1,
    null,
    {},
    "http://127.0.0.1:4000/test",
  ];
  for (const profile of profiles) {
    for (const aud of wrong) await refuses(`${profile} ${JSON.stringify(aud)}`, by(profile, { aud }));
    assert.equal((await askToken(hub, by(profile))).status, 200);
  }
  assert.equal((await askToken(hub, by("compat", { aud: tokenUrl }))).status, 200);
  assert.equal(
    await refuses("fapi2, token endpoint", by("fapi2", { aud: tokenUrl })),
    `client assertion: aud must be ${issuer}, as a text`,
  );
});

test("O11: client_id, iss and sub are one, and the key is that client's", async () => {
  for (const changes of [
    { iss: "fapi2" },
    { sub: "fapi2" },
    { iss: "fapi2", sub: "fapi2" },
    { sub: undefined },
    { iss: undefined },
    { iss: "", sub: "" },
    { iss: "nobody", sub: "nobody" },
    { sub: ["compat"] },
    { sub: { a: 1 } },
    { iss: ["compat"] },
    { iss: 1, sub: 1 },
  ])
    await refuses(JSON.stringify(changes), by("compat", changes));
  await refuses("client_id of another", byAssertion("fapi2", signed(keys.compat, claimsOf(issuer, "compat"))));
  await refuses("another's key", byAssertion("compat", signed(keys.fapi2, claimsOf(issuer, "compat"))));
  const taken: TestKey = { ...keys.fapi2, kid: "c" };
  await refuses(
    "another's key under this client's kid",
    byAssertion("compat", signed(taken, claimsOf(issuer, "compat"))),
  );
  const nameless = await askToken(hub, { ...by("compat"), client_id: undefined });
  assert.equal(nameless.status, 200, "RFC 7523: the assertion names the client");
});

test("no algorithm but the key's own: none, HMAC with the public key, another of the same key", async () => {
  const spki = (key: TestKey, type: "pem" | "der") =>
    (hubKey(key).export as (o: object) => string | Buffer)({ format: type, type: "spki" });
  for (const profile of profiles) {
    const key = keys[profile];
    const claims = () => claimsOf(issuer, profile);
    for (const alg of ["none", "None", "NONE", "", undefined, null, ["RS256"]]) {
      await refuses(
        `alg ${String(alg)}`,
        byAssertion(
          profile,
          signed(key, claims(), { alg }, () => Buffer.alloc(0)),
        ),
      );
      await refuses(`alg ${String(alg)}, signed`, byAssertion(profile, signed(key, claims(), { alg })));
    }
    const secrets = [spki(key, "pem"), spki(key, "der"), JSON.stringify(key.jwk), "", String(key.jwk["n"])];
    for (const alg of ["HS256", "HS384", "HS512"]) {
      for (const secret of secrets) {
        const hmac = (input: string) =>
          createHmac(`sha${alg.slice(2)}`, secret)
            .update(input)
            .digest();
        await refuses(alg, byAssertion(profile, signed(key, claims(), { alg }, hmac)));
      }
    }
    for (const alg of ["RS384", "RS512", "PS512", "ES256", "EdDSA", "RSA-OAEP", "dir"]) {
      await refuses(alg, byAssertion(profile, signed(key, claims(), { alg })));
    }
  }
  const asRs256: TestKey = { ...keys.fapi2, alg: "RS256" };
  await refuses("RS256 by a fapi2 key", byAssertion("fapi2", signed(asRs256, claimsOf(issuer, "fapi2"))));
  const asPs256: TestKey = { ...keys.compat, alg: "PS256" };
  await refuses("PS256 by a key for RS256", byAssertion("compat", signed(asPs256, claimsOf(issuer, "compat"))));
});

function hubKey(key: TestKey) {
  const { createPublicKey } = process.getBuiltinModule("node:crypto");
  return createPublicKey(key.privateKey);
}

test("header and form: kid, typ, crit, keys that an assertion brings along, broken texts, changed texts", async () => {
  for (const header of [
    { kid: undefined },
    { kid: "other" },
    { kid: "" },
    { kid: "f" },
    { kid: 1 },
    { typ: "at+jwt" },
    { typ: "JOSE" },
    { crit: ["exp"] },
    { crit: ["b64"], b64: false },
  ])
    await refuses(JSON.stringify(header), by("compat", {}, header));
  const mine = testKey("RS256", "c");
  for (const brought of [
    { jwk: mine.jwk },
    { jku: "https://evil.example/jwks" },
    { x5u: "https://evil.example/x" },
    { x5c: ["AAAA"] },
  ]) {
    await refuses(
      JSON.stringify(Object.keys(brought)),
      byAssertion("compat", signed(mine, claimsOf(issuer, "compat"), brought)),
    );
  }
  const good = signed(keys.compat, claimsOf(issuer, "compat"));
  const [head, payload, signature] = good.split(".") as [string, string, string];
  const other = Buffer.from(JSON.stringify(claimsOf(issuer, "compat"))).toString("base64url");
  for (const broken of [
    "x",
    "..",
    "a.b.c",
    `${head}.${payload}.`,
    `${head}.${payload}`,
    `${head}.${other}.${signature}`,
    `${good}.x`,
    `${head}.${payload}.${signature.slice(0, -4)}AAAA`,
    `${head}.e30.${signature}`,
    `${head}.bnVsbA.${signature}`,
    "\u0000",
    "é",
  ])
    await refuses(broken.slice(0, 20), byAssertion("compat", broken));
  assert.equal((await askToken(hub, byAssertion("compat", good))).status, 200, "the unbroken one was not used up");
  for (const typ of [undefined, "JWT", "client-authentication+jwt"])
    assert.equal((await askToken(hub, by("compat", {}, { typ }))).status, 200);
});

test("jti, iat and exp have to be there and make sense", async () => {
  for (const profile of profiles) {
    for (const jti of [undefined, "", 1, {}, ["a"], null, "x".repeat(257)])
      await refuses(`jti ${JSON.stringify(jti)}`, by(profile, { jti }));
    for (const name of ["iat", "exp"]) {
      for (const value of [undefined, null, "0", "2099-01-01", -1, {}, 0])
        await refuses(`${name} ${JSON.stringify(value)}`, by(profile, { [name]: value }));
    }
    await refuses("the year 9999", by(profile, { exp: 253_402_300_799 }));
    await refuses("milliseconds", by(profile, { iat: Date.now(), exp: Date.now() + 1_000 }));
    for (const nbf of ["1", null, {}]) await refuses(`nbf ${JSON.stringify(nbf)}`, by(profile, { nbf }));
  }
});

test("O12: the boundaries of iat, nbf, exp and the longest life, to the second", async () => {
  // Whole seconds, which stand still: the library and we read the same clock.
  const now = Math.floor(Date.now() / 1000);
  mock.timers.enable({ apis: ["Date"], now: now * 1000 });
  try {
    for (const profile of profiles) {
      const most = longest[profile];
      const table: readonly [what: string, changes: Record<string, number>, taken: boolean][] = [
        ["iat 10 s ahead", { iat: now + 10, exp: now + 20 }, true],
        ["iat 11 s ahead", { iat: now + 11, exp: now + 20 }, false],
        ["iat 61 s ahead", { iat: now + 61, exp: now + 70 }, false],
        ["nbf 10 s ahead", { nbf: now + 10 }, true],
        ["nbf 11 s ahead", { nbf: now + 11 }, false],
        ["exp in a second", { exp: now + 1 }, true],
        ["exp now", { iat: now - 5, exp: now }, false],
        ["exp a second ago", { iat: now - 5, exp: now - 1 }, false],
        ["exp five minutes ago", { iat: now - 310, exp: now - 300 }, false],
        ["the longest life", { exp: now + most }, true],
        ["a second more", { exp: now + most + 1 }, false],
        ["old, and long", { iat: now - most, exp: now + 1 }, false],
      ];
      for (const [what, changes, taken] of table) {
        const { status } = await askToken(hub, by(profile, changes));
        assert.equal(status, taken ? 200 : 401, `${profile}: ${what}`);
      }
    }
  } finally {
    mock.timers.reset();
  }
});

test("every rule of the assertion has a sentence of its own", () => {
  const now = new Date(1_800_000_000_000);
  const seconds = now.getTime() / 1000;
  const claims = { iss: "c", sub: "c", aud: "i", iat: seconds, exp: seconds + 60, jti: "j" };
  const rules = { clientId: "c", profile: "compat", issuer: "i", tokenEndpoint: "t", now } as const;
  assert.equal(assertionFault(claims, { alg: "RS256", kid: "k" }, rules), undefined);
  const faults = [
    { aud: "x" },
    { iss: "x" },
    { jti: 1 },
    { iat: "x" },
    { exp: "x" },
    { exp: seconds },
    { exp: seconds + 3_601 },
    { iat: seconds + 11 },
    { nbf: seconds + 11 },
  ];
  const told = faults.map((fault) => assertionFault({ ...claims, ...fault }, { alg: "RS256", kid: "k" }, rules));
  assert.equal(new Set(told).size, faults.length, told.join("; "));
  assert.ok(told.every((text) => text !== undefined));
  assert.ok(signatureOf(keys.compat, "x").length > 0);
});
