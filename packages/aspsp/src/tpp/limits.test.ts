/** Proves, over real mutual TLS and two processes on one database: the limits of a TPP and what an answer says of them. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { sql } from "kysely";
import { issue } from "../testing/certificates.ts";
import { codeOf, openHttpBank, productPath, type HttpBank, type Reply } from "../testing/http-bank.ts";
import { StandingClock } from "../testing/standing-clock.ts";
import { samplePayment, testProfile } from "../testing/test-bank.ts";

const limits = { perSecond: 10, perHour: 1_000, concurrent: 20 };
let bank: HttpBank;
let beside: HttpBank;
before(async () => {
  bank = await openHttpBank({ profile: { ...testProfile, limits }, clock: new StandingClock() });
  beside = await openHttpBank({ profile: { ...testProfile, limits }, beside: bank });
});
after(async () => {
  await beside.close();
  await bank.close();
});
beforeEach(() => bank.clock.advance(1_000));

type CallOptions = Parameters<HttpBank["call"]>[0];

const unknownPath = `${productPath}/${randomUUID()}/status`;
const callBoth = (count: number, options: CallOptions): Promise<Reply[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => (i % 2 === 0 ? bank : beside).call(options)));
const passed = (replies: readonly Reply[]) => replies.filter(({ status }) => status !== 429);
const limitHeaders = ({ headers }: Reply) =>
  ["limit", "remaining", "reset"].map((name) => headers[`x-ratelimit-${name}`]);
const endOfSecond = () => String(Math.floor(bank.clock.now().getTime() / 1_000) + 1);

test("D3: of 60 calls at once over two processes 10 pass, the others are 429 ACCESS_EXCEEDED with Retry-After", async () => {
  for (const _ of ["this second", "the next one"]) {
    const replies = await callBoth(60, { path: unknownPath });
    assert.equal(passed(replies).length, 10);
    for (const reply of replies.filter(({ status }) => status === 429)) {
      assert.equal(codeOf(reply), "ACCESS_EXCEEDED");
      assert.equal(reply.headers["retry-after"], "1");
      assert.deepEqual(limitHeaders(reply), ["10", "0", endOfSecond()]);
      assert.match(String(reply.headers["x-request-id"]), /^[0-9a-f-]{36}$/);
    }
    const remaining = passed(replies).map(({ headers }) => Number(headers["x-ratelimit-remaining"]));
    assert.deepEqual(
      remaining.toSorted((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    bank.clock.advance(999);
    assert.equal(passed(await callBoth(4, { path: unknownPath })).length, 0);
    bank.clock.advance(1);
  }
});

test("D3, C12: no header, path or renewed certificate gets around the limit; another TPP has its own", async () => {
  assert.equal(passed(await callBoth(10, { path: unknownPath })).length, 10);
  const certificate = issue(bank.authority, { commonName: "renewed.tpp.example" });
  const ways: CallOptions[] = [
    { path: unknownPath, headers: { "X-Forwarded-For": "203.0.113.7", "PSU-IP-Address": "203.0.113.8" } },
    { path: unknownPath, headers: { Forwarded: "for=203.0.113.7", "X-Real-IP": "203.0.113.7" } },
    { path: `${unknownPath}?x=1` },
    { path: `${productPath}/${randomUUID()}` },
    { path: unknownPath, certificate },
    { method: "POST", path: productPath, body: samplePayment },
  ];
  for (const way of ways)
    assert.deepEqual((await callBoth(2, way)).map(codeOf), ["ACCESS_EXCEEDED", "ACCESS_EXCEEDED"]);
  for (const path of [`${unknownPath}/`, unknownPath.replace("/v1/", "/V1/"), unknownPath.replace("/v1/", "//v1/")]) {
    assert.deepEqual((await callBoth(2, { path })).map(codeOf), ["RESOURCE_UNKNOWN", "RESOURCE_UNKNOWN"], path);
  }
  const stranger = issue(bank.authority, { organizationIdentifier: "PSDLT-BOL-999999" });
  assert.equal(passed(await callBoth(10, { path: unknownPath, certificate: stranger })).length, 10);
});

test("every answer to an identified TPP says where its limit stands: 200, 201, 204, 400, 401, 404, 413, 415", async () => {
  const { paymentId } = (await bank.initiate()).body;
  bank.clock.advance(1_000);
  const path = `${productPath}/${paymentId}`;
  const ai = issue(bank.authority, { roles: ["PSP_AI"] });
  const xml = { "Content-Type": "application/xml" };
  const calls: [number, string, CallOptions][] = [
    [200, "9", { path }],
    [201, "8", { method: "POST", path: productPath, body: samplePayment }],
    [400, "7", { method: "POST", path: productPath, body: "{" }],
    [404, "6", { path: unknownPath }],
    [413, "5", { method: "POST", path: productPath, body: `"${"x".repeat(70_000)}"` }],
    [415, "4", { method: "POST", path: productPath, body: "<x/>", headers: xml }],
    [204, "3", { method: "DELETE", path }],
    // Refused before the limits: told, and not counted.
    [401, "3", { path, certificate: ai }],
    [401, "3", { path, headers: { Authorization: "Bearer unknown" } }],
  ];
  for (const [status, remaining, options] of calls) {
    const reply = await bank.call(options);
    assert.deepEqual([reply.status, limitHeaders(reply)], [status, ["10", remaining, endOfSecond()]]);
  }
  const nobody = await bank.call({ path, certificate: null });
  assert.deepEqual([nobody.status, limitHeaders(nobody)], [401, [undefined, undefined, undefined]]);
});

test("the limit of the hour: Retry-After and the headers lead to its end", async () => {
  const certificate = issue(bank.authority, { organizationIdentifier: "PSDLT-BOL-777777" });
  await beside.call({ path: unknownPath, certificate });
  await sql`update rate_limit set hour_used = 999 where key = 'PSDLT-BOL-777777'`.execute(bank.database.db);
  const last = await bank.call({ path: unknownPath, certificate });
  const endOfHour = Math.floor(bank.clock.now().getTime() / 3_600_000 + 1) * 3_600;
  assert.deepEqual([last.status, limitHeaders(last)], [404, ["1000", "0", String(endOfHour)]]);
  const refused = await bank.call({ path: unknownPath, certificate });
  assert.deepEqual([refused.status, limitHeaders(refused)], [429, ["1000", "0", String(endOfHour)]]);
  const waitSeconds = endOfHour - bank.clock.now().getTime() / 1_000;
  assert.equal(refused.headers["retry-after"], String(waitSeconds));
  bank.clock.advance(waitSeconds * 1_000);
  assert.equal((await bank.call({ path: unknownPath, certificate })).status, 404);
});

/** Makes core banking think until it is let go; tells how many calls it has in its hands. */
function hangingCoreBanking() {
  const gate = Promise.withResolvers<void>();
  let [inside, noticed] = [0, () => {}];
  bank.spi.checkPayment = async () => {
    inside += 1;
    noticed();
    await gate.promise;
    return { ok: true };
  };
  const reached = async (count: number): Promise<void> => {
    while (inside < count) await new Promise<void>((resolve) => (noticed = resolve));
  };
  return { reached, letGo: () => gate.resolve() };
}

