// Proves how the client asks the hub and what its callers learn of a refusal; secrets stay in the body.
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { test } from "node:test";
import { createTallystick } from "./client.ts";
import { TallystickError } from "./error.ts";

interface Asked {
  readonly url: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

function hubThatAnswers(status: number, answer: unknown): { fetch: typeof fetch; asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      asked.push({ url: request.url, headers: request.headers, body: JSON.parse(await request.text()) });
      return new Response(typeof answer === "string" ? answer : JSON.stringify(answer), { status });
    },
  };
}

const credentials = { baseUrl: "http://localhost:4000/test/", clientId: "shop", clientSecret: "s3cret-canary" };
const intent = { amount: "12.50", currency: "RON", creditor: { name: "Shop", iban: "RO10RZBR0000069999999970" } };

test("a link is created by one POST with the credentials in its body and the idempotency key in its header", async () => {
  const hub = hubThatAnswers(200, { link_id: "l1", web_url: "http://localhost:4000/pay/w1" });
  const client = createTallystick({ ...credentials, fetch: hub.fetch });
  const link = await client.links.create({ payment_intent: intent }, { idempotencyKey: "order-7" });
  assert.equal(link.link_id, "l1");
  const [asked] = hub.asked;
  assert.equal(asked?.url, "http://localhost:4000/test/links/create");
  assert.equal(asked?.headers.get("idempotency-key"), "order-7");
  assert.deepEqual(asked?.body, { payment_intent: intent, client_id: "shop", client_secret: "s3cret-canary" });
});

test("without a key of the caller each create carries a fresh one", async () => {
  const hub = hubThatAnswers(200, {});
  const client = createTallystick({ ...credentials, fetch: hub.fetch });
  await client.links.create({ payment_intent: intent });
  await client.links.create({ payment_intent: intent });
  const [first, second] = hub.asked.map(({ headers }) => headers.get("idempotency-key"));
  assert.match(first ?? "", /^[0-9a-f-]{36}$/);
  assert.notEqual(first, second);
});

test("events are listed by their filter, and a replay is one POST with an idempotency key", async () => {
  const hub = hubThatAnswers(200, {});
  const client = createTallystick({ ...credentials, fetch: hub.fetch });
  await client.events.list({ filter: { object_id: "l1" }, pagination: { after: "c" } });
  await client.webhooks.replay({ parked: true }, { idempotencyKey: "outage-7" });
  const [listed, replayed] = hub.asked;
  const secrets = { client_id: "shop", client_secret: "s3cret-canary" };
  assert.equal(listed?.url, "http://localhost:4000/test/events/list");
  assert.deepEqual(listed?.body, { filter: { object_id: "l1" }, pagination: { after: "c" }, ...secrets });
  assert.equal(replayed?.url, "http://localhost:4000/test/webhooks/replay");
  assert.equal(replayed?.headers.get("idempotency-key"), "outage-7");
  assert.deepEqual(replayed?.body, { parked: true, ...secrets });
});

test("a refusal carries the hub's code, status, request id and the members it named", async () => {
  const errors = [{ path: "payment_intent.amount", code: "format", message: "two decimals at most" }];
  const answer = { error_id: "e", request_id: "r1", code: "validation_error", message: "not valid", errors };
  const client = createTallystick({ ...credentials, fetch: hubThatAnswers(400, answer).fetch });
  await assert.rejects(client.links.create({ payment_intent: intent }), (error: TallystickError) => {
    assert.ok(error instanceof TallystickError);
    const { code, status, requestId } = error;
    assert.deepEqual({ code, status, requestId }, { code: "validation_error", status: 400, requestId: "r1" });
    assert.deepEqual(error.errors, errors);
    return true;
  });
});

test("an answer that is not JSON, and no answer at all, are no_answer", async () => {
  const html = createTallystick({ ...credentials, fetch: hubThatAnswers(502, "<h1>Bad gateway</h1>").fetch });
  await assert.rejects(html.links.get("l1"), { name: "TallystickError", code: "no_answer" });
  const dead = createTallystick({ ...credentials, fetch: () => Promise.reject(new TypeError("fetch failed")) });
  await assert.rejects(dead.links.get("l1"), { name: "TallystickError", code: "no_answer", status: undefined });
});

test("L10: neither the client nor its errors show the secret", async () => {
  const client = createTallystick({ ...credentials, fetch: () => Promise.reject(new TypeError("fetch failed")) });
  const error = await client.links.get("l1").catch((caught: unknown) => caught);
  assert.doesNotMatch(inspect([client, error], { depth: 9 }), /s3cret-canary/);
});
