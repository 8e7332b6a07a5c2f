/** Proves: no parameter makes the authorization server fail, and no other site's page reads its answers. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type * as client from "openid-client";
import { TestBrowser } from "../sca-pages/testing/browser.ts";
import { openTestServer, type TestServer } from "./testing/open-server.ts";
import { begin, discoverAs } from "./testing/stranger.ts";

const redirectUri = "https://tpp.example/back";
let server: TestServer;
let config: client.Configuration;
before(async () => {
  server = await openTestServer();
  config = await discoverAs(server, server.certificate());
});
after(() => server.close());

const odd = ["\u0000", "a\u0000b", "\u0001", "\u001b[31m", "\u202e", "\ufffd", "'", "💣", "x".repeat(3_000)];
const names = ["client_id", "state", "login_hint", "ui_locales", "display", "scope", "redirect_uri", "nonce", "prompt"];

test("I3, I10: no character in a parameter of an authorization request is an error of the server's", async () => {
  for (const name of names) {
    for (const value of odd) {
      const { url } = await begin(config, { scope: "payments", redirectUri }, { [name]: value });
      const { status } = await new TestBrowser().get(url.href);
      assert.ok(status < 500, `${name}=${JSON.stringify(value)}: ${status}`);
    }
  }
});

test("I3, I10: nor at the token, pushed request and revocation endpoints, with and without a certificate", async () => {
  for (const certificate of [server.certificate(), undefined]) {
    const fetch = server.fetchWith(certificate);
    for (const path of ["token", "par", "revoke"]) {
      for (const name of ["client_id", "state", "code", "refresh_token", "token", "grant_type", "code_verifier"]) {
        for (const value of ["\u0000", "a\u0000b", "\u202e", "'--"]) {
          const form = { client_id: "PSDLT-BOL-123456", grant_type: "refresh_token", token: "x", [name]: value };
          const requestId = randomUUID();
          const answer = await fetch(`${server.issuer}/oauth/${path}`, {
            method: "POST",
            headers: { "X-Request-ID": requestId, Origin: "https://elsewhere.example" },
            body: new URLSearchParams(form),
          });
          assert.ok(answer.status < 500, `${path} ${name}=${JSON.stringify(value)}: ${answer.status}`);
          assert.equal(answer.headers.get("x-request-id"), requestId);
          assert.equal(answer.headers.get("access-control-allow-origin"), null);
        }
      }
    }
  }
});

test("another response type than code is refused at the client, in the query", async () => {
  for (const responseType of ["token", "id_token", "code token", "code id_token", "none", "foo"]) {
    for (const mode of [undefined, "fragment", "form_post"]) {
      const changes = { response_type: responseType, ...(mode === undefined ? {} : { response_mode: mode }) };
      const { url } = await begin(config, { scope: "payments", redirectUri }, changes);
      const { status, location = "" } = await new TestBrowser().get(url.href);
      assert.equal(status, 303, `${responseType} ${mode}`);
      assert.match(location, /^https:\/\/tpp\.example\/back\?error=(unsupported_response|invalid_request)/);
    }
  }
});

test("a fragment is no way of answering", async () => {
  const { url } = await begin(config, { scope: "payments", redirectUri }, { response_mode: "fragment" });
  const { location = "" } = await new TestBrowser().get(url.href);
  assert.match(location, /^https:\/\/tpp\.example\/back\?error=/);
});
