// Proves who gets a token and what it opens: by key in both profiles, by secret, once per assertion, in one environment.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { listen, silentLog, systemRandom } from "@tallystick/kit";
import { createHub } from "../hub.ts";
import { registryOf } from "../connector/connector.ts";
import { goodLink, startFixture, type Fixture } from "../testing/fixture.ts";
import { askToken, byAssertion, claimsOf, signed, testKey, type TestKey } from "./testing/assertions.ts";

const issuer = "http://localhost:4000/test";
let hub: Fixture;
let live: Fixture;
before(async () => {
  hub = await startFixture();
  live = await startFixture({ environment: "live" });
});
after(async () => {
  await hub.close();
  await live.close();
});

async function clientWith(key: TestKey, profile: "compat" | "fapi2" = "compat", at = hub): Promise<string> {
  return (await at.hub.clients.addWithKey({ name: "Shop", profile, jwk: key.jwk })).client_id;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const providers = (at: Fixture, path: string, clientId: string, token: string) =>
  at.raw(path, JSON.stringify({ client_id: clientId }), bearer(token));

for (const [profile, alg] of [
  ["compat", "RS256"],
  ["compat", "PS256"],
  ["compat", "ES256"],
  ["compat", "EdDSA"],
  ["fapi2", "PS256"],
  ["fapi2", "ES256"],
  ["fapi2", "EdDSA"],
] as const) {
  test(`a ${profile} client gets a token by ${alg}, and creates a link with it in every version`, async () => {
    const key = testKey(alg);
    const id = await clientWith(key, profile);
    const { status, body, headers } = await askToken(hub, byAssertion(id, signed(key, claimsOf(issuer, id))));
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual([body["token_type"], body["expires_in"], body["scope"]], ["Bearer", 900, "pay_by_link"]);
    assert.match(headers.get("cache-control") ?? "", /no-store/);
    for (const prefix of ["/test", "/test/v1", "/test/v2"]) {
      const link = JSON.stringify({ client_id: id, ...goodLink() });
      const made = await hub.raw(`${prefix}/links/create`, link, bearer(body["access_token"]));
      assert.equal(made.status, 200, JSON.stringify(made.body));
    }
  });
}

test("a compat client may name the token endpoint as audience, and a secret gets a token in the form and as Basic", async () => {
  const key = testKey("RS256");
  const id = await clientWith(key);
  const claims = claimsOf(issuer, id, { aud: `${issuer}/oauth2/v1/token` });
  assert.equal((await askToken(hub, byAssertion(id, signed(key, claims)))).status, 200);
  const { client_id: own, client_secret: secret } = hub.client;
  const byForm = await askToken(hub, { client_id: own, client_secret: secret });
  assert.equal(byForm.status, 200);
  assert.equal((await providers(hub, "/test/providers/list", own, byForm.body["access_token"])).status, 200);
  const basic = { authorization: `Basic ${Buffer.from(`${own}:${secret}`).toString("base64")}` };
  assert.equal((await askToken(hub, {}, basic)).status, 200);
});

test("a fapi2 client has no secret, neither for tokens nor in the body of a call", async () => {
  const id = await clientWith(testKey("ES256"), "fapi2");
  for (const client_secret of ["x".repeat(43), hub.client.client_secret, ""]) {
    const answer = await askToken(hub, { client_id: id, client_secret });
    assert.ok(answer.status === 401 || answer.status === 400, String(answer.status));
    assert.equal(answer.body["access_token"], undefined);
    assert.equal((await hub.post("/test/providers/list", { client_id: id, client_secret })).status, 401);
  }
});

test("live clients are fapi2 unless told otherwise, and live calls are answered to their tokens alone", async () => {
  const key = testKey("ES256");
  const { client_id: id, profile } = await live.hub.clients.addWithKey({ name: "Live", jwk: key.jwk });
  assert.equal(profile, "fapi2");
  const assertion = signed(key, claimsOf("http://localhost:4000", id));
  const { body } = await askToken(live, byAssertion(id, assertion));
  for (const prefix of ["/v1", "/v2"]) {
    const made = await live.raw(
      `${prefix}/links/create`,
      JSON.stringify({ client_id: id, ...goodLink() }),
      bearer(body["access_token"]),
    );
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const got = await live.raw(
      `${prefix}/links/get`,
      JSON.stringify({ client_id: id, link_id: made.body.link_id }),
      bearer(body["access_token"]),
    );
    assert.equal(got.body.status, "created");
    const secretly = await live.post(`${prefix}/links/create`, goodLink());
    assert.deepEqual([secretly.status, secretly.body.code], [401, "unauthorized"]);
    assert.equal(secretly.headers.get("www-authenticate"), "Bearer");
    assert.equal((await live.raw(`${prefix}/links/create`, "{")).status, 401, "before the body is read");
  }
  assert.equal((await providers(live, "/test/providers/list", id, body["access_token"])).status, 404);
});

test("O20: client, assertion and token of one environment are worth nothing in the other", async () => {
  const key = testKey("ES256");
  const settings = { name: "Both", clientId: "both", profile: "fapi2", jwk: key.jwk } as const;
  await hub.hub.clients.addWithKey(settings);
  const foreign = await askToken(live, byAssertion("both", signed(key, claimsOf("http://localhost:4000", "both"))));
  assert.deepEqual([foreign.status, foreign.body["error"]], [401, "invalid_client"], "no such client there");
  await live.hub.clients.addWithKey(settings);
  for (const [at, aud] of [
    [hub, "http://localhost:4000"],
    [live, issuer],
  ] as const) {
    const { status } = await askToken(at, byAssertion("both", signed(key, claimsOf(aud, "both"))));
    assert.equal(status, 401, `an assertion for ${aud}`);
  }
  const tokenOf = async (at: Fixture, aud: string): Promise<string> =>
    (await askToken(at, byAssertion("both", signed(key, claimsOf(aud, "both"))))).body["access_token"];
  const testToken = await tokenOf(hub, issuer);
  const liveToken = await tokenOf(live, "http://localhost:4000");
  assert.equal((await providers(hub, "/test/providers/list", "both", testToken)).status, 200);
  assert.equal((await providers(live, "/v2/providers/list", "both", liveToken)).status, 200);
  assert.equal((await providers(hub, "/test/providers/list", "both", liveToken)).status, 401);
  assert.equal((await providers(live, "/v2/providers/list", "both", testToken)).status, 401);
  assert.equal((await providers(hub, "/v2/providers/list", "both", testToken)).status, 401);
});

test("O9: of fifty callers with one assertion, over two processes, one gets a token", async () => {
  const second = await createHub({
    ...hub.deps,
    connectors: registryOf([hub.bank]),
    outbound: async () => ({ status: 204, headers: {}, body: new Uint8Array() }),
    random: systemRandom,
    sealKey: randomBytes(32),
    secureCookies: false,
    limits: { wrongSecretsPerMinute: 1e6 },
  });
  const door = await listen({ handler: second.handler, host: "127.0.0.1", port: 0, log: silentLog });
  try {
    for (const alg of ["RS256", "ES256"] as const) {
      const key = testKey(alg);
      const id = await clientWith(key);
      const fields = byAssertion(id, signed(key, claimsOf(issuer, id)));
      const doors = [hub, { url: door.url, deps: hub.deps }];
      const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => askToken(doors[at % 2]!, fields)));
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      for (const { status, body } of answers.filter((one) => one.status !== 200)) {
        assert.deepEqual([status, body["error"]], [401, "invalid_client"]);
      }
      assert.equal((await askToken(hub, fields)).status, 401, "and later none");
    }
  } finally {
    await door.close();
    await second.stop();
  }
});

