/** Proves what the authorization endpoint refuses, and where it says so. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type * as client from "openid-client";
import { TestBrowser, titleOf } from "../sca-pages/testing/browser.ts";
import { alice } from "../testing/fake-core-banking.ts";
import { openTestServer, type TestServer } from "./testing/open-server.ts";
import { begin, discoverAs, payAtBank } from "./testing/stranger.ts";

const redirectUri = "https://tpp.example/back";
const credentials = { login: alice.login, secret: alice.secret };
let server: TestServer;
let config: client.Configuration;

before(async () => {
  server = await openTestServer();
  config = await discoverAs(server, server.certificate());
});
after(() => server.close());

async function errorFor(changes: Record<string, string | undefined>, scope = "payments"): Promise<string> {
  const { url } = await begin(config, { scope, redirectUri }, changes);
  const { location, status } = await new TestBrowser().get(url.href);
  assert.equal(status, 303);
  const answer = new URL(location ?? "");
  assert.equal(answer.origin + answer.pathname, redirectUri, "an error of a safe request goes to the client");
  assert.equal(answer.searchParams.get("iss"), server.issuer);
  assert.equal(answer.searchParams.get("code"), null);
  return answer.searchParams.get("error") ?? "";
}

test("O5: PKCE is required, and only S256", async () => {
  const changes = [
    { code_challenge: undefined, code_challenge_method: undefined },
    { code_challenge: undefined },
    { code_challenge_method: undefined },
    { code_challenge_method: "plain" },
    { code_challenge: "short" },
  ];
  for (const one of changes) assert.equal(await errorFor(one), "invalid_request", JSON.stringify(one));
});

test("decision 13: the certificate's hosts, their sub-domains, the allow-list and the resource's own URI are right", async () => {
  const { paymentId } = await server.bank.initiate();
  const stored = "https://elsewhere.example";
  await server.bank.database.db
    .updateTable("payment")
    .set({ redirect_uri: stored })
    .where("payment_id", "=", paymentId)
    .execute();
  const good = ["https://tpp.example/", "https://pay.tpp.example/x?y=1", "http://127.0.0.1:9/cb", stored];
  for (const uri of good) {
    const { url } = await begin(config, { scope: `PIS:${paymentId}`, redirectUri: uri });
    const { location = "" } = await new TestBrowser().get(url.href);
    assert.ok(location.startsWith(`${server.pagesUrl}/sca/`), uri);
  }
  const { url } = await begin(config, { scope: "payments", redirectUri: stored });
  assert.equal((await new TestBrowser().get(url.href)).status, 400, "another scope does not make it right");
});

test("O15: scopes that are unknown, mixed, of another TPP or beyond the certificate's roles are refused", async () => {
  const { paymentId } = await server.bank.initiate();
  const other = server.certificate({ organizationIdentifier: "PSDLT-BOL-654321" });
  const foreign = await server.bank.initiate({}, server.tppOf(other));
  const scopes = [
    "everything",
    "openid",
    `PIS:${paymentId} payments`,
    `PIS:${paymentId} PIS:${foreign.paymentId}`,
    `PIS:${foreign.paymentId}`,
    "PIS:00000000-0000-4000-8000-000000000000",
    "PIS:x'--",
    "AIS:1",
  ];
  for (const scope of scopes) assert.equal(await errorFor({}, scope), "invalid_scope", scope);
  assert.equal(await errorFor({ scope: undefined }), "invalid_scope");
  const accountsOnly = server.certificate({ organizationIdentifier: "PSDLT-BOL-777777", roles: ["PSP_AI"] });
  const ai = await discoverAs(server, accountsOnly);
  const asked = await begin(ai, { scope: "accounts payments", redirectUri });
  const { location = "" } = await new TestBrowser().get(asked.url.href);
  assert.equal(new URL(location).searchParams.get("error"), "invalid_scope");
});

test("a client without enrolment, and parameters twice, are refused on a page", async () => {
  const { url } = await begin(config, { scope: "payments", redirectUri }, { client_id: "PSDLT-BOL-000000" });
  assert.equal((await new TestBrowser().get(url.href)).status, 400);
  const twice = await begin(config, { scope: "payments", redirectUri });
  const page = await new TestBrowser().get(`${twice.url.href}&redirect_uri=https%3A%2F%2Fevil.example%2F`);
  assert.equal(page.location, undefined);
});

test("O18: answers come in the query alone, and never as a form or in a fragment", async () => {
  for (const mode of ["form_post", "fragment", "x"]) {
    assert.equal(await errorFor({ response_mode: mode }), "unsupported_response_mode", mode);
  }
});

test("prompt=none cannot be met, since the PSU is asked each time", async () => {
  assert.equal(await errorFor({ prompt: "none" }), "login_required");
});

test("refusing, at the payment or at a plain scope, answers access_denied", async () => {
  const { paymentId } = await server.bank.initiate();
  const payment = await begin(config, { scope: `PIS:${paymentId}`, redirectUri });
  const browser = new TestBrowser();
  const review = await browser.fill(await browser.open(payment.url.href), "login", credentials);
  const refused = await browser.fill(review, "refuse");
  const plain = await begin(config, { scope: "payments", redirectUri });
  const other = new TestBrowser();
  const asked = await other.fill(await other.open(plain.url.href), "login", credentials);
  const denied = await other.fill(asked, "refuse");
  for (const [answer, { state }] of [
    [refused, payment],
    [denied, plain],
  ] as const) {
    const { searchParams } = new URL(answer.location ?? "");
    assert.equal(searchParams.get("error"), "access_denied");
    assert.equal(searchParams.get("state"), state);
    assert.equal(searchParams.get("iss"), server.issuer);
  }
  assert.equal(await server.bank.statusOf(paymentId), "RJCT");
});

test("a payment that is finished gives a browser that did not finish it no code", async () => {
  const { paymentId } = await server.bank.initiate();
  const first = await begin(config, { scope: `PIS:${paymentId}`, redirectUri });
  await payAtBank(server, first.url);
  const second = await begin(config, { scope: `PIS:${paymentId}`, redirectUri });
  const browser = new TestBrowser();
  const page = await browser.open(second.url.href);
  assert.equal(titleOf(page), "Already finished – Test Bank");
  const { location = "" } = await browser.open(`${page.url}/return`);
  assert.equal(new URL(location).searchParams.get("error"), "access_denied");
});

test("O4: the code is given only to the browser that began", async () => {
  const { paymentId } = await server.bank.initiate();
  const { url } = await begin(config, { scope: `PIS:${paymentId}`, redirectUri });
  const began = await new TestBrowser().get(url.href);
  const other = new TestBrowser();
  const review = await other.fill(await other.open(began.location ?? ""), "login", credentials);
  const code = await other.fill(review, "method");
  const back = await other.fill(code, "answer", { code: server.bank.spi.lastCode() });
  assert.equal(back.location, redirectUri, "another browser goes to TPP-Redirect-URI, without a code");
});

test("O17, O18, S10: no answer of a flow is stored, leaks its address or repeats a POST", async () => {
  const { paymentId } = await server.bank.initiate();
  const { url } = await begin(config, { scope: `PIS:${paymentId}`, redirectUri });
  const browser = new TestBrowser();
  let answer = await browser.get(url.href);
  const seen = [answer];
  const login = await browser.get(answer.location ?? "");
  seen.push(login);
  const steps = [
    ["login", credentials],
    ["method", {}],
    ["answer", undefined],
  ] as const;
  let page = login;
  for (const [name, fields] of steps) {
    answer = await browser.submit(page, name, fields ?? { code: server.bank.spi.lastCode() });
    assert.equal(answer.status, 303);
    page = await browser.get(answer.location ?? "");
    seen.push(answer, page);
  }
  for (const one of seen) {
    assert.equal(one.headers["cache-control"], "no-store", one.url);
    assert.equal(one.headers["referrer-policy"], "same-origin", one.url);
  }
  assert.ok(new URL(page.location ?? "").searchParams.get("code"));
});
