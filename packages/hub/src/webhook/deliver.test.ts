import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after as afterAll, before, beforeEach, test } from "node:test";
import {
  createOutbox,
  createSafeRequest,
  enqueue,
  MovableClock,
  OutboundFailed,
  outboxMigration,
  silentLog,
  systemRandom,
  type OutboxTable,
  type SafeRequest,
} from "@tallystick/kit";
import { openTestDatabase, type TestDatabase } from "@tallystick/kit/testing";
import { webhooks as webhooksMigration } from "../migrations/0010_webhooks.ts";
import { webhookLog } from "../migrations/0031_webhook_log.ts";
import { retryDelaysMs } from "./schedule.ts";
import type { WebhookTables } from "./tables.ts";
import { startReceiver } from "./testing/receiver.ts";
import { createWebhooks } from "./webhooks.ts";

const topic = "webhook.deliver";
let database: TestDatabase<WebhookTables & { outbox: OutboxTable }>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let safe: ReturnType<typeof createSafeRequest>;
const clock = new MovableClock();

before(async () => {
  database = await openTestDatabase({
    "0001_outbox": outboxMigration,
    "0002_webhooks": webhooksMigration,
    "0003_webhook_log": webhookLog,
  });
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of ["outbox", "webhook_delivery", "webhook_endpoint"] as const) {
    await database.db.deleteFrom(table).execute();
  }
  receiver = await startReceiver();
  safe = createSafeRequest({ allow: [receiver.hostAndPort] });
});
test.afterEach(async () => {
  await receiver.close();
  await safe.close();
});

function start(outbound: SafeRequest = safe) {
  const { db } = database;
  const webhooks = createWebhooks({
    environment: "test",
    db,
    clock,
    random: systemRandom,
    log: silentLog,
    sealKey: randomBytes(32),
    outbound,
    secretsOf: async () => [],
  });
  // Keys sealed by another test's key would not open.
  const outbox = createOutbox({ db, clock, log: silentLog, handlers: { [topic]: webhooks.deliver } });
  return { webhooks, drain: () => outbox.drainDue() };
}
beforeEach(() => database.db.deleteFrom("webhook_key").execute());

let made = 0;
async function event(linkId: string, sequence = 1, url = receiver.url): Promise<string> {
  made += 1;
  const body = { type: "link_status_update", link_id: linkId, event_id: `evt_${made}`, sequence };
  await enqueue(database.db, { topic, key: linkId, payload: { clientId: "app", url, body }, dueAt: clock.now() });
  return body.event_id;
}

const resultOf = async (eventId: string) =>
  database.db.selectFrom("webhook_delivery").selectAll().where("event_id", "=", eventId).executeTakeFirst();
const parked = async () =>
  (await database.db.selectFrom("outbox").select("parked_reason").where("state", "=", "parked").execute()).map(
    (row) => row.parked_reason ?? "",
  );

