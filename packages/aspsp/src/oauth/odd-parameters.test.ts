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
      assert.match(location, /^https:\/\/tpp\.example\/back\?error=unsupported_response_type&/);
    }
  }
});

test("a fragment is no way of answering", async () => {
  const { url } = await begin(config, { scope: "payments", redirectUri }, { response_mode: "fragment" });
  const { location = "" } = await new TestBrowser().get(url.href);
  assert.match(location, /^https:\/\/tpp\.example\/back\?error=/);
});

const noText = ["%00", "a%00b", "a%01b", "a%0Ab", "a%0D%0Ab", "a%1Fb", "a%7Fb", "a%C2%85b", "%ED%A0%80", "%FF"];
const all = [...names, "code_challenge", "max_age", "claims", "resource", "response_mode", "x"];
const odder = [...all.flatMap((name) => noText.map((value) => `${name}=${value}`)), "%00=x", "a%01b=x", "%ED%A0%80=x"];

test("I3, I10: what is no text is refused on a page, and no browser is sent on", async () => {
  const { url } = await begin(config, { scope: "payments", redirectUri });
  for (const pair of odder) {
    const changed = new URL(url);
    changed.searchParams.delete(pair.split("=", 1)[0] ?? "");
    const { status, location } = await new TestBrowser().get(`${changed.href}&${pair}`);
    assert.deepEqual({ status, location }, { status: 400, location: undefined }, pair);
  }
});

test("I3, I10: nor does a form take it, whoever sends it", async () => {
  const { url } = await begin(config, { scope: "payments", redirectUri });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  for (const certificate of [server.certificate(), undefined]) {
    const fetch = server.fetchWith(certificate);
    for (const path of ["token", "par", "revoke"]) {
      for (const pair of [
        ...odder,
        "code=%00",
        "refresh_token=%00",
        "token=%00",
        "grant_type=%00",
        "code_verifier=%00",
      ]) {
        const form =
          path === "par"
            ? new URLSearchParams(url.searchParams)
            : new URLSearchParams({ client_id: "PSDLT-BOL-123456" });
        form.delete(pair.split("=", 1)[0] ?? "");
        const answer = await fetch(`${server.issuer}/oauth/${path}`, {
          method: "POST",
          headers,
          body: `${form}&${pair}`,
        });
        assert.equal(answer.status, 400, `${path} ${pair}`);
        assert.equal(((await answer.json()) as { error: string }).error, "invalid_request", `${path} ${pair}`);
      }
    }
  }
});

test("an escape that is written out is text, and comes back as it was sent", async () => {
  const state = String.raw`\u0000 \ud800 é💣`;
  const { url } = await begin(config, { scope: "payments", redirectUri }, { state, prompt: "none" });
  const { location = "" } = await new TestBrowser().get(url.href);
  assert.equal(new URL(location).searchParams.get("state"), state);
});

test("discovery echoes the X-Request-ID and opens nothing to other origins", async () => {
  const requestId = randomUUID();
  const answer = await server.fetchWith(server.certificate())(
    `${server.issuer}/.well-known/oauth-authorization-server`,
    {
      headers: { "X-Request-ID": requestId, Origin: "https://elsewhere.example" },
    },
  );
  assert.equal(answer.headers.get("x-request-id"), requestId);
  assert.deepEqual(
    [...answer.headers.keys()].filter((name) => name.startsWith("access-control-")),
    [],
  );
});
