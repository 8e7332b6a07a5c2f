/** Proves at which instant codes, tokens and requests end, on the bank's clock (row O12). */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import { TestBrowser } from "../sca-pages/testing/browser.ts";
import { alice } from "../testing/fake-core-banking.ts";
import { StandingClock } from "../testing/standing-clock.ts";
import { testProfile } from "../testing/test-bank.ts";
import { openBank, type OpenBank } from "./testing/open-bank.ts";
import { allowAtBank, begin, exchange, payAtBank } from "./testing/stranger.ts";
import { redirectUri, tppAt, type TestTpp } from "./testing/tpp.ts";

const dayMs = 86_400_000;
const clock = new StandingClock();
let server: OpenBank;
let tpp: TestTpp;
let config: client.Configuration;

before(async () => {
  server = await openBank({ clock, profile: { ...testProfile, approach: "oauth", scaOAuth: true } });
  tpp = tppAt(server);
  config = await tpp.client();
});
after(() => server.close());

async function tokensFor(scope: string, wait = 0) {
  const begun = await begin(config, { scope, redirectUri });
  const callback = await (scope === "payments" ? allowAtBank(begun.url) : payAtBank(server, begun.url));
  clock.advance(wait);
  return exchange(begun, callback);
}

/** What a read of a payment's status with that token says. */
async function check(token: string, paymentId: string): Promise<string | number> {
  const reply = await tpp.call({ path: tpp.statusPath(paymentId), token });
  return reply.status === 200 ? 200 : (reply.body.tppMessages[0].code as string);
}

test("O12: a code is good for a millisecond less than a minute and not for a minute", async () => {
  assert.ok((await tokensFor("payments", 59_999)).access_token);
  await assert.rejects(tokensFor("payments", 60_000), { error: "invalid_grant" });
});

test("O12: an access token is good for a millisecond less than its expires_in and not for all of it", async () => {
  const paymentId = await tpp.pay();
  const { access_token: token, expires_in: seconds = 0 } = await tokensFor("payments");
  assert.equal(seconds, 3_600);
  clock.advance(seconds * 1000 - 1);
  assert.equal(await check(token, paymentId), 200);
  clock.advance(1);
  assert.equal(await check(token, paymentId), "TOKEN_EXPIRED");
});

test("O12: refresh tokens of a payment end after 30 days, and the last access token not later", async () => {
  const paymentId = await tpp.pay();
  const { refresh_token: refresh = "" } = await tokensFor(`PIS:${paymentId}`);
  clock.advance(30 * dayMs - 60_000);
  const last = await client.refreshTokenGrant(config, refresh);
  assert.equal(last.expires_in, 60);
  clock.advance(59_999);
  assert.equal(await check(last.access_token, paymentId), 200);
  clock.advance(1);
  assert.equal(await check(last.access_token, paymentId), "TOKEN_EXPIRED");
  await assert.rejects(client.refreshTokenGrant(config, refresh), { error: "invalid_grant" });
});

test("O12: an authorization request waits 15 minutes for its PSU", async () => {
  for (const [wait, goesOn] of [
    [899_999, true],
    [900_000, false],
  ] as const) {
    const begun = await begin(config, { scope: "payments", redirectUri });
    const browser = new TestBrowser();
    const login = await browser.open(begun.url.href);
    clock.advance(wait);
    const next = await browser.get(login.url);
    assert.equal(next.status, goesOn ? 200 : 404, String(wait));
    if (!goesOn) continue;
    const asked = await browser.fill(next, "login", { login: alice.login, secret: alice.secret });
    const { location = "" } = await browser.fill(asked, "allow");
    assert.ok((await exchange(begun, location)).access_token);
  }
});

test("O12: times that a client claims are not read: a request object with an exp in the year 9999 is refused", async () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: "PSDLT-BOL-123456", aud: server.issuer, iat: 0, nbf: 0, exp: 253_402_300_799 };
  const request = `${part({ alg: "none" })}.${part({ ...claims, scope: "payments", redirect_uri: redirectUri })}.`;
  const { url } = await begin(config, { scope: "payments", redirectUri }, { request });
  const answer = await new TestBrowser().get(url.href);
  assert.equal(new URL(answer.location ?? "").searchParams.get("error"), "request_not_supported");
});
