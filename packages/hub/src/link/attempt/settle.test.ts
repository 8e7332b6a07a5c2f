// Proves that a bank's word reaches the link once, and that of an ended payment never.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startFixture, type Fixture } from "../../testing/fixture.ts";
import { pay, payerAtBank, statusOf, storyOf } from "../../testing/pay.ts";
import { moveLink } from "../move.ts";
import { returnFromBank } from "../return.ts";
import { lockLink } from "../store.ts";
import { settleAttempt } from "./settle.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

test("P11: a hundred callers bring the same word, one transition comes of it", async () => {
  const link = await payerAtBank(hub);
  const words = Array.from({ length: 100 }, () => settleAttempt(hub.deps, link.attempt.attempt_id, { status: "ACSP" }));
  for (const settled of await Promise.all(words)) assert.deepEqual(settled, { linkStatus: "submitted", closed: false });
  assert.equal((await storyOf(hub, link.linkId)).filter((status) => status === "submitted").length, 1);
});

test("P10, P13: words of all kinds at a time end in one status that the table allows", async () => {
  const link = await payerAtBank(hub);
  const words = ["RCVD", "ACTC", "ACSP", "PDNG", "ACSC", "ACCC", "PATC"] as const;
  const many = Array.from({ length: 10 }, () => words).flat();
  await Promise.all(many.map((status) => settleAttempt(hub.deps, link.attempt.attempt_id, { status })));
  assert.equal(await statusOf(hub, link.linkId), "completed");
  const story = (await storyOf(hub, link.linkId)).slice(5);
  assert.ok(story.length === 1 || (story.length === 2 && story[0] === "submitted"), story.join());
});

test("P10: an ended payment that its bank executes all the same does not pay the link, and raises an alarm", async () => {
  const link = await payerAtBank(hub);
  assert.equal((await pay(hub, link.webId, { providerId: "bt_ro" })).kind, "redirect");
  const alarms: string[] = [];
  const deps = { ...hub.deps, log: { ...hub.deps.log, error: (event: string) => void alarms.push(event) } };
  await settleAttempt(deps, link.attempt.attempt_id, { status: "ACSC" });
  assert.equal(await statusOf(hub, link.linkId), "awaiting_authz");
  assert.deepEqual(alarms, ["ended_payment_moved"]);
  const late = { webId: link.webId, state: link.attempt.return_state, browserId: "browser-1" };
  assert.deepEqual(await returnFromBank(hub.deps, late), { kind: "here" });
  assert.equal(await statusOf(hub, link.linkId), "awaiting_authz");
});

test("a forbidden move and a stale one throw, and store neither status nor event nor webhook", async () => {
  const link = await payerAtBank(hub);
  const story = await storyOf(hub, link.linkId);
  const row = await hub.deps.db.transaction().execute((tx) => lockLink(tx, link.linkId));
  const move = (stale: typeof row, to: "completed" | "created") =>
    hub.deps.db.transaction().execute((tx) => moveLink(tx, hub.deps, stale, { to }));
  await assert.rejects(move(row, "created"), /does not move/);
  await assert.rejects(move({ ...row, sequence: row.sequence - 1 }, "completed"), /without its lock/);
  await assert.rejects(move({ ...row, status: "submitted" }, "completed"), /without its lock/);
  assert.deepEqual(await storyOf(hub, link.linkId), story);
});
