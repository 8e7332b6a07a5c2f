// Proves what becomes of a consent and its successor: which of the two goes on, and which ends.
import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal } from "../../testing/consent-bank.ts";
import { dayMs, hourMs, oldKey, openRenewalScene, type RenewalScene } from "../../testing/renewal-scene.ts";

async function renewed(): Promise<RenewalScene> {
  const at = openRenewalScene();
  await at.have("old", "2026-11-30");
  await at.open().run();
  at.events.length = 0;
  at.bank.calls.length = 0;
  return at;
}
const told = ({ events }: RenewalScene) =>
  events.map(({ consentId, from, to, reason }) => `${consentId} ${from} ${to} ${reason}`);
const newKey = { bank: "rzb_ro", consentId: "new-1" };

test("the old one is superseded when the new one is authorised, and ended at the bank; work under it stops", async () => {
  const at = await renewed();
  const lifecycle = at.lifecycle();
  const work = lifecycle.every(oldKey, hourMs, async () => {});
  await at.time.advance(0);
  at.bank.consents.get("new-1")!.status = "valid";
  await lifecycle.refresh(newKey);
  assert.deepEqual(told(at), ["new-1 created authorised status_at_bank", "old authorised superseded renewed"]);
  assert.equal(at.bank.consents.get("old")?.status, "terminatedByTpp");
  const reason = await work.ended;
  assert.deepEqual([reason?.state, reason?.successor], ["superseded", "new-1"]);
});

test("a bank that ends the old one by itself supersedes it, whoever is looked at first", async () => {
  for (const first of [oldKey, newKey]) {
    const at = await renewed();
    at.bank.consents.get("new-1")!.status = "valid";
    at.bank.consents.get("old")!.status = "terminatedByTpp";
    await at.lifecycle().refresh(first);
    assert.deepEqual(told(at), ["new-1 created authorised status_at_bank", "old authorised superseded renewed"]);
  }
});

test("where the application wants it, the old one stays at the bank", async () => {
  const at = await renewed();
  at.bank.consents.get("new-1")!.status = "valid";
  await at.lifecycle({ endSuperseded: false }).sweep();
  assert.deepEqual([(await at.get()).state, at.bank.consents.get("old")?.status], ["superseded", "valid"]);
});

test("where the bank does not end the old one, somebody is told", async () => {
  const at = await renewed();
  at.bank.consents.get("new-1")!.status = "valid";
  at.bank.failNext("deleteConsent", refusal({ status: 503 }));
  await at.lifecycle().sweep();
  assert.equal((await at.get()).state, "superseded");
  assert.deepEqual(
    at.failures.map(({ doing, final }) => [doing, final]),
    [["ending", true]],
  );
});

test("between the two moves a kill leaves the old one to the next sweep", async () => {
  const at = await renewed();
  const fresh = await at.get("new-1");
  await at.store.replace({ ...fresh, state: "authorised", version: fresh.version + 1 });
  at.bank.consents.get("new-1")!.status = "valid";
  await at.lifecycle().sweep();
  assert.deepEqual(told(at), ["old authorised superseded renewed"]);
});

for (const [status, state] of [
  ["rejected", "rejected"],
  ["expired", "expired"],
] as const) {
  test(`a successor that its PSU has ${status === "rejected" ? "refused" : "let run out"} is the last: the old one runs to its end`, async () => {
    const at = await renewed();
    at.bank.consents.get("new-1")!.status = status;
    await at.lifecycle().sweep();
    assert.deepEqual([(await at.get("new-1")).state, (await at.get()).state], [state, "authorised"]);
    assert.deepEqual(await at.open().run(), { renewed: [], refused: [], waiting: [] });
    await at.time.advance(7 * dayMs);
    await at.lifecycle().sweep();
    assert.equal((await at.get()).state, "expired");
  });

  test(`... and may be asked for again by name, by 50 at once for one new successor (${status})`, async () => {
    const at = await renewed();
    at.bank.consents.get("new-1")!.status = status;
    await at.lifecycle().sweep();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => at.open().renew(oldKey)));
    assert.equal(outcomes.filter(({ kind }) => kind === "renewed").length, 1);
    assert.deepEqual([at.bank.created.length, (await at.get()).renewal?.successor], [2, "new-2"]);
  });
}

test("a revoked consent takes its waiting successor with it, and one that is revoked meanwhile gets no notice", async () => {
  const at = await renewed();
  await at.lifecycle().revoke(oldKey);
  assert.deepEqual([(await at.get("new-1")).state, (await at.get()).state], ["revoked", "revoked"]);
  const other = openRenewalScene();
  await other.have("old", "2026-11-30");
  let broken = true;
  const notified: string[] = [];
  const job = other.open({
    notify: ({ noticeId }) => {
      if (broken) throw new Error("no mail");
      notified.push(noticeId);
    },
  });
  await job.run();
  broken = false;
  await other.lifecycle().revoke(oldKey);
  await other.time.advance(hourMs);
  assert.deepEqual([await job.run(), notified], [{ renewed: [], refused: [], waiting: [] }, []]);
});
