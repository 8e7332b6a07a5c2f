// Proves that a replay sends the same events, each object's in order, and none twice at a time.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { OutboundFailed, type SafeRequest } from "@tallystick/kit";
import { createLink, payerAtBank } from "../testing/pay.ts";
import { startFixture, type Fixture } from "../testing/fixture.ts";

interface Told {
  readonly event_id: string;
  readonly link_id: string;
  readonly sequence: number;
}

let hub: Fixture;
let answer: number | "dead" = 204;
const calls: Told[] = [];
const receiver: SafeRequest = async ({ body }) => {
  if (answer === "dead") throw new OutboundFailed("connect", false);
  calls.push(JSON.parse(Buffer.from(body ?? "").toString()) as Told);
  return { status: answer, headers: {}, body: new Uint8Array() };
};
before(async () => {
  hub = await startFixture({ outbound: receiver });
});
after(() => hub.close());
beforeEach(async () => {
  answer = 204;
  await hub.hub.drainDue();
  calls.length = 0;
});

const replay = (body: Record<string, unknown>, headers?: Record<string, string>) =>
  hub.post("/test/webhooks/replay", body, headers);
const eventsOf = async (linkId: string) =>
  (await hub.post("/test/events/list", { filter: { object_id: linkId } })).body.events as (Told & { delivery: any })[];
const sent = () => calls.map(({ sequence }) => sequence);
const hourMs = 3_600_000;

/** Moves the clock until everything that waits was tried or given up. */
async function letTimePass(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    hub.clock.advance(hourMs);
    await hub.hub.drainDue();
  }
}

test("one event is sent again, byte for byte what it was", async () => {
  const { linkId } = await createLink(hub);
  await hub.hub.drainDue();
  const [event] = await eventsOf(linkId);
  const { status, body } = await replay({ event_id: event!.event_id });
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual([body.replayed, body.already_waiting, body["more?"]], [1, 0, false]);
  assert.equal((await eventsOf(linkId))[0]!.delivery.status, "pending");
  await hub.hub.drainDue();
  assert.equal(calls.length, 2);
  assert.deepEqual(calls[0], calls[1]);
  assert.equal((await eventsOf(linkId))[0]!.delivery.status, "delivered");
});

test("fifty calls at once, and one more with the same key after the delivery, send it once", async () => {
  const { linkId } = await createLink(hub);
  await hub.hub.drainDue();
  calls.length = 0;
  const [event] = await eventsOf(linkId);
  const answers = await Promise.all(Array.from({ length: 50 }, () => replay({ event_id: event!.event_id })));
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(
    answers.reduce((sum, { body }) => sum + body.replayed, 0),
    1,
  );
  await hub.hub.drainDue();
  assert.deepEqual(sent(), [1]);
  const key = { "idempotency-key": "again" };
  const first = await replay({ event_id: event!.event_id }, key);
  await hub.hub.drainDue();
  const second = await replay({ event_id: event!.event_id }, key);
  await hub.hub.drainDue();
  assert.deepEqual({ ...second.body, request_id: "" }, { ...first.body, request_id: "" });
  assert.equal(second.headers.get("idempotent-replayed"), "true");
  assert.deepEqual(sent(), [1, 1]);
});

test("a range is sent again in each link's order, and nothing outside of it", async () => {
  await createLink(hub);
  hub.clock.advance(1_000);
  const from = hub.clock.now().toISOString();
  const one = await payerAtBank(hub);
  const other = await payerAtBank(hub);
  hub.clock.advance(1_000);
  const to = hub.clock.now().toISOString();
  await createLink(hub);
  await hub.hub.drainDue();
  calls.length = 0;
  const { body } = await replay({ range: { occurred_at_from: from, occurred_at_to: to } });
  assert.equal(body.replayed, 10);
  await hub.hub.drainDue();
  assert.equal(calls.length, 10);
  for (const { linkId } of [one, other]) {
    assert.deepEqual(
      calls.filter((call) => call.link_id === linkId).map(({ sequence }) => sequence),
      [1, 2, 3, 4, 5],
    );
  }
});

