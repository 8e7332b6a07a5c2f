/** Proves where a bearer token is needed, and where whoever has none is sent (decision 1). */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { BankProfile } from "../profile.ts";
import { codeOf, openHttpBank } from "../testing/http-bank.ts";
import { flatProfile, samplePayment, testProfile } from "../testing/test-bank.ts";
import { openBank } from "./testing/open-bank.ts";
import { allowAtBank, begin, discoverWith, exchange } from "./testing/stranger.ts";

const tppId = "PSDLT-BOL-123456";
const preStep: BankProfile = { ...testProfile, approach: "oauth", scaOAuth: true, preStep: true };
const discovery = /^https:\/\/localhost:\d+\/test_ro\/xs2a\/berlin\/1\.3\/\.well-known\/oauth-authorization-server$/;

test("pre-step: creation without a token is 401 and names the authorization server, in both body forms", async () => {
  for (const profile of [preStep, { ...flatProfile, preStep: true }]) {
    const bank = await openHttpBank({ profile });
    try {
      const reply = await bank.initiate();
      const isFlat = profile.errorForm === "flat";
      assert.equal(reply.status, isFlat ? 403 : 401);
      assert.equal(isFlat ? reply.body.code : codeOf(reply), "TOKEN_UNKNOWN");
      assert.equal(reply.headers["www-authenticate"], "Bearer");
      assert.match(reply.body._links.scaOAuth.href, discovery);
      assert.equal(await bank.countPayments(), 0);
      const read = await bank.call({ path: `/v1/payments/domestic-ron-transfers/${crypto.randomUUID()}/status` });
      assert.equal(read.status, 404, "only creation needs one");
    } finally {
      await bank.close();
    }
  }
});

test("integrated: creation without a token answers scaOAuth beside scaRedirect", async () => {
  const bank = await openHttpBank({ profile: { ...preStep, preStep: false } });
  try {
    const reply = await bank.initiate();
    assert.equal(reply.status, 201);
    assert.match(reply.body._links.scaOAuth.href, discovery);
    assert.ok(reply.body._links.scaRedirect.href);
  } finally {
    await bank.close();
  }
});

test("pre-step and integrated: a token that is sent on creation is accepted when it is valid, refused otherwise", async () => {
  for (const profile of [preStep, { ...preStep, preStep: false }]) {
    const server = await openBank({ profile });
    try {
      const certificate = server.certificate();
      const config = await discoverWith(server.issuer, tppId, server.fetchWith(certificate));
      const begun = await begin(config, { scope: "payments", redirectUri: "https://tpp.example/back" });
      const { access_token: token } = await exchange(begun, await allowAtBank(begun.url));
      const create = (authorization: string) =>
        server.fetchWith(certificate)(`${server.issuer}/v1/payments/domestic-ron-transfers`, {
          method: "POST",
          headers: {
            authorization,
            "content-type": "application/json",
            "x-request-id": crypto.randomUUID(),
            "psu-ip-address": "192.0.2.1",
            "tpp-redirect-uri": "https://tpp.example/back",
          },
          body: JSON.stringify(samplePayment),
        });
      const made = await create(`Bearer ${token}`);
      assert.equal(made.status, 201);
      const { _links: links } = (await made.json()) as { _links: Record<string, { href: string }> };
      assert.ok(links["scaRedirect"]?.href.startsWith(`${server.pagesUrl}/sca/`));
      assert.equal((await create("Bearer made-up")).status, 401);
    } finally {
      await server.close();
    }
  }
});
