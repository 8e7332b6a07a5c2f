/** Proves the scopes that are for a consent: AIS:, PIIS: and the plain ones, and that tokens end with it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import { TestBrowser } from "../sca-pages/testing/browser.ts";
import { alice, bob } from "../testing/fake-core-banking.ts";
import { StandingClock } from "../testing/standing-clock.ts";
import { testProfile } from "../testing/test-bank.ts";
import { openBank, type OpenBank } from "./testing/open-bank.ts";
import { allowAtBank, begin, consentAtBank, exchange } from "./testing/stranger.ts";
import { redirectUri, tppAt, type TestTpp } from "./testing/tpp.ts";

const dayMs = 86_400_000;
const clock = new StandingClock();
let server: OpenBank;
let tpp: TestTpp;
let config: client.Configuration;

before(async () => {
  server = await openBank({
    clock,
    instances: 2,
    profile: { ...testProfile, approach: "oauth", scaOAuth: true, timeZone: "Europe/Bucharest" },
  });
  tpp = tppAt(server, { roles: ["PSP_AI", "PSP_PI", "PSP_IC"] });
  config = await tpp.client();
});
after(() => server.close());

/** The whole flow for a scope; the tokens. */
async function tokensFor(scope: string, psu = alice) {
  const begun = await begin(config, { scope, redirectUri });
  return exchange(begun, await consentAtBank(server, begun.url, { psu }));
}

/** What the bank says to a read of the consent with that token, at either of its processes. */
async function consentWith(consentId: string, token: string, instance = 0): Promise<string | number> {
  const reply = await tpp.call({ path: `/v1/consents/${consentId}/status`, token, instance });
  return reply.status === 200 ? 200 : (reply.body.tppMessages[0].code as string);
}

test("AIS:<consentId>: the consent's own SCA gives a token that carries the consent, at the pages of its authorisation", async () => {
  const { consentId, scaRedirect } = await tpp.consent();
  const begun = await begin(config, { scope: `ais:${consentId} offline_access`, redirectUri });
  const first = await new TestBrowser().get(begun.url.href);
  assert.equal(first.location, scaRedirect, "explicitly or not, there is one authorisation");
  const tokens = await exchange(begun, await consentAtBank(server, begun.url));
  assert.equal(tokens.scope, `ais:${consentId}`);
  const read = await tpp.call({ path: `/v1/consents/${consentId}`, token: tokens.access_token });
  assert.equal(read.body.consentStatus, "valid");
  const other = await tpp.consent();
  assert.equal(await consentWith(other.consentId, tokens.access_token), "TOKEN_INVALID");
});

test("explicit start: visits without an authorisation start one, and one only", async () => {
  const { consentId, scaRedirect } = await tpp.consent({}, { "tpp-explicit-authorisation-preferred": "true" });
  assert.equal(scaRedirect, undefined, "nothing is started by creation");
  const visits = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const begun = await begin(config, { scope: `AIS:${consentId}`, redirectUri });
      return (await new TestBrowser().get(begun.url.href)).location;
    }),
  );
  assert.equal(new Set(visits).size, 1);
  const list = await tpp.call({ path: `/v1/consents/${consentId}/authorisations` });
  assert.equal(list.body.authorisationIds.length, 1);
  await tokensFor(`AIS:${consentId}`);
});

test("decision 13: the redirect URI is the consent's own or lies in the certificate's hosts", async () => {
  const own = "https://elsewhere.example/back";
  const { consentId } = await tpp.consent({}, { "tpp-redirect-uri": own });
  for (const [uri, status] of [
    [own, 303],
    [redirectUri, 303],
    ["https://elsewhere.example/back/", 400],
    ["https://elsewhere.example/", 400],
  ] as const) {
    const { url } = await begin(config, { scope: `AIS:${consentId}`, redirectUri: uri });
    assert.equal((await new TestBrowser().get(url.href)).status, status, uri);
  }
});