test("what was parked comes before what still waits of its link", async () => {
  answer = 500;
  const { linkId } = await createLink(hub);
  await letTimePass(90);
  assert.equal((await eventsOf(linkId))[0]!.delivery.status, "parked");
  await hub.post("/test/links/cancel", { link_id: linkId });
  await hub.hub.drainDue();
  const [first, second] = await eventsOf(linkId);
  assert.deepEqual([first!.delivery.attempts, second!.delivery.status], [10, "pending"]);
  assert.ok(Date.parse(second!.delivery.next_attempt_at) > hub.clock.now().getTime());
  answer = 204;
  calls.length = 0;
  const { body } = await replay({ parked: true });
  assert.equal(body.replayed, 1);
  assert.equal((await replay({ parked: true })).body.replayed, 0);
  await letTimePass(1);
  assert.deepEqual(sent(), [1, 2]);
  assert.ok((await eventsOf(linkId)).every(({ delivery }) => delivery.status === "delivered"));
  const left = hub.deps.db.selectFrom("outbox").select("id").where("topic", "=", "webhook.deliver");
  assert.deepEqual(await left.execute(), []);
});

test("a receiver that is down for three days gets everything, each link's in order and once", async () => {
  answer = "dead";
  const links: string[] = [];
  for (let day = 0; day < 3; day += 1) {
    for (let made = 0; made < 4; made += 1) {
      const { linkId } = await createLink(hub);
      links.push(linkId);
      if (made % 2 === 0) await hub.post("/test/links/cancel", { link_id: linkId });
    }
    await letTimePass(24);
  }
  assert.deepEqual(sent(), []);
  answer = 204;
  await letTimePass(26);
  for (const [index, linkId] of links.entries()) {
    const got = calls.filter((call) => call.link_id === linkId).map(({ sequence }) => sequence);
    assert.deepEqual(got, index % 2 === 0 ? [1, 2] : [1], `link ${index}`);
  }
  assert.equal(new Set(calls.map(({ event_id: id }) => id)).size, 18);
  assert.equal(calls.length, 18);
});

test("410 parks what follows, and a replay enables the address again", async () => {
  answer = 410;
  const { linkId } = await createLink(hub);
  await hub.hub.drainDue();
  await hub.post("/test/links/cancel", { link_id: linkId });
  await hub.hub.drainDue();
  assert.deepEqual(
    (await eventsOf(linkId)).map(({ delivery }) => [delivery.status, delivery.last_result]),
    [
      ["parked", "410"],
      ["parked", "endpoint_disabled"],
    ],
  );
  answer = 204;
  calls.length = 0;
  assert.equal((await replay({ parked: true })).body.replayed, 2);
  await hub.hub.drainDue();
  assert.deepEqual(sent(), [1, 2]);
});

test("W11: an address that the client has given up gets nothing more; its first one does", async () => {
  const { linkId } = await createLink(hub);
  await hub.hub.drainDue();
  const { client_id: clientId, client_secret: secret } = hub.client;
  await hub.hub.clients.add({ name: "Shop", clientId, secret, webhookUrls: ["https://shop.test/new"] });
  await replay({ range: { occurred_at_from: "2020-01-01T00:00:00Z", object_id: linkId } });
  await hub.hub.drainDue();
  const { body } = await hub.post("/test/events/list", {
    filter: { object_id: linkId },
    options: { show_attempts: true },
  });
  assert.deepEqual(
    body.events[0].delivery.log.map(({ url }: { url: string }) => url),
    ["https://shop.test/webhook", "https://shop.test/new"],
  );
});

test("exactly one selection; a foreign event is an unknown one; one with nowhere to go is told", async () => {
  const { linkId } = await createLink(hub);
  const [event] = await eventsOf(linkId);
  for (const wrong of [
    {},
    { event_id: event!.event_id, parked: true },
    { parked: true, range: { occurred_at_from: "2026-01-01T00:00:00Z" } },
  ]) {
    const { status, body } = await replay(wrong);
    assert.equal(status, 400);
    assert.deepEqual(
      body.errors.map(({ path }: { path: string }) => path),
      ["event_id", "range", "parked"],
    );
  }
  assert.equal((await replay({ range: {} })).body.errors[0].path, "range.occurred_at_from");
  assert.equal((await replay({ parked: false })).body.errors[0].path, "parked");
  const other = { client_id: hub.other.client_id, client_secret: hub.other.client_secret };
  for (const eventId of [event!.event_id, "evt_none"]) {
    const { status, body } = await replay({ ...other, event_id: eventId });
    assert.deepEqual([status, body.code, body.message], [404, "not_found", "There is no event of this event_id."]);
  }
  const without = await createLink(hub, other);
  const { body: theirs } = await hub.post("/test/events/list", { ...other, filter: { object_id: without.linkId } });
  const told = await replay({ ...other, event_id: theirs.events[0].event_id });
  assert.deepEqual([told.status, told.body.code], [400, "unprocessable_entity"]);
});
