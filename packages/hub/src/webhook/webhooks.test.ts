import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after as afterAll, before, test } from "node:test";
import {
  createApp,
  createSafeRequest,
  handlerOf,
  listen,
  MovableClock,
  outboxMigration,
  silentLog,
  systemRandom,
  type Fence,
  type Listener,
} from "@tallystick/kit";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import { compactVerify, createRemoteJWKSet, decodeProtectedHeader, errors } from "jose";
import { Webhook } from "standardwebhooks";
import { webhooks as webhooksMigration } from "../migrations/0010_webhooks.ts";
import { webhookLog } from "../migrations/0031_webhook_log.ts";
import { publishedBeforeSigningMs } from "./keys.ts";
import type { WebhookTables } from "./tables.ts";
import { startReceiver, type ReceivedCall } from "./testing/receiver.ts";
import { createWebhooks, type Webhooks } from "./webhooks.ts";

const secrets = [0, 1].map(() => `whsec_${randomBytes(32).toString("base64")}`);
const clock = new MovableClock();
let database: TestDatabase<WebhookTables>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let safe: ReturnType<typeof createSafeRequest>;
let listener: Listener;
let webhooks: Webhooks;
/** Another process of the same hub. */
let second: Webhooks;

before(async () => {
  database = await openTestDatabase({
    "0001_outbox": outboxMigration,
    "0002_webhooks": webhooksMigration,
    "0003_webhook_log": webhookLog,
  });
  receiver = await startReceiver();
  safe = createSafeRequest({ allow: [receiver.hostAndPort] });
  const { db } = database;
  const shared = { environment: "test", db, clock, random: systemRandom, log: silentLog } as const;
  const wiring = { ...shared, sealKey: randomBytes(32), outbound: safe, secretsOf: async () => secrets };
  webhooks = createWebhooks(wiring);
  second = createWebhooks(wiring);
  await webhooks.keepKeys();
  const app = createApp({ log: silentLog, onError: (_error, _request, reply) => reply.code(500).send("") });
  webhooks.registerRoutes(app);
  listener = await listen({ handler: await handlerOf(app), host: "127.0.0.1", port: 0, log: silentLog });
});
afterAll(async () => {
  await listener.close();
  await receiver.close();
  await safe.close();
  await database.close();
});

const fence: Fence = {
  write: (work) => database.db.transaction().execute(work),
  signal: new AbortController().signal,
};

let made = 0;
async function deliver(by: Webhooks = webhooks): Promise<ReceivedCall> {
  made += 1;
  const body = {
    type: "link_status_update",
    link_id: "l",
    status: "completed",
    event_id: `evt_${made}`,
    sequence: made,
  };
  const payload = { clientId: "app", url: receiver.url, body };
  const row = { id: "1", topic: "webhook.deliver", key: "l", payload, attempt: 1, createdAt: clock.now() };
  assert.deepEqual(await by.deliver(row, fence), { kind: "done" });
  return receiver.calls.findLast(({ event }) => event.event_id === body.event_id)!;
}

const jwksUrl = () => new URL("/test/.well-known/jwks.json", listener.url);

test("the documented verifier works: jose with the remote key set gives the body byte for byte", async () => {
  const call = await deliver();
  const jws = String(call.headers["x-signature"]);
  const { payload, protectedHeader } = await compactVerify(jws, createRemoteJWKSet(jwksUrl()));
  assert.deepEqual(Buffer.from(payload), call.body);
  assert.equal(protectedHeader.kid, call.headers["x-signature-kid"]);
  assert.deepEqual(Object.keys(protectedHeader), ["alg", "kid", "typ", "iat", "webhook_id"]);
  assert.equal(protectedHeader["alg"], "ES256");
  assert.equal(protectedHeader["webhook_id"], call.headers["webhook-id"]);
  assert.ok(Math.abs(Number(protectedHeader["iat"]) * 1000 - clock.now().getTime()) < 2_000);
  // F3: one spelling only, so that a strict verifier accepts it.
  for (const part of jws.split(".")) assert.equal(Buffer.from(part, "base64url").toString("base64url"), part);
});

test("W6: a changed body, header or signature does not verify", async () => {
  const [header, payload, signature] = String((await deliver()).headers["x-signature"]).split(".");
  const other = Buffer.from('{"status":"completed"}').toString("base64url");
  const keys = createRemoteJWKSet(jwksUrl());
  const changed = Buffer.from(JSON.stringify({ ...decodeProtectedHeader(`${header}..`), iat: 1 })).toString(
    "base64url",
  );
  for (const jws of [`${header}.${other}.${signature}`, `${changed}.${payload}.${signature}`]) {
    await assert.rejects(compactVerify(jws, keys), errors.JWSSignatureVerificationFailed);
  }
});

