// Proves the grants besides the code flow: pushed requests, the TPP's own token, what comes first by the dialect.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dialectOf } from "../dialect/dialect.ts";
import { createManualTime } from "../testing/manual-time.ts";
import { rotated, tokenServer } from "../testing/token-server.ts";
import { beginAuthorization } from "./authorize.ts";
import { createClientTokenSource, tokenFirst } from "./client-credentials.ts";

const redirectUri = "https://tpp.example/back";
const input = { scope: "AIS:c1", redirectUri };
const par = { pushed_authorization_request_endpoint: "https://bank.example/x/xs2a/berlin/1.3/oauth/par" };
const taken = { status: 201, body: { request_uri: "urn:ietf:params:oauth:request_uri:1", expires_in: 60 } };

test("RFC 9126: where the metadata has an address the request is pushed, and the browser carries its reference alone", async () => {
  const server = tokenServer(() => taken, par);
  const pending = await beginAuthorization(server.context, input);
  assert.deepEqual(Object.fromEntries(new URL(pending.url).searchParams), {
    client_id: "PSDLT-BOL-123456",
    request_uri: "urn:ietf:params:oauth:request_uri:1",
  });
  const { path, form } = server.asked[0]!;
  assert.deepEqual(
    [path, form.get("state"), form.get("scope"), form.get("redirect_uri"), form.get("code_challenge_method")],
    ["/oauth/par", pending.state, "AIS:c1", redirectUri, "S256"],
  );
});

test("push: false goes by the browser unless the server requires the pushed form", async () => {
  const server = tokenServer(() => taken, par);
  const { url } = await beginAuthorization(server.context, { ...input, push: false });
  assert.equal(new URL(url).searchParams.get("scope"), "AIS:c1");
  assert.equal(server.asked.length, 0);
  const strict = tokenServer(() => taken, { ...par, require_pushed_authorization_requests: true });
  await beginAuthorization(strict.context, { ...input, push: false });
  assert.equal(strict.asked.length, 1);
});

test("a pushed request that is refused names the server's error, and a weak state is not used", async () => {
  const server = tokenServer(() => ({ status: 400, body: { error: "invalid_scope" } }), par);
  await assert.rejects(beginAuthorization(server.context, input), { code: "push_failed", error: "invalid_scope" });
  await assert.rejects(beginAuthorization(server.context, { ...input, state: "short" }), TypeError);
  assert.equal(server.asked.length, 1);
});

test("the authorize address keeps its own parameters", async () => {
  const server = tokenServer(() => taken, { authorization_endpoint: "https://pages.example/authorize?tenant=7" });
  const { url } = await beginAuthorization(server.context, input);
  assert.equal(new URL(url).searchParams.get("tenant"), "7");
});

test("the TPP's own token: 100 callers make one request, and a new one is asked for 60 s before its end", async () => {
  const server = tokenServer((_, number) => rotated(number));
  const { clock, advance } = createManualTime();
  const tokens = createClientTokenSource({ context: server.context, scope: "consents", clock });
  const all = await Promise.all(Array.from({ length: 100 }, () => tokens.accessToken()));
  assert.deepEqual([new Set(all), server.asked.length], [new Set(["at1"]), 1]);
  assert.deepEqual(
    ["grant_type", "scope", "client_id"].map((name) => server.asked[0]?.form.get(name)),
    ["client_credentials", "consents", "PSDLT-BOL-123456"],
  );
  await advance(239_999);
  assert.equal(await tokens.accessToken(), "at1");
  await advance(1);
  assert.equal(await tokens.accessToken(), "at2");
});

test("what token comes first is the dialect's", () => {
  assert.deepEqual(tokenFirst(dialectOf(), "consent"), { kind: "none" });
  const santander = dialectOf({ clientCredentialsFirst: true });
  assert.deepEqual(tokenFirst(santander, "consent"), { kind: "client_credentials" });
  assert.deepEqual(tokenFirst(santander, "payment"), { kind: "none" });
  const forms = { consent: "AIS:{id}", payment: "PIS:{id}", fundsConsent: "PIIS:{id}", preStep: "PSU" };
  const sparda = dialectOf({ oauthPreStep: true, scopeForm: forms });
  assert.deepEqual(tokenFirst(sparda, "payment"), { kind: "pre_step", scope: "PSU" });
  assert.throws(() => tokenFirst(dialectOf({ oauthPreStep: true }), "payment"), TypeError);
});
