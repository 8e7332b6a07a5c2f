// Proves that a list shows a client its own links and nothing else, page by page, whatever is done to cursors and filters.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { goodLink, startFixture, type Fixture } from "../testing/fixture.ts";
import { createLink, payerAtBank } from "../testing/pay.ts";

let hub: Fixture;
const made: string[] = [];
before(async () => {
  hub = await startFixture();
  for (let index = 0; index < 7; index += 1) {
    const tracking = { entity_id: index % 2 === 0 ? "even" : "odd", user_id: `u${index}` };
    made.unshift((await createLink(hub, { tracking })).linkId);
    // Several links of one instant: the id decides.
    if (index % 3 === 2) hub.clock.advance(1_000);
  }
  await hub.post("/test/links/create", { ...asOther(), ...goodLink() });
});
after(() => hub.close());

function asOther(): Record<string, string> {
  return { client_id: hub.other.client_id, client_secret: hub.other.client_secret };
}

const list = (body: Record<string, unknown> = {}) => hub.post("/test/links/list", body);

test("newest first, in pages of any size, without a gap or a repetition", async () => {
  const whole = await list();
  assert.equal(whole.body.pagination.count, 7);
  assert.equal(whole.body.pagination["more?"], false);
  const all = whole.body.links.map(({ link_id: id }: { link_id: string }) => id);
  assert.deepEqual(new Set(all), new Set(made));
  const times = whole.body.links.map(({ created_at: at }: { created_at: string }) => Date.parse(at)) as number[];
  assert.deepEqual(
    times,
    times.toSorted((a, b) => b - a),
  );
  for (const limit of [1, 2, 3, 7]) {
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const { body } = await list({ pagination: { limit, ...(after === undefined ? {} : { after }) } });
      seen.push(...body.links.map(({ link_id: id }: { link_id: string }) => id));
      assert.equal(body.pagination.after, body.links.at(-1)?.keyset ?? null);
      if (body.pagination["more?"] === false) break;
      after = body.pagination.after;
    }
    assert.deepEqual(seen, all);
  }
});

test("each filter narrows the list, its bounds are inclusive and exclusive as documented", async () => {
  const { body } = await list({ filter: { tracking: { entity_id: "even" } } });
  assert.equal(body.links.length, 4);
  assert.equal((await list({ filter: { tracking: { entity_id: "even", user_id: "u1" } } })).body.links.length, 0);
  const all = (await list()).body.links;
  const oldest = all.at(-1).created_at;
  const newest = all[0].created_at;
  assert.equal((await list({ filter: { inserted_at_from: oldest } })).body.links.length, 7);
  const older = (await list({ filter: { inserted_at_to: newest } })).body.links;
  assert.ok(older.length < 7 && older.every((link: { created_at: string }) => link.created_at < newest));
  const paying = await payerAtBank(hub, { tracking: { entity_id: "third" } });
  const byStatus = (await list({ filter: { status: "awaiting_authz" } })).body.links;
  assert.deepEqual(
    byStatus.map(({ link_id: id }: { link_id: string }) => id),
    [paying.linkId],
  );
  assert.equal((await list({ filter: { provider_id: "rzb_ro" } })).body.links.length, 1);
  assert.equal((await list({ filter: { provider_id: "bt_ro" } })).body.links.length, 0);
  await hub.post("/test/links/cancel", { link_id: paying.linkId });
});

test("B9: a limit is a whole number from 1 to 250, and filters have their types", async () => {
  for (const limit of [0, -1, 251, 1e9, 1.5, "50", "50abc", null, [], {}]) {
    const { status, body } = await list({ pagination: { limit } });
    assert.equal(status, 400);
    assert.equal(body.errors[0].path, "pagination.limit");
  }
  const wrong = [
    { status: "paid" },
    { status: { $gt: 0 } },
    { status: ["created"] },
    { provider_id: "%" },
    { inserted_at_from: "2026-02-30T00:00:00Z" },
    { inserted_at_to: "2026-01-01T24:00:00Z" },
    { inserted_at_to: "2026-01-01" },
    { inserted_at_from: "0000-01-01T00:00:00Z" },
    { inserted_at_from: 1 },
    { tracking: { entity_id: "' or 1=1" } },
    { client_id: "x" },
  ];
  for (const filter of wrong) {
    const { status, body } = await list({ filter });
    assert.equal(status, 400, JSON.stringify(filter));
    assert.ok(body.errors[0].path.startsWith("filter."), JSON.stringify(body));
  }
});