test("the Standard Webhooks library accepts the delivery with each of the client's secrets, and with no other", async () => {
  const call = await deliver();
  const headers = call.headers as Record<string, string>;
  for (const secret of secrets) {
    assert.deepEqual(new Webhook(secret).verify(call.body, headers), call.event);
  }
  assert.throws(() => new Webhook(`whsec_${randomBytes(32).toString("base64")}`).verify(call.body, headers));
  assert.throws(() => new Webhook(secrets[0]!).verify(Buffer.concat([call.body, Buffer.from(" ")]), headers));
});

test("W5: the Standard Webhooks library refuses a delivery that is older than five minutes", async () => {
  clock.advance(-301_000);
  const call = await deliver();
  clock.advance(301_000);
  assert.throws(() => new Webhook(secrets[0]!).verify(call.body, call.headers as Record<string, string>), /too old/);
});

test("K6: a verifier whose cache is up to ten minutes old misses no rotation", async () => {
  clock.advance(publishedBeforeSigningMs);
  const keys = createRemoteJWKSet(jwksUrl(), { cooldownDuration: Infinity, cacheMaxAge: Infinity });
  await compactVerify(String((await deliver()).headers["x-signature"]), keys);
  const seen = new Set<unknown>();
  for (let step = 0; step < 12; step += 1) {
    if (step === 1) assert.equal(await webhooks.rotate(), "rotated");
    const fresh = createRemoteJWKSet(jwksUrl());
    const call = await deliver();
    seen.add(call.headers["x-signature-kid"]);
    await compactVerify(String(call.headers["x-signature"]), fresh);
    // Signed with a key that the old cache has, for as long as caches may live.
    if (step <= 10) await compactVerify(String(call.headers["x-signature"]), keys);
    clock.advance(60_000);
  }
  assert.equal(seen.size, 2);
});

test("K6, K10: thirty rotations under load, by two processes at once, make no receiver refuse a webhook", async () => {
  const verifying: Promise<unknown>[] = [];
  const used = new Set<unknown>();
  let rotated = 0;
  // A receiver keeps the key set for ten minutes, the longest that is allowed for, and never asks for an unknown key.
  let cached = createRemoteJWKSet(jwksUrl(), { cooldownDuration: Infinity, cacheMaxAge: Infinity });
  await cached.reload();
  for (let minute = 0; rotated < 30; minute += 1) {
    const load = Array.from({ length: 4 }, (_, one) => deliver(one % 2 === 0 ? webhooks : second));
    const outcomes = await Promise.all([webhooks.rotate(), second.rotate()]);
    assert.ok(outcomes.filter((outcome) => outcome === "rotated").length <= 1);
    if (outcomes.includes("rotated")) rotated += 1;
    const calls = await Promise.all(load);
    // As late as a call takes: what was signed before the rotation meets the keys from after it.
    const fresh = createRemoteJWKSet(jwksUrl());
    for (const { headers, body } of calls) {
      used.add(headers["x-signature-kid"]);
      for (const keys of [cached, fresh]) {
        verifying.push(
          compactVerify(String(headers["x-signature"]), keys).then(({ payload }) =>
            assert.deepEqual(Buffer.from(payload), body),
          ),
        );
      }
    }
    await Promise.all(verifying.splice(0));
    clock.advance(60_000);
    if (minute % 10 === 9) {
      cached = createRemoteJWKSet(jwksUrl(), { cooldownDuration: Infinity, cacheMaxAge: Infinity });
      await cached.reload();
    }
  }
  assert.ok(used.size >= 30, `${used.size} keys signed`);
});

test("K6: the key set is exactly two public keys and may be cached for five minutes", async () => {
  const answer = await fetch(jwksUrl());
  assert.equal(answer.headers.get("cache-control"), "public, max-age=300");
  assert.match(answer.headers.get("content-type") ?? "", /^application\/json/);
  const { keys } = (await answer.json()) as { keys: Record<string, string>[] };
  assert.equal(keys.length, 2);
  assert.ok(keys.every((key) => key["use"] === "sig" && key["alg"] === "ES256" && !("d" in key)));
});