test("O9: a used assertion is remembered until it has expired, and no longer", async () => {
  const key = testKey("ES256");
  const id = await clientWith(key);
  const count = async () =>
    (await hub.deps.db.selectFrom("client_assertion").select("jti_hash").where("client_id", "=", id).execute()).length;
  const fields = byAssertion(id, signed(key, claimsOf(issuer, id)));
  assert.equal((await askToken(hub, fields)).status, 200);
  hub.clock.advance(7 * 86_400_000);
  const { createOauth } = await import("./oauth.ts");
  const { createLimits } = await import("../client/limits.ts");
  const oauth = createOauth({ ...hub.deps, clients: hub.hub.clients, limits: createLimits(hub.clock) });
  await oauth.sweep();
  assert.equal(await count(), 1, "a moved clock does not make it new");
  assert.equal((await askToken(hub, fields)).status, 401);
  await hub.deps.db
    .updateTable("client_assertion")
    .set({ expires_at: new Date(Date.now() - 1) })
    .where("client_id", "=", id)
    .execute();
  await oauth.sweep();
  assert.equal(await count(), 0);
});

test("a token ends after 900 s, belongs to its client, and is stored as a hash", async () => {
  const key = testKey("ES256");
  const id = await clientWith(key);
  const { body } = await askToken(hub, byAssertion(id, signed(key, claimsOf(issuer, id))));
  const token = body["access_token"] as string;
  const ask = (clientId: string, given = token) => providers(hub, "/test/providers/list", clientId, given);
  assert.equal((await ask(id)).status, 200);
  const foreign = await ask(hub.client.client_id);
  assert.deepEqual([foreign.status, foreign.body.code], [401, "unauthorized"]);
  const unknown = await ask(id, "x".repeat(43));
  assert.equal(foreign.body.message, unknown.body.message, "a foreign token is answered as an unknown one");
  for (const given of ["", "x", `${token}x`, token.slice(1), `${token}\u0020x`, "é".repeat(20)]) {
    assert.ok([400, 401].includes((await ask(id, given).catch(() => ({ status: 400 }))).status), given);
  }
  const basic = { authorization: `Basic ${token}` };
  assert.equal((await hub.raw("/test/providers/list", JSON.stringify({ client_id: id }), basic)).status, 401);
  assert.equal((await hub.raw("/test/providers/list", "{}", bearer(token))).status, 400, "client_id stays required");
  const both = JSON.stringify({ client_id: id, client_secret: "x" });
  assert.equal((await hub.raw("/test/providers/list", both, bearer(token))).status, 401);
  const rows = await hub.deps.db.selectFrom("access_token").selectAll().execute();
  assert.ok(!JSON.stringify(rows).includes(token));
  hub.clock.advance(899_000);
  assert.equal((await ask(id)).status, 200);
  hub.clock.advance(1_000);
  assert.equal((await ask(id)).status, 401);
});

