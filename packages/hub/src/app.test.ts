// Proves what every operation has in common: where it answers, who may ask, how refusals look, and that a repeated creation is one.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { endpoints } from "./endpoints.ts";
import { goodLink, startFixture, type Fixture } from "./testing/fixture.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

const paths = Object.values(endpoints).map(({ path }) => path);

test("every operation answers on /test, /test/v1 and /test/v2, by POST only", async () => {
  for (const prefix of ["/test", "/test/v1", "/test/v2"]) {
    for (const path of paths) {
      const body = path.endsWith("create")
        ? goodLink()
        : path.startsWith("/links")
          ? { link_id: crypto.randomUUID() }
          : {};
      const { status } = await hub.post(prefix + path, body);
      assert.ok(status !== 401 && status !== 500, `${prefix}${path}: ${status}`);
      if (path === "/links/create") assert.equal(status, 200);
      for (const method of ["GET", "PUT", "DELETE"]) {
        const answer = await fetch(hub.url + prefix + path, { method });
        assert.equal(answer.status, 405);
        assert.equal(answer.headers.get("allow"), "POST");
        assert.equal(((await answer.json()) as { code: string }).code, "bad_request");
      }
    }
  }
});

test("O20: the live environment answers 401 to every operation, with test credentials too; what is not there is 404", async () => {
  for (const prefix of ["/v1", "/v2"]) {
    for (const path of paths) {
      const answer = await hub.post(prefix + path, goodLink());
      assert.equal(answer.status, 401);
      assert.equal(answer.body.code, "unauthorized");
      for (const [body, type] of [
        ["", "application/json"],
        ["{", "application/json"],
        ["x", "text/plain"],
      ] as const) {
        assert.equal((await hub.raw(prefix + path, body, { "content-type": type })).status, 401, `${path} ${body}`);
      }
    }
  }
  for (const path of [
    "/v3/links/create",
    "/links/create",
    "/v1/ais/consents/create",
    "/test/links/nothing",
    "/test/links/create/",
  ]) {
    const answer = await hub.post(path, goodLink());
    assert.equal(answer.status, 404, path);
    assert.equal(answer.body.code, "not_found");
  }
  const live = await startFixture({ environment: "live" });
  const answer = await live.post("/test/links/create", goodLink());
  assert.equal(answer.status, 404);
  await live.close();
});

test("request_id is the caller's when it is well formed, in answers and errors, and echoed as a header", async () => {
  for (const [given, taken] of [
    ["abc-1.2_3", true],
    ["x".repeat(128), true],
    ["x".repeat(129), false],
    ["a b", false],
    ["<script>", false],
  ] as const) {
    for (const path of ["/test/providers/list", "/test/links/get", "/nowhere"]) {
      const { body, headers } = await hub.post(path, {}, { "x-request-id": given });
      assert.equal(body.request_id, headers.get("x-request-id"));
      assert.equal(body.request_id === given, taken, `${path} ${given}`);
      assert.equal(headers.get("cache-control"), "no-store");
    }
  }
});

test("I6, I7, I12: bodies that are no acceptable JSON are 400, too large ones 413, other types 415", async () => {
  const path = "/test/links/create";
  for (const body of [
    "",
    "{",
    "[]",
    "null",
    '"x"',
    "1",
    "[".repeat(40),
    '{"a":1,"a":2}',
    "\ufeff{}",
    '{"client_id":"\\ud800"}',
  ]) {
    const answer = await hub.raw(path, body);
    assert.equal(answer.status, 400, body);
    assert.ok(["bad_request", "validation_error"].includes(answer.body.code));
  }
  const { client_id: id, client_secret: secret } = hub.client;
  const large = JSON.stringify({ client_id: id, client_secret: secret, pad: "x".repeat(65_536) });
  assert.equal((await hub.raw(path, large)).status, 413);
  const text = JSON.stringify({ client_id: id, client_secret: secret, ...goodLink() });
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json; charset=utf-7",
    "application/xml",
  ]) {
    assert.equal((await hub.raw(path, text, { "content-type": type })).status, 415, type);
  }
  assert.equal(await hub.count("link"), 3);
});

const vectors = new URL("../../../../shared/vectors/json/", import.meta.url);
const skip = !existsSync(vectors) && !process.env["CI"] && "the shared test vectors are not here";

