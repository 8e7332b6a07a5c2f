// Proves that a payment reaches its bank once, whatever is lost on the way and wherever the process ends.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startFixture, type Fixture } from "../../testing/fixture.ts";
import { bankSays, createLink, pay, statusOf, storyOf } from "../../testing/pay.ts";
import type { HubDeps } from "../../deps.ts";
import { payLink } from "../pay.ts";
import { recoveryDelayMs, submitAttempt } from "./submit.ts";
import { lastAttemptOf } from "./store.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

test("P3: while the outcome is unknown there is no other X-Request-ID, and after 24 h a person has to look", async () => {
  const { linkId, webId } = await createLink(hub);
  hub.bank.modes.length = 0;
  hub.bank.modes.push(...Array.from({ length: 400 }, () => "lose_request" as const));
  assert.deepEqual(await pay(hub, webId), { kind: "pending" });
  assert.deepEqual(await pay(hub, webId), { kind: "pending" });
  assert.deepEqual(await pay(hub, webId, { providerId: "bt_ro" }), { kind: "pending" });
  const { bank_request_id: requestId } = (await lastAttemptOf(hub.deps.db, linkId))!;
  const seen = hub.bank.initiations.length;
  for (let hour = 0; hour < 25; hour += 1) {
    hub.clock.advance(3_600_000);
    await hub.hub.drainDue();
  }
  const later = hub.bank.initiations.slice(seen).map((initiation) => initiation.requestId);
  assert.ok(later.length > 10);
  assert.deepEqual([...new Set(later)], [requestId]);
  const parked = await hub.deps.db.selectFrom("outbox").selectAll().where("state", "=", "parked").execute();
  assert.deepEqual(
    parked.map(({ topic, parked_reason: reason }) => ({ topic, reason })),
    [{ topic: "payment.submit", reason: "bank_unavailable" }],
  );
  assert.equal(await statusOf(hub, linkId), "requested");
  hub.bank.modes.length = 0;
});

test("P3: a bank that cannot be reached after a lost answer proves nothing; the payment is found when it answers", async () => {
  const { linkId, webId } = await createLink(hub);
  hub.bank.modes.push("drop_answer", "down", "down");
  assert.deepEqual(await pay(hub, webId), { kind: "pending" });
  hub.clock.advance(recoveryDelayMs);
  await hub.hub.drainDue();
  assert.equal(await statusOf(hub, linkId), "requested");
  hub.clock.advance(60_000);
  await hub.hub.drainDue();
  assert.equal(await statusOf(hub, linkId), "intent_accepted");
  assert.equal((await pay(hub, webId)).kind, "redirect");
  assert.equal(await statusOf(hub, linkId), "awaiting_authz");
});

test("P3: fifty tries of one attempt at a time make one payment and one follower", async () => {
  const { linkId, webId } = await createLink(hub);
  hub.bank.modes.push("lose_request", "lose_request");
  await pay(hub, webId);
  const { attempt_id: attemptId } = (await lastAttemptOf(hub.deps.db, linkId))!;
  const before = hub.bank.payments.size;
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => submitAttempt(hub.deps, attemptId)));
  assert.deepEqual([...new Set(outcomes.map(({ kind }) => kind))], ["accepted"]);
  assert.equal(hub.bank.payments.size - before, 1);
  const work = await hub.deps.db.selectFrom("outbox").select("topic").where("key", "=", attemptId).execute();
  assert.equal(work.filter(({ topic }) => topic === "payment.follow").length, 1);
  assert.deepEqual((await storyOf(hub, linkId)).slice(2), ["requested", "intent_accepted"]);
});

class Killed extends Error {}

const points = ["intent_commit", "bank_answer", "attempt_commit", "status_commit:awaiting_authz"].map(
  (of) => `after_${of}`,
);
for (const point of points) {
  test(`P4, P5: a process that ends ${point} leaves nothing that the next one does not finish, once`, async () => {
    const { linkId, webId } = await createLink(hub);
    const before = hub.bank.payments.size;
    const dying: HubDeps = {
      ...hub.deps,
      checkpoint: (name) => {
        if (name === point) throw new Killed(name);
      },
    };
    await assert.rejects(
      payLink(dying, { webId, providerId: "rzb_ro", psuIp: "203.0.113.7", browserId: "browser-1" }),
      Killed,
    );
    hub.clock.advance(recoveryDelayMs);
    await hub.hub.drainDue();
    assert.equal(hub.bank.payments.size - before, 1);
    assert.equal((await pay(hub, webId)).kind, "redirect");
    assert.equal(hub.bank.payments.size - before, 1);
    bankSays(hub, (await lastAttemptOf(hub.deps.db, linkId))!, "ACSC");
    hub.clock.advance(5_000);
    const story = ["created", "started", "requested", "intent_accepted", "awaiting_authz", "completed"];
    assert.deepEqual(await storyOf(hub, linkId), story);
  });
}

test("P4: a repetition sends the same bytes as the first call, though the browser and the clock have changed", async () => {
  const { webId } = await createLink(hub);
  hub.bank.modes.push("lose_request", "lose_request");
  await pay(hub, webId, { userAgent: "Firefox\r\nX-Evil: 1" });
  hub.clock.advance(600_000);
  await hub.hub.drainDue();
  const [first, ...others] = hub.bank.initiations.slice(-3).map(({ signal: _, ...initiation }) => initiation);
  assert.equal(others.length, 2);
  for (const other of others) assert.deepEqual(other, first);
  assert.equal(first!.psuUserAgent, "FirefoxX-Evil: 1");
});

test("P3: a bank that executes and drops the answer, a hundred times, has one payment for each link", async () => {
  const links = await Promise.all(Array.from({ length: 100 }, () => createLink(hub)));
  const before = hub.bank.payments.size;
  for (const _ of links) hub.bank.modes.push("drop_answer", "accept");
  const outcomes = await Promise.all(links.map(({ webId }) => pay(hub, webId)));
  for (let round = 0; round < 12 && hub.bank.modes.length > 0; round += 1) {
    hub.clock.advance(300_000);
    await hub.hub.drainDue();
  }
  hub.clock.advance(300_000);
  await hub.hub.drainDue();
  assert.equal(hub.bank.payments.size - before, links.length);
  for (const { kind } of outcomes) assert.ok(kind === "redirect" || kind === "pending", kind);
  for (const { linkId } of links) {
    const status = await statusOf(hub, linkId);
    assert.ok(status === "awaiting_authz" || status === "intent_accepted", status);
  }
});
