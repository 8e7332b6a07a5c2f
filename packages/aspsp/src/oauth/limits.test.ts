/** Proves that calls of the authorization server count against the limits of the TPP that makes them. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openTestServer, type TestServer } from "./testing/open-server.ts";

let server: TestServer;
before(async () => {
  server = await openTestServer({ perSecond: 1_000, perHour: 10 });
});
after(() => server.close());

test("D3: token, pushed requests and revocation share one limit of the TPP; beyond it they are 429 with Retry-After", async () => {
  const send = server.fetchWith(server.certificate());
  const calls = ["token", "par", "revoke"].flatMap((name) => Array.from({ length: 20 }, () => `/oauth/${name}`));
  const answers = await Promise.all(
    calls.map(async (path) => {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const answer = await send(`${server.issuer}${path}`, { method: "POST", headers, body: "token=none" });
      return { answer, body: await answer.text() };
    }),
  );
  const refused = answers.filter(({ answer }) => answer.status === 429);
  assert.deepEqual(new Set(answers.map(({ answer }) => answer.headers.get("x-ratelimit-limit"))), new Set(["10"]));
  assert.equal(refused.length, 50);
  for (const { answer, body } of refused) {
    assert.equal(JSON.parse(body).error, "temporarily_unavailable");
    assert.equal(answer.headers.get("x-ratelimit-remaining"), "0");
    assert.match(answer.headers.get("retry-after") ?? "", /^[1-9][0-9]{0,3}$/);
  }
  const stranger = server.fetchWith(server.certificate({ organizationIdentifier: "PSDLT-BOL-654321" }));
  assert.notEqual((await stranger(`${server.issuer}/oauth/token`, { method: "POST" })).status, 429);
});
