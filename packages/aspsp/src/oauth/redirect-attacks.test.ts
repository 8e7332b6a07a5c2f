/** Proves that the authorization endpoint sends nobody anywhere but to the TPP (rows O1 to O3). */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type * as client from "openid-client";
import { TestBrowser, titleOf } from "../sca-pages/testing/browser.ts";
import { alice } from "../testing/fake-core-banking.ts";
import { openTestServer, type TestServer } from "./testing/open-server.ts";
import { begin, discoverAs, exchange, payAtBank } from "./testing/stranger.ts";

const redirectUri = "https://tpp.example/back";
const slash = "\\";
let server: TestServer;
let config: client.Configuration;

before(async () => {
  server = await openTestServer();
  config = await discoverAs(server, server.certificate());
});
after(() => server.close());

/** Other hosts, other spellings of ours, and what browsers, URL parsers and eyes read differently. */
const bad = [
  "https://evil.example/back",
  "https://tpp.example.evil.example/back",
  "https://eviltpp.example/back",
  "https://evil-tpp.example/back",
  "https://tpp.example-evil.example/back",
  "https://tpp.exampleevil/back",
  "https://tpp.examples/back",
  "https://tpp/back",
  "https://example/back",
  "https://evil.example/tpp.example/back",
  "https://evil.example/?tpp.example",
  "https://evil.example/#https://tpp.example/back",
  "https://tpp.example@evil.example/",
  "https://tpp.example:pass@evil.example/back",
  "https://user@tpp.example/back",
  "https://user:pass@tpp.example/back",
  "https://@tpp.example/back",
  "https://tpp.example%40evil.example/",
  "https://tpp.example%2540evil.example/",
  "https://evil.example%2f@tpp.example/back",
  `https://tpp.example${slash}@evil.example/`,
  `https://evil.example${slash}@tpp.example/`,
  `https:${slash}${slash}evil.example/`,
  `${slash}${slash}evil.example/back`,
  `/${slash}evil.example/back`,
  "//evil.example/back",
  "//tpp.example/back",
  "///tpp.example/back",
  "https:tpp.example/back",
  "https:/tpp.example/back",
  "https:///tpp.example/back",
  "/back",
  "back",
  "tpp.example/back",
  "https://tpp.example:8443/back",
  "https://tpp.example:443/back",
  "https://tpp.example:0443/back",
  "https://tpp.example:/back",
  "http://tpp.example/back",
  "http://tpp.example:443/back",
  "HTTPS://tpp.example/back",
  "https://TPP.example/back",
  "https://tpp.example./back",
  "https://tpp.example/a/../back",
  "https://tpp.example/%2e%2e/back\t",
  "https://tpp.example/%2e%2e/back",
  "https://tpp.example/back#x",
  "https://tpp.example/back#",
  "https://tpp.example /back",
  " https://tpp.example/back",
  "https://tpp.example/back\n",
  "https://tpp.example/back\r\nLocation: https://evil.example/",
  "ht\ttps://tpp.example/back",
  "https://tpp.exam\tple/back",
  "https://tpp.example\u200b/back",
  "https://tpp.example\u3002evil.example/back",
  "https://tpp\uff0eexample/back",
  "https://\u0442pp.example/back",
  "https://xn--tpp-.example/back",
  "https://tpp.example%00.evil.example/back",
  "https://tpp.example%23.evil.example/back",
  "https://127.0.0.1/back",
  "https://127.0.0.1:8/back",
  "http://127.1:9/back",
  "http://2130706433:9/back",
  "http://localhost:9/back",
  "http://[::1]:9/back",
  "javascript:alert(1)",
  "javascript://tpp.example/%0aalert(1)",
  "data:text/html,x",
  "file://tpp.example/back",
  "blob:https://tpp.example/back",
  "urn:ietf:wg:oauth:2.0:oob",
  "*",
  "null",
  "",
];

test("O1: 60 and more redirect URIs that are not the client's are shown as an error and never followed", async () => {
  assert.ok(new Set(bad).size >= 60, String(bad.length));
  const { paymentId } = await server.bank.initiate();
  for (const scope of ["payments", `PIS:${paymentId}`]) {
    for (const uri of bad) {
      const { url } = await begin(config, { scope, redirectUri: uri });
      const page = await new TestBrowser().get(url.href);
      assert.equal(page.status, 400, uri);
      assert.equal(page.location, undefined, uri);
      assert.equal(titleOf(page), "This does not work – Test Bank");
      if (uri !== "") assert.ok(!page.text.includes("evil.example"), "nor is it repeated");
    }
  }
});

test("O1: what the client pushes is held against the same rules", async () => {
  const { tppId } = server.tppOf(server.certificate());
  for (const uri of bad.filter((one) => one !== "")) {
    const { url } = await begin(config, { scope: "payments", redirectUri: uri });
    const answer = await server.fetchWith(server.certificate())(`${server.issuer}/oauth/par`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams([...url.searchParams, ["client_id", tppId]]).toString(),
    });
    assert.equal(answer.status, 400, uri);
  }
});

test("O2: whatever the query of the last page says, the browser goes to the address that is stored", async () => {
  const { authorisationId } = await server.bank.initiate();
  const url = `${server.pagesUrl}/sca/${authorisationId}`;
  const browser = new TestBrowser();
  const review = await browser.fill(await browser.open(url), "login", { login: alice.login, secret: alice.secret });
  const code = await browser.fill(review, "method");
  await browser.submit(code, "answer", { code: server.bank.spi.lastCode() });
  const names = ["redirect_uri", "redirect_url", "returnTo", "return_to", "next", "TPP-Redirect-URI", "waiting", "url"];
  for (const name of names) {
    for (const target of ["https://evil.example/", "//evil.example/", `/${slash}evil.example`]) {
      const back = await browser.get(`${url}/return?${new URLSearchParams({ [name]: target }).toString()}`);
      assert.equal(back.status, 303, name);
      assert.equal(back.location, redirectUri, name);
    }
  }
});

test("O3: every answer names its issuer, and a client that expects another one makes no call", async () => {
  const { paymentId } = await server.bank.initiate();
  const begun = await begin(config, { scope: `PIS:${paymentId}`, redirectUri });
  const callback = new URL(await payAtBank(server, begun.url));
  assert.equal(callback.searchParams.get("iss"), server.issuer);
  assert.equal(callback.searchParams.get("state"), begun.state);
  const mixedUp = new URL(callback);
  mixedUp.searchParams.set("iss", server.issuer.replace("test_ro", "other_ro"));
  await assert.rejects(exchange(begun, mixedUp.href));
  const swapped = new URL(callback);
  swapped.searchParams.set("state", "another");
  await assert.rejects(exchange(begun, swapped.href));
  assert.ok((await exchange(begun, callback.href)).access_token, "the code is still unused");
});
