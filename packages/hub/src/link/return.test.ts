// Proves that coming back from the bank carries no authority: the bank is asked, and any order of returns ends alike.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startFixture, type Fixture } from "../testing/fixture.ts";
import { bankSays, createLink, pay, payerAtBank, statusOf, storyOf } from "../testing/pay.ts";
import { lastAttemptOf } from "./attempt/store.ts";
import { returnFromBank } from "./return.ts";
import { viewLink } from "./view.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

test("the payer comes back before the bank has decided: received, and the poller finds the end", async () => {
  const link = await payerAtBank(hub);
  const input = { webId: link.webId, state: link.attempt.return_state, browserId: "browser-1" };
  assert.deepEqual(await returnFromBank(hub.deps, input), { kind: "here" });
  assert.equal(await statusOf(hub, link.linkId), "received");
  const view = await viewLink(hub.deps, { webId: link.webId, browserId: "browser-1" });
  assert.equal(view!.can.resume, true);
  assert.equal((await pay(hub, link.webId)).kind, "redirect");
  assert.equal(await statusOf(hub, link.linkId), "awaiting_authz");
  bankSays(hub, link.attempt, "ACSC");
  hub.clock.advance(2_000);
  const story = ["created", "started", "requested", "intent_accepted", "awaiting_authz", "received", "awaiting_authz"];
  assert.deepEqual(await storyOf(hub, link.linkId), [...story, "completed"]);
});

test("P11: fifty returns at a time, in two browsers, beside the poller: one transition each", async () => {
  const link = await payerAtBank(hub);
  bankSays(hub, link.attempt, "ACSC");
  hub.clock.advance(2_000);
  const outcomes = await Promise.all([
    ...Array.from({ length: 50 }, (_, index) =>
      returnFromBank(hub.deps, {
        webId: link.webId,
        state: link.attempt.return_state,
        ...(index % 2 === 0 ? { browserId: "browser-1" } : {}),
      }),
    ),
    hub.hub.drainDue(),
  ]);
  assert.equal(outcomes.filter((outcome) => outcome?.kind === "here").length, 25);
  assert.equal(outcomes.filter((outcome) => outcome?.kind === "elsewhere").length, 25);
  const story = await storyOf(hub, link.linkId);
  assert.deepEqual(
    story.filter((status) => status !== "received"),
    ["created", "started", "requested", "intent_accepted", "awaiting_authz", "completed"],
  );
  assert.ok(story.filter((status) => status === "received").length <= 1);
});

test("P11: a return before the bank's answer to the initiation changes nothing", async () => {
  const { linkId, webId } = await createLink(hub);
  hub.bank.modes.push("drop_answer", "drop_answer");
  assert.deepEqual(await pay(hub, webId), { kind: "pending" });
  const attempt = (await lastAttemptOf(hub.deps.db, linkId))!;
  const outcome = await returnFromBank(hub.deps, { webId, state: attempt.return_state, browserId: "browser-1" });
  assert.deepEqual(outcome, { kind: "here" });
  assert.equal(await statusOf(hub, linkId), "requested");
});

test("P12: a forged or foreign state is unknown, moves nothing and asks no bank", async () => {
  const link = await payerAtBank(hub);
  const another = await payerAtBank(hub);
  const calls = hub.bank.statusCalls;
  for (const state of [
    "",
    "x",
    "a".repeat(43),
    another.attempt.return_state,
    "\u0000".repeat(43),
    "a".repeat(10_000),
  ]) {
    assert.deepEqual(await returnFromBank(hub.deps, { webId: link.webId, state, browserId: "browser-1" }), {
      kind: "unknown",
    });
  }
  assert.equal(await statusOf(hub, link.linkId), "awaiting_authz");
  assert.equal(hub.bank.statusCalls, calls);
});

test("P12: the bank's word counts, not the return: a return without authorisation leaves the link unpaid", async () => {
  const link = await payerAtBank(hub);
  hub.bank.statusAvailable = false;
  await returnFromBank(hub.deps, { webId: link.webId, state: link.attempt.return_state, browserId: "browser-1" });
  assert.equal(await statusOf(hub, link.linkId), "received");
  hub.bank.statusAvailable = true;
  bankSays(hub, link.attempt, "RJCT");
  await returnFromBank(hub.deps, { webId: link.webId, state: link.attempt.return_state, browserId: "browser-1" });
  assert.equal(await statusOf(hub, link.linkId), "failed");
});

test("P13: a bank whose answers go backwards is not followed", async () => {
  const link = await payerAtBank(hub);
  for (const status of ["ACTC", "RCVD", "ACSP", "PATC", "ACSC", "RCVD", "RJCT", "ACTC"] as const) {
    bankSays(hub, link.attempt, status);
    hub.clock.advance(2_000);
    await hub.hub.drainDue();
  }
  assert.deepEqual((await storyOf(hub, link.linkId)).slice(-2), ["submitted", "completed"]);
});

test("the poller asks quickly while the payer is away, then more and more rarely, and again quickly after a return", async () => {
  const link = await payerAtBank(hub);
  const calls = async (seconds: number) => {
    const before = hub.bank.statusCalls;
    for (let passed = 0; passed < seconds; passed += 1) {
      hub.clock.advance(1_000);
      await hub.hub.drainDue();
    }
    return hub.bank.statusCalls - before;
  };
  const others = await hub.deps.db
    .updateTable("attempt")
    .set({ state: "closed", closed_at: hub.clock.now() })
    .where("state", "=", "live")
    .where("attempt_id", "<>", link.attempt.attempt_id)
    .execute();
  assert.ok(others.length > 0);
  await hub.hub.drainDue();
  assert.ok(Math.abs((await calls(20)) - 10) <= 1);
  hub.clock.advance(40 * 60_000);
  await hub.hub.drainDue();
  assert.ok((await calls(20)) <= 1);
  await returnFromBank(hub.deps, { webId: link.webId, state: link.attempt.return_state, browserId: "browser-1" });
  assert.ok((await calls(20)) >= 9);
});

test("S11: the bank's confirmation code is handed on for the browser that began, and for no other", async () => {
  hub.bank.confirmationCode = "right";
  try {
    const link = await payerAtBank(hub);
    const back = { webId: link.webId, state: link.attempt.return_state, confirmationCode: "right" };
    hub.bank.confirmations.length = 0;
    assert.deepEqual(await returnFromBank(hub.deps, { ...back, browserId: "another" }), { kind: "elsewhere" });
    assert.deepEqual(await returnFromBank(hub.deps, back), { kind: "elsewhere" });
    assert.deepEqual(hub.bank.confirmations, []);
    assert.equal(await statusOf(hub, link.linkId), "received");
    assert.deepEqual(await returnFromBank(hub.deps, { ...back, browserId: "browser-1" }), { kind: "here" });
    assert.deepEqual(hub.bank.confirmations, ["right"]);
    assert.equal(await statusOf(hub, link.linkId), "completed");
  } finally {
    hub.bank.confirmationCode = undefined;
  }
});

test("a code for a bank that wants none is not handed on", async () => {
  const link = await payerAtBank(hub);
  hub.bank.confirmations.length = 0;
  await returnFromBank(hub.deps, {
    webId: link.webId,
    state: link.attempt.return_state,
    browserId: "browser-1",
    confirmationCode: "right",
  });
  assert.deepEqual(hub.bank.confirmations, []);
});
