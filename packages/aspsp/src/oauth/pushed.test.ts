/** Proves that a pushed request is its client's, for one authorization, and not used up by a look at it (row O13). */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import { TestBrowser, titleOf } from "../sca-pages/testing/browser.ts";
import { alice } from "../testing/fake-core-banking.ts";
import { openTestServer, type TestServer } from "./testing/open-server.ts";
import { allowAtBank, discoverAs, exchange, payAtBank, type Begun } from "./testing/stranger.ts";

const redirectUri = "https://tpp.example/back";
const otherTpp = "PSDLT-BOL-654321";
let server: TestServer;
let config: client.Configuration;

before(async () => {
  server = await openTestServer();
  config = await discoverAs(server, server.certificate());
  client.allowInsecureRequests(config);
  await discoverAs(server, server.certificate({ organizationIdentifier: otherTpp }));
});
after(() => server.close());

async function push(scope = "payments", more: Record<string, string> = {}): Promise<Begun> {
  const codeVerifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const url = await client.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: redirectUri,
    scope,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
    state,
    ...more,
  });
  assert.deepEqual([...url.searchParams.keys()].sort(), ["client_id", "request_uri"]);
  return { config, url, codeVerifier, state };
}

/** The error page, and no redirect. */
async function refused(url: URL): Promise<void> {
  const page = await new TestBrowser().get(url.href);
  assert.equal(page.status, 400, url.href);
  assert.equal(page.location, undefined);
  assert.equal(titleOf(page), "This does not work – Test Bank");
}

test("O13: link previews take nothing away, the PSU's use takes it all", async () => {
  const { paymentId } = await server.bank.initiate();
  const begun = await push(`PIS:${paymentId}`);
  for (const method of ["GET", "HEAD"]) {
    assert.equal((await fetch(begun.url, { method, redirect: "manual" })).status, 303);
  }
  const callback = await payAtBank(server, begun.url);
  assert.equal((await exchange(begun, callback)).scope, `PIS:${paymentId}`);
  await refused(begun.url);
});

test("O13: another client's request_uri, a made-up one, a foreign address and one beside a request are refused", async () => {
  const { url } = await push();
  const changed = (changes: Record<string, string>): URL => {
    const other = new URL(url);
    for (const [name, value] of Object.entries(changes)) other.searchParams.set(name, value);
    return other;
  };
  await refused(changed({ client_id: otherTpp }));
  await refused(changed({ request_uri: "urn:ietf:params:oauth:request_uri:made-up" }));
  await refused(changed({ request_uri: "https://evil.example/request" }));
  await refused(changed({ request_uri: `${server.issuer}/oauth/par` }));
  await refused(changed({ request: "a.b.c" }));
  assert.ok(await allowAtBank(url), "nothing of that has used it up");
});

test("O13: a request_uri or a request object cannot be pushed itself", async () => {
  const { url } = await push();
  const requestUri = url.searchParams.get("request_uri") ?? "";
  await assert.rejects(push("payments", { request_uri: requestUri }), client.ResponseBodyError);
  await assert.rejects(push("payments", { request: "e30.e30." }), client.ResponseBodyError);
});

test("O13: it begins nothing after its minute, and the PSU who came in time may take longer", async () => {
  const late = await push();
  const inTime = await push();
  const browser = new TestBrowser();
  const login = await browser.open(inTime.url.href);
  server.bank.clock.advance(59_000);
  assert.equal((await new TestBrowser().get(late.url.href)).status, 303);
  server.bank.clock.advance(2_000);
  await refused(late.url);
  server.bank.clock.advance(5 * 60_000);
  await server.oauth.sweep();
  const asked = await browser.fill(login, "login", { login: alice.login, secret: alice.secret });
  const { location = "" } = await browser.fill(asked, "allow");
  assert.ok((await exchange(inTime, location)).access_token);
});

test("O13: of two PSUs whom one request_uri has reached, one gets a code, however long it takes", async () => {
  const begun = await push();
  const [first, second] = [new TestBrowser(), new TestBrowser()];
  const logins = [await first.open(begun.url.href), await second.open(begun.url.href)] as const;
  server.bank.clock.advance(3 * 60_000);
  await server.oauth.sweep();
  const codes = [];
  for (const [browser, login] of [
    [first, logins[0]],
    [second, logins[1]],
  ] as const) {
    const asked = await browser.fill(login, "login", { login: alice.login, secret: alice.secret });
    const { location } = await browser.fill(asked, "allow");
    codes.push(location === undefined ? null : new URL(location).searchParams.get("code"));
  }
  assert.equal(codes.filter((code) => code !== null).length, 1, JSON.stringify(codes));
});
