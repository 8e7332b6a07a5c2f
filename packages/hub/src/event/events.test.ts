// Proves that the archive has every event of its client and of nobody else, and that a reader who goes on misses none.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createLink, payerAtBank } from "../testing/pay.ts";
import { startFixture, type Fixture } from "../testing/fixture.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

const asOther = () => ({ client_id: hub.other.client_id, client_secret: hub.other.client_secret });
const list = (body: Record<string, unknown> = {}) => hub.post("/test/events/list", body);
const idsOf = (body: { events: { event_id: string }[] }) => body.events.map(({ event_id: id }) => id);

async function everything(limit: number, credentials = {}): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (;;) {
    const pagination = { limit, ...(cursor === undefined ? {} : { after: cursor }) };
    const { body } = await list({ ...credentials, pagination });
    ids.push(...idsOf(body));
    if (body.pagination["more?"] === false) return ids;
    cursor = body.pagination.after;
  }
}

test("each event is listed as it was delivered, oldest first, with what became of it", async () => {
  const { linkId } = await payerAtBank(hub);
  await hub.hub.drainDue();
  const { body } = await list({ filter: { object_id: linkId.toUpperCase() } });
  const told = hub.received.filter((event) => event.link_id === linkId);
  assert.deepEqual(
    body.events.map(({ delivery: _delivery, keyset: _keyset, ...event }: Record<string, unknown>) => event),
    told,
  );
  assert.deepEqual(
    told.map(({ sequence }) => sequence),
    [1, 2, 3, 4, 5],
  );
  const { delivery } = body.events[0];
  assert.deepEqual([delivery.status, delivery.attempts, delivery.last_result], ["delivered", 1, "204"]);
  assert.equal("log" in delivery, false);
  const logged = await list({ filter: { object_id: linkId }, options: { show_attempts: true } });
  assert.deepEqual(
    logged.body.events[0].delivery.log.map(({ url, result }: Record<string, unknown>) => ({ url, result })),
    [{ url: "https://shop.test/webhook", result: "204" }],
  );
});

test("an event that had nowhere to go is in the archive, too", async () => {
  const { linkId } = await createLink(hub, asOther());
  const { body } = await list(asOther());
  assert.deepEqual(
    body.events.map((event: Record<string, any>) => [event["link_id"], event["status"], event["delivery"].status]),
    [[linkId, "created", "none"]],
  );
});

test("pages of any size give all of it without a gap or a repetition", async () => {
  for (let made = 0; made < 4; made += 1) await createLink(hub);
  const all = await everything(250);
  assert.equal(new Set(all).size, all.length);
  for (const limit of [1, 3]) assert.deepEqual(await everything(limit), all);
});

test("a reader who goes on from the last cursor gets what has happened since, from any number of writers", async () => {
  const readers = await hub.hub.clients.add({ name: "Reader" });
  const me = { client_id: readers.client_id, client_secret: readers.client_secret };
  const first = await list({ ...me });
  assert.deepEqual([first.body.events, first.body.pagination.after], [[], null]);
  let writing = true;
  const writers = Promise.all(Array.from({ length: 60 }, () => createLink(hub, me))).finally(() => (writing = false));
  const seen: string[] = [];
  let cursor: string | undefined;
  const readOn = async (): Promise<void> => {
    const { body } = await list({ ...me, pagination: cursor === undefined ? {} : { after: cursor } });
    seen.push(...idsOf(body));
    cursor = body.pagination.after ?? undefined;
  };
  while (writing) await readOn();
  await writers;
  for (let rounds = 0; rounds < 3; rounds += 1) await readOn();
  const all = await everything(250, me);
  assert.equal(all.length, 60);
  assert.deepEqual(seen, all);
});

test("each filter narrows the list; a bound that begins is inclusive, one that ends exclusive", async () => {
  hub.clock.advance(60_000);
  const from = hub.clock.now().toISOString();
  const { linkId } = await createLink(hub);
  hub.clock.advance(1_000);
  const to = hub.clock.now().toISOString();
  await createLink(hub);
  const { body } = await list({ filter: { occurred_at_from: from, occurred_at_to: to } });
  assert.deepEqual(
    body.events.map((event: { link_id: string }) => event.link_id),
    [linkId],
  );
  const nothing = await list({ filter: { type: "consent_status_update" } });
  assert.deepEqual(nothing.body.events, []);
  assert.equal((await list({ filter: { type: "link_status_update", object_id: linkId } })).body.events.length, 1);
  const wrong = [
    { type: "paid" },
    { object_id: "1" },
    { occurred_at_from: "2026-02-30T00:00:00Z" },
    { status: "created" },
  ];
  for (const filter of wrong) {
    const refused = await list({ filter });
    assert.equal(refused.status, 400, JSON.stringify(filter));
    assert.ok(refused.body.errors[0].path.startsWith("filter."), JSON.stringify(refused.body));
  }
});

test("B3, B8: another client sees none of it, and its cursor is no cursor here", async () => {
  const mine = await list({ pagination: { limit: 1 } });
  const cursor = mine.body.pagination.after;
  const object = mine.body.events[0].link_id;
  assert.deepEqual((await list({ ...asOther(), filter: { object_id: object } })).body.events, []);
  const refused = [
    await list({ ...asOther(), pagination: { after: cursor } }),
    await list({ pagination: { after: cursor }, filter: { object_id: object } }),
    await list({ pagination: { after: `${cursor}A` } }),
    await hub.post("/test/links/list", { pagination: { after: cursor } }),
  ];
  for (const { status, body } of refused) {
    assert.deepEqual([status, body.code, body.errors[0].path], [400, "invalid_input", "pagination.after"]);
  }
});
