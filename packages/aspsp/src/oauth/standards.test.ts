/** Proves that each standard has its own authorization server, and that nothing of one is worth anything on the other. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import type { BankProfile } from "../profile.ts";
import { makeAuthority } from "../testing/certificates.ts";
import { testProfile } from "../testing/test-bank.ts";
import { openBank, type OpenBank } from "./testing/open-bank.ts";
import { allowAtBank, begin, discoverWith, exchange } from "./testing/stranger.ts";
import { redirectUri, tppAt } from "./testing/tpp.ts";

const georgian: BankProfile = {
  ...testProfile,
  providerId: "test_ge",
  country: "GE",
  bic: "TESTGE22",
  standard: "georgia-0.8",
  products: ["aspsp", "domestic", "foreign"],
  defaultProduct: "domestic",
  timeZone: "Asia/Tbilisi",
  approach: "oauth",
  scaOAuth: true,
};
const berlinProfile: BankProfile = { ...testProfile, approach: "oauth", scaOAuth: true };
let berlin: OpenBank;
let georgia: OpenBank;

before(async () => {
  const authority = makeAuthority();
  berlin = await openBank({ profile: berlinProfile, authority });
  georgia = await openBank({ profile: georgian, authority });
});
after(() => Promise.all([berlin.close(), georgia.close()]));

test("decision 7: each standard's document answers at both addresses on both listeners and names its own addresses", async () => {
  const wellKnown = "/.well-known/oauth-authorization-server";
  for (const [server, path] of [
    [berlin, "/test_ro/xs2a/berlin/1.3"],
    [georgia, "/test_ge/xs2a/georgia/0.8"],
  ] as const) {
    const { origin: xs2a } = new URL(server.issuer);
    const { origin: pages } = new URL(server.pagesUrl);
    const texts = [];
    for (const url of [`${xs2a}${path}${wellKnown}`, `${xs2a}${wellKnown}${path}`]) {
      texts.push(await (await server.fetchWith()(url)).text());
    }
    for (const url of [`${pages}${path}${wellKnown}`, `${pages}${wellKnown}${path}`]) {
      texts.push(await (await fetch(url)).text());
    }
    assert.equal(new Set(texts).size, 1, path);
    const document = JSON.parse(texts[0] ?? "") as Record<string, unknown>;
    assert.equal(document["issuer"], xs2a + path);
    assert.equal(document["authorization_endpoint"], `${pages}${path}/oauth/authorize`);
    for (const [name, end] of [
      ["token_endpoint", "token"],
      ["pushed_authorization_request_endpoint", "par"],
      ["revocation_endpoint", "revoke"],
    ] as const) {
      assert.equal(document[name], `${xs2a}${path}/oauth/${end}`);
    }
    const other = server === berlin ? "/test_ro/xs2a/georgia/0.8" : "/test_ge/xs2a/berlin/1.3";
    const headers = { "x-request-id": crypto.randomUUID() };
    assert.equal((await server.fetchWith()(`${xs2a}${other}${wellKnown}`, { headers })).status, 404);
  }
});

test("tokens, refresh tokens and codes of one standard are refused on the other, both ways", async () => {
  const issued = new Map<OpenBank, Awaited<ReturnType<typeof exchange>>>();
  for (const server of [berlin, georgia]) {
    // One certificate per bank: the binding to it must not be what refuses.
    const tpp = tppAt(server);
    const begun = await begin(await tpp.client(), { scope: "payments", redirectUri });
    issued.set(server, await exchange(begun, await allowAtBank(begun.url)));
    const path = tpp.statusPath(crypto.randomUUID());
    const own = await tpp.call({ path, token: issued.get(server)?.access_token });
    assert.equal(own.status, 404, "its own token passes, and finds no such payment");
    const other = server === berlin ? georgia : berlin;
    const there = await other.fetchWith(tpp.certificate)(other.issuer + tppAt(other).statusPath(crypto.randomUUID()), {
      headers: { authorization: `Bearer ${issued.get(server)?.access_token}`, "x-request-id": crypto.randomUUID() },
    });
    assert.equal(there.status, 401);
    assert.equal(((await there.json()) as any).tppMessages[0].code, "TOKEN_UNKNOWN");
    const config = await discoverWith(other.issuer, tpp.tppId, other.fetchWith(tpp.certificate));
    const refresh = issued.get(server)?.refresh_token ?? "";
    await assert.rejects(client.refreshTokenGrant(config, refresh), { error: "invalid_grant" });
    const again = await begin(await tpp.client(), { scope: "payments", redirectUri });
    const code = new URL(await allowAtBank(again.url)).searchParams.get("code") ?? "";
    const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri, client_id: tpp.tppId };
    const answer = await other.fetchWith(tpp.certificate)(`${other.issuer}/oauth/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...form, code_verifier: again.codeVerifier }).toString(),
    });
    assert.equal(answer.status, 400);
    assert.equal(((await answer.json()) as any).error, "invalid_grant");
  }
});
