import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after as afterAll, before, beforeEach, test } from "node:test";
import { MovableClock, silentLog, systemRandom } from "@tallystick/kit";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import { webhooks } from "../migrations/0010_webhooks.ts";
import { createKeyRing, keyLifetimeMs, publishedBeforeSigningMs, type SigningAlgorithm } from "./keys.ts";
import type { WebhookTables } from "./tables.ts";

let database: TestDatabase<WebhookTables>;
const sealKey = randomBytes(32);
const minute = 60_000;

before(async () => {
  database = await openTestDatabase<WebhookTables>({ "0010_webhooks": webhooks });
});
afterAll(() => database.close());
beforeEach(() => database.db.deleteFrom("webhook_key").execute());

function ring(clock: MovableClock, algorithm: SigningAlgorithm = "ES256", key = sealKey) {
  const { db } = database;
  return createKeyRing({
    environment: "test",
    db,
    clock,
    random: systemRandom,
    log: silentLog,
    sealKey: key,
    algorithm,
  });
}

async function kids(keys: ReturnType<typeof ring>): Promise<unknown[]> {
  return (await keys.published()).map((jwk) => (jwk as { kid?: string }).kid);
}

test("K6: two keys are published from the first moment, newest first, without private parts", async () => {
  const keys = ring(new MovableClock());
  const published = await keys.published();
  assert.equal(published.length, 2);
  for (const jwk of published) {
    assert.deepEqual(Object.keys(jwk).sort(), ["alg", "crv", "kid", "kty", "use", "x", "y"]);
  }
  assert.equal((await keys.signer()).kid, (await kids(keys))[1]);
});

test("K6: a key signs ten minutes after it was published and not before", async () => {
  const clock = new MovableClock();
  const keys = ring(clock);
  await keys.keep();
  clock.advance(publishedBeforeSigningMs + minute);
  const old = (await keys.signer()).kid;
  assert.equal(await keys.rotate(), "rotated");
  const [fresh, present] = await kids(keys);
  assert.equal(present, old);
  clock.advance(publishedBeforeSigningMs - minute);
  assert.equal((await keys.signer()).kid, old);
  clock.advance(2 * minute);
  assert.equal((await keys.signer()).kid, fresh);
  assert.deepEqual(await kids(keys), [fresh, old]);
});

test("K6: while the newest key does not sign yet there is no rotation, since the signing one would leave", async () => {
  const clock = new MovableClock();
  const keys = ring(clock);
  await keys.keep();
  assert.equal(await keys.rotate(), "too_soon");
  assert.equal((await keys.published()).length, 2);
});

test("a key of ninety days is replaced, a younger one stays", async () => {
  const clock = new MovableClock();
  const keys = ring(clock);
  await keys.keep();
  const [first] = await kids(keys);
  clock.advance(keyLifetimeMs - minute);
  await keys.keep();
  assert.equal((await kids(keys))[0], first);
  clock.advance(2 * minute);
  await keys.keep();
  const [fresh, second] = await kids(keys);
  assert.notEqual(fresh, first);
  assert.equal(second, first);
  assert.equal((await keys.signer()).kid, first);
});

test("K10: fifty processes rotate at once and exactly two keys are published", async () => {
  const clock = new MovableClock();
  const rings = Array.from({ length: 50 }, () => ring(clock));
  await Promise.all(rings.map((keys) => keys.keep()));
  clock.advance(publishedBeforeSigningMs + minute);
  const outcomes = await Promise.all(rings.map((keys) => keys.rotate()));
  assert.equal(outcomes.filter((outcome) => outcome === "rotated").length, 1);
  const rows = await database.db.selectFrom("webhook_key").selectAll().orderBy("seq").execute();
  assert.deepEqual(
    rows.map((row) => [row.seq, row.retired_at === null]),
    [
      [1, false],
      [2, true],
      [3, true],
    ],
  );
});

test("K9: the table holds no private key in clear, a retired key loses it, another seal key does not open it", async () => {
  const clock = new MovableClock();
  const keys = ring(clock);
  await keys.keep();
  clock.advance(publishedBeforeSigningMs + minute);
  const { privateKey } = await keys.signer();
  const { d } = privateKey.export({ format: "jwk" });
  await keys.rotate();
  const rows = await database.db.selectFrom("webhook_key").selectAll().orderBy("seq").execute();
  const dump = rows.map((row) => JSON.stringify(row) + (row.private_sealed?.toString("latin1") ?? "")).join();
  assert.equal(dump.includes(d!), false);
  assert.equal(dump.includes(Buffer.from(d!, "base64url").toString("latin1")), false);
  assert.equal(rows[0]!.private_sealed, null);
  await assert.rejects(() => ring(clock, "ES256", randomBytes(32)).signer());
});

test("decision 15: RS256 by setting, one algorithm from the next rotation on", async () => {
  const clock = new MovableClock();
  await ring(clock).keep();
  clock.advance(publishedBeforeSigningMs + minute);
  const keys = ring(clock, "RS256");
  await keys.keep();
  clock.advance(publishedBeforeSigningMs + minute);
  assert.equal((await keys.signer()).alg, "RS256");
  await keys.keep();
  assert.equal((await keys.published()).length, 2);
});