test("B1: another TPP's consent, an unknown one and one of another kind are no scope", async () => {
  const { consentId } = await tpp.consent();
  const funds = await tpp.fundsConsent();
  const stranger = tppAt(server, { organizationIdentifier: "PSDLT-BOL-654321", roles: ["PSP_AI", "PSP_IC"] });
  const theirs = await stranger.client();
  const errorOf = async (of: client.Configuration, scope: string): Promise<string | null> => {
    const { url } = await begin(of, { scope, redirectUri });
    return new URL((await new TestBrowser().get(url.href)).location ?? "").searchParams.get("error");
  };
  assert.equal(await errorOf(theirs, `AIS:${consentId}`), "invalid_scope");
  assert.equal(await errorOf(config, `AIS:${crypto.randomUUID()}`), "invalid_scope");
  assert.equal(await errorOf(config, `PIS:${consentId}`), "invalid_scope");
  assert.equal(await errorOf(config, `PIIS:${consentId}`), "invalid_scope");
  assert.equal(await errorOf(config, `AIS:${funds}`), "invalid_scope");
  assert.equal(await errorOf(theirs, `PIIS:${funds}`), "invalid_scope");
});

test("PIIS:<consentId>: the token is for the consent to funds confirmations and for nothing else", async () => {
  const consentId = await tpp.fundsConsent();
  const { access_token: token } = await tokensFor(`PIIS:${consentId}`);
  const path = `/v2/consents/confirmation-of-funds/${consentId}/status`;
  const own = await tpp.call({ path, token });
  assert.equal(own.body.consentStatus, "valid", JSON.stringify(own.body));
  const account = await tpp.consent();
  assert.equal(await consentWith(account.consentId, token), "TOKEN_INVALID");
});

test("C15: plain scopes make a bank-offered consent whose accounts the PSU chooses, with SCA", async () => {
  const begun = await begin(config, { scope: "accounts transactions", redirectUri });
  const browser = new TestBrowser();
  const login = await browser.open(begun.url.href);
  const count = async (): Promise<number> => {
    const { db } = server.database;
    const row = await db
      .selectFrom("consent")
      .select((all) => all.fn.countAll<string>().as("n"))
      .executeTakeFirst();
    return Number(row?.n);
  };
  const before = await count();
  const wrong = await browser.fill(login, "login", { login: alice.login, secret: "wrong" });
  assert.equal(await count(), before, "D8: nothing is made for who has not logged in");
  const accounts = await browser.fill(wrong, "login", { login: alice.login, secret: alice.secret });
  assert.equal(await count(), before + 1);
  const twice = await browser.fill(wrong, "login", { login: alice.login, secret: alice.secret });
  assert.equal(twice.status, 400, "the form was for who was not logged in");
  const review = await browser.fill(accounts, "account");
  const code = await browser.fill(review, "method");
  const { location = "" } = await browser.fill(code, "answer", { code: server.spi.lastCode() });
  const tokens = await exchange(begun, location);
  assert.equal(tokens.scope, "accounts transactions");
  const consent = await server.database.db
    .selectFrom("consent")
    .selectAll()
    .orderBy("created_at", "desc")
    .where("kind", "=", "bankOffered")
    .executeTakeFirstOrThrow();
  assert.equal(consent.status, "valid");
  assert.equal(consent.psu_id, alice.psuId);
  assert.equal(await consentWith(consent.consent_id, tokens.access_token), 200);
});

test("C15: accounts and payments together take the consent's SCA, and the token has both; payments alone the password", async () => {
  const both = await tokensFor("accounts payments");
  assert.equal(both.scope, "accounts payments");
  const paymentId = await tpp.pay(both.access_token);
  assert.equal((await tpp.call({ path: tpp.statusPath(paymentId), token: both.access_token })).status, 200);
  const begun = await begin(config, { scope: "payments", redirectUri });
  const alone = await exchange(begun, await allowAtBank(begun.url));
  const { consentId } = await tpp.consent();
  assert.equal(await consentWith(consentId, alone.access_token), "TOKEN_INVALID");
});