test("I6: no file of JSONTestSuite is more than a 400 of ours", { skip }, async () => {
  const files = readdirSync(vectors).filter((name) => name.endsWith(".json"));
  assert.ok(files.length > 250);
  const own = `{"client_id":"${hub.client.client_id}","client_secret":"${hub.client.client_secret}","payment_intent":`;
  for (const name of files) {
    const bytes = readFileSync(new URL(encodeURIComponent(name), vectors));
    const inside = Buffer.concat([Buffer.from(own), bytes, Buffer.from("}")]);
    for (const body of [bytes, inside]) {
      const { status } = await hub.raw("/test/links/create", body);
      assert.ok(status === 400 || (status === 413 && bytes.length > 60_000), `${name}: ${status}`);
    }
  }
});

test("P1: two hundred calls with one key make one link; the rest get its answer or 409", async () => {
  const before = await hub.count("link");
  const body = goodLink();
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => hub.post("/test/links/create", body, { "idempotency-key": "race-1" })),
  );
  assert.equal((await hub.count("link")) - before, 1);
  const made = answers.filter(({ status }) => status === 200);
  assert.ok(made.length >= 1);
  assert.equal(new Set(made.map(({ body: answer }) => answer.link_id)).size, 1);
  assert.equal(made.filter(({ headers }) => headers.get("idempotent-replayed") === null).length, 1);
  for (const { status, body: answer } of answers.filter((one) => one.status !== 200)) {
    assert.equal(status, 409);
    assert.equal(answer.code, "request_in_progress");
  }
});

test("P1: a key replays for 72 h whatever the order of members, is refused with another body, and belongs to its client", async () => {
  const create = (body: Record<string, unknown>, key: string) =>
    hub.post("/test/links/create", body, { "idempotency-key": key });
  const first = await create(goodLink(), "k");
  const { payment_intent: intent } = goodLink();
  const turned = { payment_intent: Object.fromEntries(Object.entries(intent).reverse()) };
  const again = await create(turned, "k");
  assert.equal(again.body.link_id, first.body.link_id);
  assert.notEqual(again.body.request_id, first.body.request_id);
  const changed = await create({ payment_intent: { ...intent, amount: "13" } }, "k");
  assert.equal(changed.status, 400);
  assert.equal(changed.body.code, "unprocessable_entity");
  const other = { client_id: hub.other.client_id, client_secret: hub.other.client_secret };
  assert.notEqual((await create({ ...other, ...goodLink() }, "k")).body.link_id, first.body.link_id);
  hub.clock.advance(72 * 3_600_000 + 1);
  assert.notEqual((await create(goodLink(), "k")).body.link_id, first.body.link_id);
});

test("P1: a key replays although the same body would be refused by now", async () => {
  const today = hub.clock.now().toISOString().slice(0, 10);
  const { payment_intent: intent } = goodLink();
  const body = { payment_intent: { ...intent, requested_execution_date: today } };
  const first = await hub.post("/test/links/create", body, { "idempotency-key": "day" });
  assert.equal(first.status, 200, JSON.stringify(first.body));
  hub.clock.advance(24 * 3_600_000);
  assert.equal((await hub.post("/test/links/create", body)).status, 400);
  const again = await hub.post("/test/links/create", body, { "idempotency-key": "day" });
  assert.equal(again.body.link_id, first.body.link_id);
  hub.clock.advance(-24 * 3_600_000);
});

test("P1: a refusal is not stored, so that the corrected request may use the key", async () => {
  const headers = { "idempotency-key": "fix" };
  const wrong = { ...goodLink(), options: { expires_in: 1 } };
  assert.equal((await hub.post("/test/links/create", wrong, headers)).status, 400);
  assert.equal((await hub.post("/test/links/create", goodLink(), headers)).status, 200);
  for (const key of ["", "x".repeat(256), "a b", "ä"]) {
    const answer = await hub.post("/test/links/create", goodLink(), { "idempotency-key": key });
    assert.equal(answer.body.errors?.[0].path, "Idempotency-Key", JSON.stringify(answer.body));
  }
});

test("L5: an error of ours says nothing of its cause", async () => {
  const fixture = await startFixture();
  await fixture.deps.db.schema.alterTable("link_event").renameTo("hidden").execute();
  const { status, body } = await fixture.post("/test/links/create", goodLink());
  assert.equal(status, 500);
  assert.equal(body.code, "internal_server_error");
  assert.doesNotMatch(JSON.stringify(body), /link_event|relation|select| at |\.ts/);
  assert.equal(await fixture.count("link"), 0);
  await fixture.close();
});
