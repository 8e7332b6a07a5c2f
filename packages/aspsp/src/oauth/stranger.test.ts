/** Proves: a client library that is not ours, given only discovery address, certificate and redirect URI, gets, uses and refreshes a token. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import { alice } from "../testing/fake-core-banking.ts";
import { testProfile } from "../testing/test-bank.ts";
import { openBank, type OpenBank } from "./testing/open-bank.ts";
import { begin, consentAtBank, exchange } from "./testing/stranger.ts";
import { redirectUri, tppAt } from "./testing/tpp.ts";

let server: OpenBank;

before(async () => {
  server = await openBank({ profile: { ...testProfile, approach: "oauth", scaOAuth: true } });
});
after(() => server.close());

test("openid-client gets a token for AIS:<consentId>, reads the accounts with it over mutual TLS, and refreshes it", async () => {
  const tpp = tppAt(server, { roles: ["PSP_AI"] });
  const { consentId } = await tpp.consent();
  const config = await tpp.client();
  assert.equal(config.serverMetadata().issuer, server.issuer);
  const begun = await begin(config, { scope: `AIS:${consentId}`, redirectUri });
  const tokens = await exchange(begun, await consentAtBank(server, begun.url));
  const accounts = async (token: string) => {
    const url = new URL(`${server.issuer}/v1/accounts`);
    const headers = new Headers({ "x-request-id": crypto.randomUUID(), "psu-ip-address": "192.0.2.1" });
    const answer = await client.fetchProtectedResource(config, token, url, "GET", undefined, headers);
    assert.equal(answer.status, 200);
    const { accounts: list } = (await answer.json()) as { accounts: { iban: string }[] };
    return list.map(({ iban }) => iban);
  };
  const [own] = alice.accounts;
  assert.deepEqual(await accounts(tokens.access_token), [own?.iban]);
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
  assert.notEqual(refreshed.access_token, tokens.access_token);
  assert.deepEqual(await accounts(refreshed.access_token), [own?.iban]);
});

test("errors of the token endpoint are those of RFC 6749, without what only the bank has to know", async () => {
  const tpp = tppAt(server);
  const forms = [
    [{ grant_type: "refresh_token", refresh_token: "nobody's" }, 400, "invalid_grant"],
    [{ grant_type: "authorization_code", code: "x", redirect_uri: redirectUri, code_verifier: "x".repeat(43) }, 400],
    [{ grant_type: "password", username: "alice", password: "x" }, 400, "unsupported_grant_type"],
    [{ grant_type: "refresh_token" }, 400, "invalid_request"],
    [{}, 400, "invalid_request"],
  ] as const;
  for (const [form, status, error = "invalid_grant"] of forms) {
    const reply = await tpp.call({ path: "/oauth/token", form: { client_id: tpp.tppId, ...form } });
    assert.equal(reply.status, status, JSON.stringify(form));
    assert.equal(reply.body.error, error, JSON.stringify(form));
    assert.deepEqual(Object.keys(reply.body).sort(), ["error", "error_description"]);
    assert.equal(reply.headers.get("cache-control"), "no-store");
  }
});
