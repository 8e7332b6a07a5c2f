// Proves that only the right secret opens, that wrong ones tell nothing, and that guessing is slow.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startFixture, type Fixture } from "../testing/fixture.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture({ limits: { perSecond: 20, concurrent: 5, wrongSecretsPerMinute: 5 } });
});
after(() => hub.close());

const list = (body: Record<string, unknown>, headers?: Record<string, string>) =>
  hub.post("/test/providers/list", body, { "x-request-id": "same", ...headers });

test("O19: an unknown client and a wrong secret are answered alike", async () => {
  const answers = [
    await list({ client_secret: "wrong" }),
    await list({ client_id: "nobody" }),
    await list({ client_id: "nobody\u0027--", client_secret: "" }),
    await list({ client_secret: hub.other.client_secret }),
    await list({ client_id: hub.other.client_id }),
  ];
  const [first, ...others] = answers.map(({ status, body }) => ({ ...body, status, error_id: "" }));
  assert.equal(first!.status, 401);
  assert.equal(first!.code, "unauthorized");
  for (const other of others) assert.deepEqual(other, first);
});

test("a missing secret is 401, a missing client_id 400, a header beside the secret or of another kind 401", async () => {
  const { client_id: id } = hub.client;
  assert.equal((await hub.raw("/test/providers/list", JSON.stringify({ client_id: id }))).status, 401);
  const nameless = await hub.raw("/test/providers/list", "{}");
  assert.equal(nameless.status, 400);
  assert.equal(nameless.body.errors[0].path, "client_id");
  for (const authorization of ["Bearer x", `Bearer ${"x".repeat(43)}`, "Basic eDp4", ""]) {
    assert.equal((await list({}, { authorization })).status, 401, authorization);
    const tokenOnly = await hub.raw("/test/providers/list", JSON.stringify({ client_id: id }), { authorization });
    assert.equal(tokenOnly.status, 401, authorization);
    assert.equal(tokenOnly.headers.get("www-authenticate"), "Bearer");
  }
});

test("O19: after five wrong secrets in a minute the right one has to wait too, from that address", async () => {
  const wrong = async () => (await list({ client_id: hub.other.client_id, client_secret: "x" })).status;
  hub.clock.advance(60_000);
  const statuses: number[] = [];
  for (let index = 0; index < 7; index += 1) statuses.push(await wrong());
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429]);
  const right = { client_id: hub.other.client_id, client_secret: hub.other.client_secret };
  const held = await list(right);
  assert.equal(held.status, 429);
  assert.equal(held.body.code, "rate_limited");
  assert.equal(held.headers.get("retry-after"), "60");
  assert.equal((await list({})).status, 200);
  hub.clock.advance(60_000);
  assert.equal((await list(right)).status, 200);
});

test("O19: wrong secrets at the same time are counted like those one after the other", async () => {
  hub.clock.advance(60_000);
  const wrong = { client_id: hub.other.client_id, client_secret: "x" };
  const answers = await Promise.all(Array.from({ length: 100 }, () => list(wrong)));
  assert.equal(answers.filter(({ status }) => status === 401).length, 5);
});

test("a client's rate and its requests at a time are limited, with Retry-After", async () => {
  hub.clock.advance(1_000);
  const statuses: number[] = [];
  for (let index = 0; index < 60; index += 1) statuses.push((await list({})).status);
  const admitted = statuses.filter((status) => status === 200).length;
  assert.ok(statuses.includes(429));
  assert.ok(admitted >= 20, String(admitted));
  hub.clock.advance(10_000);
  assert.equal((await list({})).status, 200);
});

test("secrets are stored as hashes, webhook secrets sealed; adding a client again changes its secret", async () => {
  const first = await hub.hub.clients.add({ name: "Shop", clientId: "shop" });
  const row = await hub.deps.db
    .selectFrom("client")
    .selectAll()
    .where("client_id", "=", "shop")
    .executeTakeFirstOrThrow();
  assert.ok(!JSON.stringify(row).includes(first.client_secret));
  assert.ok(!row.webhook_secret_sealed.toString("latin1").includes(first.webhook_secret.slice(6)));
  const second = await hub.hub.clients.add({ name: "Shop 2", clientId: "shop" });
  assert.equal((await list({ client_id: "shop", client_secret: first.client_secret })).status, 401);
  assert.equal((await list({ client_id: "shop", client_secret: second.client_secret })).status, 200);
  assert.equal((await hub.hub.clients.find("shop"))!.name, "Shop 2");
  await assert.rejects(hub.hub.clients.add({ name: "Weak", secret: "short" }), TypeError);
  await assert.rejects(hub.hub.clients.add({ name: "Odd", clientId: "a b" }), TypeError);
});