test("while 20 payments hang at core banking over two processes, the 21st call is refused; then there is room again", async () => {
  const core = hangingCoreBanking();
  const hanging: Promise<Reply>[] = [];
  for (const count of [10, 20]) {
    bank.clock.advance(1_000);
    for (let i = 0; i < 10; i++) hanging.push((i % 2 === 0 ? bank : beside).initiate());
    await core.reached(count);
  }
  bank.clock.advance(1_000);
  const refused = await callBoth(4, { path: unknownPath });
  assert.deepEqual(
    refused.map(codeOf),
    Array.from({ length: 4 }, () => "ACCESS_EXCEEDED"),
  );
  for (const reply of refused) assert.equal(reply.headers["retry-after"], "1");
  core.letGo();
  assert.deepEqual(new Set((await Promise.all(hanging)).map(({ status }) => status)), new Set([201]));
  await placesFree();
  bank.clock.advance(1_000);
  assert.equal(passed(await callBoth(4, { path: unknownPath })).length, 4);
});

test("a TPP that hangs up keeps its place until the work that it began has ended", async () => {
  const core = hangingCoreBanking();
  const certificate = issue(bank.authority);
  const calls = Array.from({ length: 10 }, () => bank.initiate({}, { certificate }).catch(() => "hung up"));
  await core.reached(10);
  bank.hangUp(certificate);
  assert.deepEqual(new Set(await Promise.all(calls)), new Set(["hung up"]));
  // By the time that others have been served, the server has seen the ends of the connections.
  const stranger = issue(bank.authority, { organizationIdentifier: "PSDLT-BOL-999999" });
  for (let i = 0; i < 5; i++) await bank.call({ path: unknownPath, certificate: stranger });
  assert.equal(await heldPlaces(), 10);
  core.letGo();
  await placesFree();
});

async function heldPlaces(): Promise<number> {
  const { rows } = await sql<{ held: number }>`
    select coalesce(sum((held.value ->> 'slots')::int), 0)::int as held
    from rate_limit, jsonb_each(holders) as held where rate_limit.key = 'PSDLT-BOL-123456'`.execute(bank.database.db);
  return rows[0]?.held ?? 0;
}

async function placesFree(): Promise<void> {
  while ((await heldPlaces()) > 0) await new Promise((resolve) => setImmediate(resolve));
}

test("D4: while the limits cannot be asked, nothing is served: 503 with Retry-After, nothing stored, then it goes on", async () => {
  const before = await bank.countPayments();
  await sql`alter table rate_limit rename to away`.execute(bank.database.db);
  const replies = await Promise.all(Array.from({ length: 50 }, () => bank.initiate()));
  await sql`alter table away rename to rate_limit`.execute(bank.database.db);
  for (const { status, text, headers } of replies)
    assert.deepEqual([status, text, headers["retry-after"]], [503, "", "1"]);
  assert.equal(await bank.countPayments(), before);
  assert.equal((await bank.initiate()).status, 201);
});

test("a bank without limits sends no headers of them", async () => {
  const free = await openHttpBank();
  const replies = await Promise.all(Array.from({ length: 60 }, () => free.call({ path: unknownPath })));
  for (const reply of replies)
    assert.deepEqual([reply.status, ...limitHeaders(reply)], [404, undefined, undefined, undefined]);
  await free.close();
});