test("O15: scopes are the client's, asked for, and checked at use", async () => {
  const key = testKey("ES256");
  const { client_id: id } = await hub.hub.clients.addWithKey({ name: "Data", jwk: key.jwk, scopes: ["account_data"] });
  const ask = (scope: string | undefined) =>
    askToken(hub, { ...byAssertion(id, signed(key, claimsOf(issuer, id))), scope });
  for (const scope of ["pay_by_link", "account_data pay_by_link", "openid", "", undefined]) {
    const { status, body } = await ask(scope);
    assert.deepEqual([status, body["error"]], [400, "invalid_scope"], String(scope));
  }
  const { body } = await ask("account_data");
  assert.equal((await providers(hub, "/test/providers/list", id, body["access_token"])).status, 200);
  const link = JSON.stringify({ client_id: id, ...goodLink() });
  const refused = await hub.raw("/test/links/create", link, bearer(body["access_token"]));
  assert.deepEqual([refused.status, refused.body.message], [401, "This operation needs the scope pay_by_link."]);
});

test("keys are rotated without a pause: both work, then the new one alone, and the old one's tokens end", async () => {
  const [old, fresh] = [testKey("RS256"), testKey("ES256")];
  const id = await clientWith(old);
  const tokenBy = (key: TestKey) => askToken(hub, byAssertion(id, signed(key, claimsOf(issuer, id))));
  assert.equal((await tokenBy(fresh)).status, 401);
  await hub.hub.clients.keys.add(id, fresh.jwk);
  const [byOld, byFresh] = [await tokenBy(old), await tokenBy(fresh)];
  assert.deepEqual([byOld.status, byFresh.status], [200, 200]);
  assert.deepEqual(await hub.hub.clients.keys.retire(id, old.kid), { left: 1 });
  assert.equal((await tokenBy(old)).status, 401);
  assert.equal((await tokenBy(fresh)).status, 200);
  const list = (token: string) => providers(hub, "/test/providers/list", id, token);
  assert.equal((await list(byOld.body["access_token"])).status, 401);
  assert.equal((await list(byFresh.body["access_token"])).status, 200);
  assert.deepEqual(await hub.hub.clients.keys.retire(id, fresh.kid), { left: 0 });
  assert.equal((await tokenBy(fresh)).status, 401);
});
