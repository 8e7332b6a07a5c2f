// Proves that guessing at the token endpoint is slow and tells nothing, and that tokens are counted as calls.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startFixture, type Fixture } from "../testing/fixture.ts";
import { askToken, byAssertion, claimsOf, signed, testKey, type TestKey } from "./testing/assertions.ts";

const issuer = "http://localhost:4000/test";
let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

async function clientWith(key: TestKey, at = hub): Promise<string> {
  return (await at.hub.clients.addWithKey({ name: "Shop", jwk: key.jwk })).client_id;
}

test("O19: wrong assertions and wrong secrets are counted together, and a right one has to wait then", async () => {
  const strict = await startFixture({ limits: { wrongSecretsPerMinute: 5 } });
  try {
    const key = testKey("ES256");
    const id = await clientWith(key, strict);
    const right = () => askToken(strict, byAssertion(id, signed(key, claimsOf(issuer, id))));
    const wrong = () => askToken(strict, byAssertion(id, signed(testKey("ES256", key.kid), claimsOf(issuer, id))));
    const statuses = (await Promise.all(Array.from({ length: 30 }, wrong))).map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 401).length, 5, String(statuses));
    assert.ok(statuses.every((status) => status === 401 || status === 429));
    const held = await right();
    assert.deepEqual(
      [held.status, held.body["error"], held.headers.get("retry-after")],
      [429, "temporarily_unavailable", "60"],
    );
    assert.equal((await strict.post("/test/providers/list", { client_id: id, client_secret: "x" })).status, 429);
    assert.equal((await strict.post("/test/providers/list", {})).status, 200, "another client is not held up");
    strict.clock.advance(60_000);
    assert.equal((await right()).status, 200);
    const { client_id: own, client_secret: secret } = strict.client;
    const guesses = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        askToken(strict, { client_id: own, client_secret: at < 29 ? `guess-${at}` : secret }),
      ),
    );
    assert.equal(guesses.filter(({ status }) => status === 401).length, 5);
  } finally {
    await strict.close();
  }
});

test("O19: an unknown client, a wrong secret and a wrong signature get the same answer", async () => {
  const key = testKey("ES256");
  const id = await clientWith(key);
  const answers = [
    await askToken(hub, { client_id: hub.client.client_id, client_secret: "wrong" }),
    await askToken(hub, { client_id: "nobody", client_secret: "wrong" }),
    await askToken(hub, { client_id: "nobody'--", client_secret: "wrong" }),
    await askToken(hub, byAssertion(id, signed(testKey("ES256", key.kid), claimsOf(issuer, id)))),
    await askToken(hub, byAssertion("nobody", signed(key, claimsOf(issuer, "nobody")))),
  ];
  for (const { status, body } of answers) {
    assert.deepEqual(
      [status, body],
      [401, { error: "invalid_client", error_description: "client authentication failed" }],
    );
  }
});

test("tokens count as calls of their client", async () => {
  const narrow = await startFixture({ limits: { perSecond: 3 } });
  try {
    const { client_id, client_secret } = narrow.client;
    const answers = [];
    for (let at = 0; at < 4; at += 1) answers.push(await askToken(narrow, { client_id, client_secret }));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 429],
    );
    assert.equal(answers[3]!.headers.get("retry-after"), "1");
  } finally {
    await narrow.close();
  }
});
