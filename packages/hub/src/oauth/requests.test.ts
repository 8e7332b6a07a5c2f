// Proves what the token endpoint takes for a request, and that its addresses come from the configuration.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as openid from "openid-client";
import { startFixture, type Fixture } from "../testing/fixture.ts";
import { askToken, byAssertion, claimsOf, signed, testKey } from "./testing/assertions.ts";

const issuer = "http://localhost:4000/test";
const tokenUrl = `${issuer}/oauth2/v1/token`;
const key = testKey("RS256");
let hub: Fixture;
before(async () => {
  hub = await startFixture();
  await hub.hub.clients.addWithKey({ name: "Shop", clientId: "compat", jwk: key.jwk });
});
after(() => hub.close());

const good = (changes: Record<string, unknown> = {}) =>
  byAssertion("compat", signed(key, claimsOf(issuer, "compat", changes)));

test("requests that are none: grant types, methods, bodies, two proofs, parameters given twice", async () => {
  for (const grant_type of [
    "authorization_code",
    "refresh_token",
    "password",
    "implicit",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "",
  ]) {
    const { status, body } = await askToken(hub, { ...good(), grant_type });
    assert.equal(status, 400, grant_type);
    assert.ok(["unsupported_grant_type", "invalid_request"].includes(body["error"]), JSON.stringify(body));
  }
  const { client_id, client_secret } = hub.client;
  assert.equal((await askToken(hub, { ...good(), client_secret })).status, 400, "two proofs");
  assert.notEqual((await askToken(hub, { ...good(), client_assertion_type: "saml" })).status, 200);
  assert.notEqual((await askToken(hub, { ...good(), client_assertion_type: undefined })).status, 200);
  assert.notEqual((await askToken(hub, {})).status, 200, "no proof");
  assert.notEqual((await askToken(hub, { client_id })).status, 200, "no proof of a known client");
  const url = `${hub.url}/test/oauth2/v1/token`;
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const twice = `grant_type=client_credentials&scope=pay_by_link&client_id=${client_id}&client_secret=x&client_secret=${client_secret}`;
  const post = (body: string, headers: Record<string, string>) => fetch(url, { method: "POST", body, headers });
  assert.equal((await post(twice, form)).status, 400);
  assert.equal(
    (await post(JSON.stringify({ client_id, client_secret }), { "content-type": "application/json" })).status,
    400,
  );
  assert.equal((await post("", form)).status, 400);
  assert.ok((await post(`grant_type=${"x".repeat(200_000)}`, form)).status >= 400);
  for (const method of ["GET", "PUT", "DELETE", "OPTIONS"]) {
    const answer = await fetch(url, { method });
    assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "POST"], method);
  }
  for (const odd of ["x".repeat(40_000), "a b", "\u0000", "ä", "'; drop table client"]) {
    const { status, body } = await askToken(hub, { client_id: odd, client_secret: "x" });
    assert.deepEqual([status, body["error"]], [401, "invalid_client"], odd.slice(0, 20));
  }
  const elsewhere = { ...form, origin: "https://evil.example" };
  const fromPage = await post(
    new URLSearchParams({ ...good(), grant_type: "client_credentials" } as never).toString(),
    elsewhere,
  );
  assert.equal(fromPage.headers.get("access-control-allow-origin"), null, "no page of another site reads an answer");
  const inQuery = await fetch(
    `${url}?grant_type=client_credentials&scope=pay_by_link&client_id=${client_id}&client_secret=${client_secret}`,
    { method: "POST", headers: form },
  );
  assert.notEqual(inQuery.status, 200, "credentials in an address are not read");
});

test("decision 7: metadata at both addresses, from the configuration and not from Host", async () => {
  const texts = [];
  for (const path of ["/test/.well-known/oauth-authorization-server", "/.well-known/oauth-authorization-server/test"]) {
    const answer = await fetch(hub.url + path, { headers: { "x-forwarded-host": "evil.example" } });
    assert.equal(answer.status, 200);
    texts.push(await answer.text());
  }
  assert.equal(texts[0], texts[1]);
  const metadata = JSON.parse(texts[0]!) as Record<string, unknown>;
  assert.deepEqual([metadata["issuer"], metadata["token_endpoint"]], [issuer, tokenUrl]);
  assert.deepEqual(metadata["scopes_supported"], ["pay_by_link", "account_data"]);
  for (const path of ["/.well-known/oauth-authorization-server", "/oauth2/v1/token"]) {
    assert.equal(
      (await fetch(hub.url + path, { method: path.startsWith("/.") ? "GET" : "POST" })).status,
      404,
      "the live one is not served here",
    );
  }
  const forwarded = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "192.0.2.1",
  };
  const evil = good({ aud: "https://evil.example/test/oauth2/v1/token" });
  assert.equal((await askToken(hub, evil, forwarded)).status, 401);
  assert.equal((await askToken(hub, good(), forwarded)).status, 200);
});

test("a stranger's library finds the endpoint by the issuer, and gets a token for either profile", async () => {
  const fetchHere = (url: string, init?: RequestInit) => fetch(url.replace("http://localhost:4000", hub.url), init);
  for (const [profile, algorithm] of [
    [
      "compat",
      { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2_048, publicExponent: Uint8Array.of(1, 0, 1) },
    ],
    ["fapi2", { name: "ECDSA", namedCurve: "P-256" }],
  ] as const) {
    const { publicKey, privateKey } = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const jwk = await crypto.subtle.exportKey("jwk", publicKey);
    const { client_id: id, kid } = await hub.hub.clients.addWithKey({ name: "Stranger", profile, jwk });
    const proof = openid.PrivateKeyJwt({ key: privateKey, kid });
    const config = await openid.discovery(new URL(issuer), id, undefined, proof, {
      algorithm: "oauth2",
      execute: [openid.allowInsecureRequests],
      [openid.customFetch]: fetchHere as never,
    });
    const granted = await openid.clientCredentialsGrant(config, { scope: "pay_by_link" });
    assert.equal(granted.token_type, "bearer");
    const authorization = `Bearer ${granted.access_token}`;
    const listed = await hub.raw("/test/providers/list", JSON.stringify({ client_id: id }), { authorization });
    assert.equal(listed.status, 200);
  }
});