test("B8: a cursor of another client, another filter or another age is 400 invalid_input", async () => {
  const { body } = await list({ pagination: { limit: 2 } });
  const { after } = body.pagination;
  const refused = [
    await hub.post("/test/links/list", { ...asOther(), pagination: { after } }),
    await list({ pagination: { after }, filter: { status: "created" } }),
    await list({ pagination: { after: `${after}=` } }),
    await list({ pagination: { after: `${after}AAAA` } }),
  ];
  hub.clock.advance(8 * 24 * 3_600_000);
  refused.push(await list({ pagination: { after } }));
  hub.clock.advance(-8 * 24 * 3_600_000);
  for (const { status, body: refusal } of refused) {
    assert.equal(status, 400);
    assert.equal(refusal.code, "invalid_input");
    assert.equal(refusal.errors[0].path, "pagination.after");
  }
  assert.equal((await list({ pagination: { after } })).status, 200);
});

test("B8: no changed cursor is taken over HTTP either", async () => {
  const { after } = (await list({ pagination: { limit: 1 } })).body.pagination as { after: string };
  await fc.assert(
    fc.asyncProperty(
      fc.nat(after.length - 1),
      fc.constantFrom("A", "B", "a", "0", "-", "_", "'", "%", "\u0000", "ș"),
      async (at, character) => {
        const changed = after.slice(0, at) + character + after.slice(at + 1);
        const { status } = await list({ pagination: { after: changed } });
        assert.equal(status, changed === after ? 200 : 400);
      },
    ),
    { numRuns: 150 },
  );
});

test("B3: another client's link is answered exactly as one that does not exist", async () => {
  const foreign = (await hub.post("/test/links/list", asOther())).body.links[0].link_id;
  for (const path of ["/test/links/get", "/test/links/cancel"]) {
    const answers = await Promise.all(
      [foreign, crypto.randomUUID()].map((linkId) => hub.post(path, { link_id: linkId }, { "x-request-id": "same" })),
    );
    const [first, second] = answers.map(({ status, body }) => ({ status, ...body, error_id: "" }));
    assert.equal(first!.status, 404);
    assert.equal(first!.code, "link_not_found");
    assert.deepEqual(first, second);
  }
  assert.equal((await hub.post("/test/links/get", { ...asOther(), link_id: foreign })).body.status, "created");
});

test("version 1 lists without pages and shows funds_* as completed", async () => {
  const { linkId } = await createLink(hub);
  await hub.deps.db.updateTable("link").set({ status: "funds_received" }).where("link_id", "=", linkId).execute();
  const v1 = await hub.post("/test/v1/links/list", { filter: { status: "completed" } });
  assert.deepEqual(Object.keys(v1.body), ["request_id", "links"]);
  assert.deepEqual(
    v1.body.links.map(({ status }: { status: string }) => status),
    ["completed"],
  );
  assert.equal((await hub.post("/test/v1/links/get", { link_id: linkId })).body.status, "completed");
  assert.equal((await hub.post("/test/v2/links/get", { link_id: linkId })).body.status, "funds_received");
  const funds = await hub.post("/test/v1/links/list", { filter: { status: "funds_received" } });
  assert.deepEqual([funds.status, funds.body.links], [200, []]);
  const paged = await hub.post("/test/v1/links/list", { pagination: { limit: 1 } });
  assert.equal(paged.body.errors[0].path, "pagination");
});