test("O16: a consent that its TPP deletes or its PSU revokes takes its tokens along at once, on every process", async () => {
  const { consentId } = await tpp.consent();
  const tokens = await tokensFor(`AIS:${consentId}`);
  assert.equal(await consentWith(consentId, tokens.access_token, 1), 200);
  assert.equal((await tpp.call({ method: "DELETE", path: `/v1/consents/${consentId}` })).status, 204);
  for (const instance of [0, 1])
    assert.equal(await consentWith(consentId, tokens.access_token, instance), "TOKEN_INVALID");
  for (const instance of [0, 1]) {
    const refreshed = client.refreshTokenGrant(await tpp.client(instance), tokens.refresh_token ?? "");
    await assert.rejects(refreshed, { error: "invalid_grant" });
  }
  const revoked = await tpp.consent();
  const others = await tokensFor(`AIS:${revoked.consentId}`);
  await server.database.db
    .updateTable("consent")
    .set({ status: "revokedByPsu" })
    .where("consent_id", "=", revoked.consentId)
    .execute();
  assert.equal(await consentWith(revoked.consentId, others.access_token, 1), "TOKEN_INVALID");
  await assert.rejects(client.refreshTokenGrant(config, others.refresh_token ?? ""), { error: "invalid_grant" });
});

test("O6: a code of a consent that ends before the exchange is worth nothing", async () => {
  const { consentId } = await tpp.consent();
  const begun = await begin(config, { scope: `AIS:${consentId}`, redirectUri });
  const callback = await consentAtBank(server, begun.url);
  assert.equal((await tpp.call({ method: "DELETE", path: `/v1/consents/${consentId}` })).status, 204);
  await assert.rejects(exchange(begun, callback), { error: "invalid_grant" });
});

test("O12: a one-off consent's tokens end with its hour", async () => {
  const { consentId } = await tpp.consent({ recurringIndicator: false, frequencyPerDay: 1 });
  const tokens = await tokensFor(`AIS:${consentId}`);
  assert.equal(tokens.expires_in, 3_600);
  clock.advance(3_599_000);
  const last = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
  assert.equal(last.expires_in, 1);
  assert.equal(await consentWith(consentId, last.access_token), 200);
  clock.advance(1_000);
  assert.equal(await consentWith(consentId, last.access_token), "TOKEN_EXPIRED");
  await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token ?? ""), { error: "invalid_grant" });
});

test("O12: a recurring consent's tokens end with its last day in the bank's own zone", async () => {
  const validUntil = new Date(clock.now().getTime() + 10 * dayMs).toISOString().slice(0, 10);
  const { consentId } = await tpp.consent({ validUntil });
  const tokens = await tokensFor(`AIS:${consentId}`);
  // Midnight after the last day in Bucharest, which is 2 or 3 hours ahead of UTC.
  const next = new Date(Date.parse(validUntil) + dayMs);
  const ends = [2, 3]
    .map((hours) => new Date(next.getTime() - hours * 3_600_000))
    .find((at) => at.toLocaleTimeString("en-GB", { timeZone: "Europe/Bucharest" }) === "00:00:00");
  assert.ok(ends);
  clock.advance(ends.getTime() - clock.now().getTime() - 5_000);
  const last = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
  assert.equal(last.expires_in, 5);
  assert.equal(await consentWith(consentId, last.access_token), 200);
  clock.advance(5_000);
  assert.equal(await consentWith(consentId, last.access_token), "TOKEN_EXPIRED");
  await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token ?? ""), { error: "invalid_grant" });
});

test("decision 14: a renewed certificate goes on with the refresh token of a consent, another TPP does not", async () => {
  const { consentId } = await tpp.consent({}, {}, bob);
  const { refresh_token: refresh = "" } = await tokensFor(`AIS:${consentId}`, bob);
  const renewed = tppAt(server, { roles: ["PSP_AI"] });
  const { access_token: token } = await client.refreshTokenGrant(await renewed.client(), refresh);
  assert.equal((await renewed.call({ path: `/v1/consents/${consentId}`, token })).status, 200);
  assert.equal(await consentWith(consentId, token), "TOKEN_INVALID", "it is bound to the renewed certificate");
  const stranger = tppAt(server, { organizationIdentifier: "PSDLT-BOL-654321" });
  await assert.rejects(client.refreshTokenGrant(await stranger.client(), refresh), { error: "invalid_grant" });
});
