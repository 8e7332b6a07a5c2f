/** Proves the code flow with a client library that is not ours, over real HTTP and mutual TLS. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as client from "openid-client";
import type { TestCertificate } from "../testing/certificates.ts";
import { alice } from "../testing/fake-core-banking.ts";
import { openTestServer, type TestServer } from "./testing/open-server.ts";
import { allowAtBank, begin, discoverAs, discoverWith, exchange, payAtBank } from "./testing/stranger.ts";

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

test("PIS:<paymentId>: SCA at the bank's pages gives a code, the code a token for this payment, iss is on the answer", async () => {
  const { paymentId } = await server.bank.initiate();
  const begun = await begin(config, { scope: `PIS:${paymentId}`, redirectUri });
  const callback = await payAtBank(server, begun.url);
  assert.ok(callback.startsWith(`${redirectUri}?`), callback);
  assert.equal(new URL(callback).searchParams.get("iss"), server.issuer);
  assert.equal(await server.bank.statusOf(paymentId), "ACSC");
  const tokens = await exchange(begun, callback);
  assert.equal(tokens.scope, `PIS:${paymentId}`);
  assert.equal(tokens.expires_in, 3_600);
  const { thumbprint, tppId } = server.tppOf(certificate);
  assert.deepEqual(await server.oauth.tokens.check(tokens.access_token, thumbprint), {
    kind: "valid",
    grant: { tppId, psuId: alice.psuId, scopes: [`PIS:${paymentId}`], paymentId },
  });
});

test("O8: the token is worth nothing with another certificate, not even a renewed one of the same TPP", async () => {
  const tokens = await plainTokens("payments");
  for (const options of [{ organizationIdentifier: "PSDLT-BOL-654321" }, {}]) {
    const other = server.tppOf(server.certificate(options));
    assert.deepEqual(await server.oauth.tokens.check(tokens.access_token, other.thumbprint), {
      kind: "refused",
      code: "TOKEN_INVALID",
    });
  }
});

test("O16: an expired token is told to have expired, also after the sweep, and is unknown a day later", async () => {
  const tokens = await plainTokens("payments");
  const { thumbprint } = server.tppOf(certificate);
  const verdict = async () => {
    await server.oauth.sweep();
    return server.oauth.tokens.check(tokens.access_token, thumbprint);
  };
  assert.equal((await verdict()).kind, "valid");
  server.bank.clock.advance(3_600_000);
  assert.deepEqual(await verdict(), { kind: "refused", code: "TOKEN_EXPIRED" });
  server.bank.clock.advance(86_400_000);
  assert.deepEqual(await verdict(), { kind: "refused", code: "TOKEN_UNKNOWN" });
});

test("decision 14, O14: 20 parallel refreshes all succeed, also with a renewed certificate, and with no other TPP's", async () => {
  const tokens = await plainTokens("payments");
  const token = tokens.refresh_token;
  assert.ok(token);
  const renewed = server.certificate();
  const renewedConfig = await discoverAs(server, renewed);
  const refreshed = await Promise.all(
    Array.from({ length: 20 }, (_, at) => client.refreshTokenGrant(at % 2 === 0 ? config : renewedConfig, token)),
  );
  assert.ok(refreshed.every((one) => one.refresh_token === undefined || one.refresh_token === token));
  const last = refreshed[19]?.access_token ?? "";
  const { thumbprint } = server.tppOf(renewed);
  assert.equal((await server.oauth.tokens.check(last, thumbprint)).kind, "valid");
  const stranger = await discoverAs(server, server.certificate({ organizationIdentifier: "PSDLT-BOL-654321" }));
  await assert.rejects(client.refreshTokenGrant(stranger, token), { error: "invalid_grant" });
});

test("O6: 50 parallel exchanges of one code give one token, and the replay revokes it", async () => {
  const begun = await begin(config, { scope: "payments", redirectUri });
  const callback = await allowAtBank(begun.url);
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => exchange(begun, callback)));
  const given = results.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  assert.equal(given.length, 1);
  for (const one of results) if (one.status === "rejected") assert.equal(one.reason.error, "invalid_grant");
  const { thumbprint } = server.tppOf(certificate);
  const check = await server.oauth.tokens.check(given[0]?.access_token ?? "", thumbprint);
  assert.equal(check.kind, "refused");
});

test("O6: a code is good for 60 seconds", async () => {
  const begun = await begin(config, { scope: "payments", redirectUri });
  const callback = await allowAtBank(begun.url);
  server.bank.clock.advance(61_000);
  await assert.rejects(exchange(begun, callback), { error: "invalid_grant" });
});

test("O7: a code is worth nothing to another client or certificate, with another redirect URI or without its verifier", async () => {
  const begun = await begin(config, { scope: "payments", redirectUri });
  const callback = await allowAtBank(begun.url);
  const stranger = await discoverAs(server, server.certificate({ organizationIdentifier: "PSDLT-BOL-654321" }));
  await assert.rejects(exchange({ ...begun, config: stranger }, callback), { error: "invalid_grant" });
  const posing = server.fetchWith(server.certificate({ organizationIdentifier: "PSDLT-BOL-654321" }));
  const { tppId } = server.tppOf(certificate);
  const asOurs = await discoverWith(server.issuer, tppId, posing);
  await assert.rejects(exchange({ ...begun, config: asOurs }, callback), { error: "invalid_client" });
  await assert.rejects(exchange({ ...begun, codeVerifier: client.randomPKCECodeVerifier() }, callback), {
    error: "invalid_grant",
  });
  const elsewhere = new URL(callback);
  elsewhere.pathname = "/other";
  await assert.rejects(exchange(begun, elsewhere.href), { error: "invalid_grant" });
  assert.ok((await exchange(begun, callback)).access_token, "none of it used the code up");
});

test("O16: a revoked token, or one whose refresh token was revoked, is dead at once", async () => {
  const { thumbprint } = server.tppOf(certificate);
  const one = await plainTokens("payments");
  await client.tokenRevocation(config, one.access_token);
  assert.equal((await server.oauth.tokens.check(one.access_token, thumbprint)).kind, "refused");
  const other = await plainTokens("payments");
  await client.tokenRevocation(config, other.refresh_token ?? "");
  assert.equal((await server.oauth.tokens.check(other.access_token, thumbprint)).kind, "refused");
});

async function plainTokens(scope: string) {
  const begun = await begin(config, { scope, redirectUri });
  return exchange(begun, await allowAtBank(begun.url));
}