test("2xx is success, and the body arrives as it was enqueued", async () => {
  const { drain } = start();
  const id = await event("a");
  await drain();
  assert.deepEqual(
    receiver.calls.map(({ event: { event_id } }) => event_id),
    [id],
  );
  assert.match(receiver.calls[0]!.body.toString(), /^\{"type":"link_status_update","link_id":"a",/);
  assert.equal(receiver.calls[0]!.headers["content-type"], "application/json");
  assert.deepEqual([(await resultOf(id))?.attempts, (await resultOf(id))?.last_result], [1, "204"]);
  assert.notEqual((await resultOf(id))?.delivered_at, null);
});

test("W3: a redirect is a failure and is not followed", async () => {
  const { drain } = start();
  for (const status of [301, 302, 303, 307, 308]) {
    receiver.answers.push((reply) => reply.writeHead(status, { location: receiver.url + "/elsewhere" }).end());
  }
  const id = await event("a");
  for (const delay of retryDelaysMs.slice(0, 5)) {
    await drain();
    clock.advance(delay * 1.1 + 1);
  }
  assert.equal(receiver.calls.length, 5);
  assert.ok(receiver.calls.every(({ path }) => path === "/hook"));
  assert.equal((await resultOf(id))?.last_result, "308");
});

test("every attempt carries the same id and body, ten attempts in all, then the event is parked", async () => {
  const { drain } = start();
  receiver.answerWith(...Array.from({ length: 10 }, () => 500));
  const id = await event("a");
  await drain();
  for (const delay of retryDelaysMs) {
    assert.deepEqual(await parked(), []);
    const before = receiver.calls.length;
    clock.advance(delay - 500);
    await drain();
    assert.equal(receiver.calls.length, before, `not before ${delay} ms`);
    clock.advance(delay / 10 + 600);
    await drain();
    assert.equal(receiver.calls.length, before + 1, `after ${delay} ms`);
  }
  assert.deepEqual(await parked(), ["500"]);
  assert.equal(new Set(receiver.calls.map(({ body }) => body.toString())).size, 1);
  assert.ok(receiver.calls.every(({ headers }) => headers["webhook-id"] === id));
  assert.equal((await resultOf(id))?.attempts, 10);
});

test("Retry-After is honoured", async () => {
  const { drain } = start();
  receiver.answers.push((reply) => reply.writeHead(503, { "retry-after": "3600" }).end());
  await event("a");
  await drain();
  clock.advance(3_599_000);
  await drain();
  assert.equal(receiver.calls.length, 1);
  clock.advance(2_000);
  await drain();
  assert.equal(receiver.calls.length, 2);
});

test("410 disables the endpoint: its events are parked unsent until it is enabled again", async () => {
  const { drain, webhooks } = start();
  receiver.answerWith(410);
  await event("a");
  await drain();
  await event("b");
  await drain();
  assert.equal(receiver.calls.length, 1);
  assert.deepEqual(
    (await parked()).toSorted((a, b) => a.localeCompare(b)),
    ["endpoint_disabled", "gone"],
  );
  assert.equal(await webhooks.enableEndpoint("app", receiver.url), true);
  await event("c");
  await drain();
  assert.equal(receiver.calls.length, 2);
});

test("W7: an event waits for the one before it of the same link; other links go on", async () => {
  const { drain } = start();
  receiver.answerWith(500);
  await event("a", 1);
  await drain();
  await event("a", 2);
  await event("b", 1);
  await drain();
  const order = () => receiver.calls.map(({ event: { link_id, sequence } }) => `${link_id}${sequence}`);
  assert.deepEqual(order(), ["a1", "b1"]);
  clock.advance(6_000);
  await drain();
  assert.deepEqual(order(), ["a1", "b1", "a1", "a2"]);
});

test("W12: a payload that cannot be sent is parked at once, and the next event of its link goes on", async () => {
  const { drain } = start();
  const poison = [null, {}, { clientId: "app", url: receiver.url, body: { event_id: 'x\r\n"' } }, { url: 1 }];
  for (const payload of poison) {
    await enqueue(database.db, { topic, key: "a", payload, dueAt: clock.now() });
  }
  const id = await event("a", 2);
  await drain();
  assert.deepEqual(
    await parked(),
    poison.map(() => "unreadable_payload"),
  );
  assert.deepEqual(
    receiver.calls.map((call) => call.event.event_id),
    [id],
  );
});

test("W1: an address that may not be called is parked without a call", async () => {
  const { drain } = start();
  for (const url of ["http://169.254.169.254/latest", "https://127.0.0.1/hook", "ftp://a.test/", "not a url"]) {
    await event(url, 1, url);
  }
  await drain();
  assert.deepEqual(
    (await parked()).toSorted((a, b) => a.localeCompare(b)),
    ["refused_address", "refused_scheme", "refused_scheme", "refused_url"],
  );
});

test("W8: the status alone decides, however large the answer is", async () => {
  const { drain } = start();
  receiver.answers.push((reply) => reply.writeHead(200).end("x".repeat(60_000)));
  receiver.answers.push((reply) => reply.writeHead(200).end("x".repeat(10_000_000)));
  const small = await event("a");
  const huge = await event("b");
  await drain();
  assert.equal((await resultOf(small))?.last_result, "200");
  assert.equal((await resultOf(huge))?.last_result, "200");
  assert.notEqual((await resultOf(huge))?.delivered_at, null);
});

test("W8: a receiver that hangs keeps one call at a time after three time-outs, and waiting is not an attempt", async () => {
  let open = 0;
  let most = 0;
  const hanging: SafeRequest = async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    throw new OutboundFailed("timeout", true);
  };
  const { drain } = start(hanging);
  for (const link of ["a", "b", "c"]) await event(link);
  await drain();
  most = 0;
  const ids = await Promise.all(Array.from({ length: 10 }, (_, index) => event(`later${index}`)));
  await drain();
  assert.equal(most, 1);
  const results = await Promise.all(ids.map(resultOf));
  assert.ok(results.every((row) => (row?.attempts ?? 0) <= 1));
});

test("an attempt that the end of the process cut off is made again at once", async () => {
  let stopped = false;
  const { drain } = start(async (request) => {
    if (stopped) return safe(request);
    stopped = true;
    throw new OutboundFailed("aborted", "unknown");
  });
  const id = await event("a");
  await drain();
  clock.advance(1_100);
  await drain();
  assert.equal((await resultOf(id))?.last_result, "204");
});
