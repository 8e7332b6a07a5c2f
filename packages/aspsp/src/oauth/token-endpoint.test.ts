/** Proves who may talk to the token endpoint, and that addresses come from the configuration. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type * as client from "openid-client";
import { TestBrowser } from "../sca-pages/testing/browser.ts";
import { alice } from "../testing/fake-core-banking.ts";
import type { TestCertificate } from "../testing/certificates.ts";
import type { OauthTables } from "./store/tables.ts";
import { openTestServer, type TestServer } from "./testing/open-server.ts";
import { allowAtBank, begin, discoverAs } from "./testing/stranger.ts";

const redirectUri = "https://tpp.example/back";
let server: TestServer;
let certificate: TestCertificate;
let config: client.Configuration;

before(async () => {
  server = await openTestServer();
  certificate = server.certificate();
  config = await discoverAs(server, certificate);
});
after(() => server.close());

/** An exchange by hand, so that what the client library would never send can be sent. */
async function exchangeBy(
  by: TestCertificate | undefined,
  changes: Record<string, string | undefined> = {},
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const begun = await begin(config, { scope: "payments", redirectUri });
  const callback = new URL(await allowAtBank(begun.url));
  const fields: Record<string, string | undefined> = {
    grant_type: "authorization_code",
    code: callback.searchParams.get("code") ?? "",
    redirect_uri: redirectUri,
    client_id: "PSDLT-BOL-123456",
    code_verifier: begun.codeVerifier,
    ...changes,
  };
  const given = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const answer = await server.fetchWith(by)(`${server.issuer}/oauth/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(given).toString(),
  });
  assert.equal(answer.headers.get("cache-control"), "no-store");
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test("no certificate, another TPP's, an untrusted, an expired or a blocked one is no client", async () => {
  const stranger = server.certificate({ organizationIdentifier: "PSDLT-BOL-654321" });
  const expired = server.certificate({ notAfter: new Date(Date.now() - 1_000) });
  const blocked = server.certificate();
  server.blocked.add(server.tppOf(blocked).thumbprint);
  for (const by of [undefined, stranger, expired, blocked]) {
    const { status, body } = await exchangeBy(by);
    assert.equal(status, 401);
    assert.equal(body["error"], "invalid_client");
    assert.equal(body["access_token"], undefined);
  }
});

test("C11: a certificate that a header claims is not read", async () => {
  const claimed = encodeURIComponent(certificate.cert);
  const { status } = await exchangeBy(undefined, {}, { "x-ssl-cert": claimed, "ssl-client-cert": claimed });
  assert.equal(status, 401);
});

test("C6: a client secret that is sent is ignored, in the body and as Basic", async () => {
  assert.equal((await exchangeBy(certificate, { client_secret: "whatever" })).status, 200);
  const authorization = `Basic ${Buffer.from("PSDLT-BOL-123456:whatever").toString("base64")}`;
  assert.equal((await exchangeBy(certificate, {}, { authorization })).status, 200);
});

test("O5: an exchange without the verifier, or with another, gives nothing", async () => {
  for (const code_verifier of [undefined, "x".repeat(43), ""]) {
    const { status, body } = await exchangeBy(certificate, { code_verifier });
    assert.equal(status, 400);
    assert.equal(body["error"], "invalid_grant");
  }
});

test("O15: the role is checked again at the token endpoint, by the certificate at hand", async () => {
  const withoutPayments = server.certificate({ roles: ["PSP_AI"] });
  const { status, body } = await exchangeBy(withoutPayments);
  assert.equal(status, 400);
  assert.equal(body["error"], "invalid_scope");
  await server.fetchWith(certificate)(`${server.issuer}/.well-known/oauth-authorization-server`);
});

test("an unknown grant type, a JSON body and other methods are refused", async () => {
  assert.equal((await exchangeBy(certificate, { grant_type: "client_credentials" })).status, 400);
  const call = server.fetchWith(certificate);
  const json = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
  assert.equal((await call(`${server.issuer}/oauth/token`, json)).status, 400);
  const got = await call(`${server.issuer}/oauth/token`);
  assert.equal(got.status, 405);
  assert.equal(got.headers.get("allow"), "POST");
  assert.equal((await call(`${server.issuer}/oauth/authorize`)).status, 404, "authorize is a page, not here");
});

test("decision 7: discovery answers at both addresses on both listeners, and never repeats a Host", async () => {
  const issuerPath = new URL(server.issuer).pathname;
  const wellKnown = "/.well-known/oauth-authorization-server";
  const { origin: xs2a } = new URL(server.issuer);
  const { origin: pages } = new URL(server.pagesUrl);
  const call = server.fetchWith();
  const hostile = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "ftp" };
  const texts = [];
  for (const url of [`${xs2a}${issuerPath}${wellKnown}`, `${xs2a}${wellKnown}${issuerPath}`]) {
    texts.push(await (await call(url, { headers: hostile })).text());
  }
  for (const url of [`${pages}${issuerPath}${wellKnown}`, `${pages}${wellKnown}${issuerPath}`]) {
    texts.push(await (await fetch(url)).text());
  }
  assert.equal(new Set(texts).size, 1);
  const metadata = JSON.parse(texts[0] ?? "") as Record<string, unknown>;
  assert.equal(metadata["issuer"], server.issuer);
  assert.equal(metadata["token_endpoint"], `${server.issuer}/oauth/token`);
  assert.equal(metadata["authorization_endpoint"], `${server.pagesUrl}/xs2a/berlin/1.3/oauth/authorize`);
  assert.equal(metadata["tls_client_certificate_bound_access_tokens"], true);
  assert.deepEqual(metadata["code_challenge_methods_supported"], ["S256"]);
});

test("decision 7: an authorization leads on to configured addresses, whatever Host says", async () => {
  const { paymentId } = await server.bank.initiate();
  const { url } = await begin(config, { scope: `PIS:${paymentId}`, redirectUri });
  const hostile = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
  const browser = new TestBrowser();
  const began = await browser.get(url.href, hostile);
  assert.ok(began.location?.startsWith(`${server.pagesUrl}/sca/`), String(began.location));
  const login = await browser.open(began.location ?? "");
  const review = await browser.fill(login, "login", { login: alice.login, secret: alice.secret });
  const code = await browser.fill(review, "method");
  const onward = await browser.submit(code, "answer", { code: server.bank.spi.lastCode() });
  assert.ok(
    onward.location?.startsWith(`${server.pagesUrl}/xs2a/berlin/1.3/oauth/authorize/`),
    String(onward.location),
  );
  const back = await browser.get(onward.location ?? "", hostile);
  assert.ok(back.location?.startsWith(`${redirectUri}?code=`), String(back.location));
});

test("no id or secret stands readable in the table", async () => {
  const { body } = await exchangeBy(certificate);
  const rows = await server.bank.database.db.withTables<OauthTables>().selectFrom("oauth_record").selectAll().execute();
  const dump = JSON.stringify(rows);
  for (const name of ["access_token", "refresh_token"]) assert.ok(!dump.includes(String(body[name])), name);
});
