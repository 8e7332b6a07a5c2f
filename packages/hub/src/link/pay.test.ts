// Proves that a press of Pay begins one payment at one bank, however often and wherever it is pressed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startFixture, type Fixture } from "../testing/fixture.ts";
import { bankSays, createLink, pay, payerAtBank, statusOf, storyOf } from "../testing/pay.ts";
import { chooseAgain, chooseBank } from "./choose.ts";
import { openLink } from "./open.ts";
import { viewLink } from "./view.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

test("a link is paid: every status once, in order, each with its webhook", async () => {
  const link = await payerAtBank(hub);
  bankSays(hub, link.attempt, "ACTC");
  hub.clock.advance(2_000);
  await hub.hub.drainDue();
  assert.equal(await statusOf(hub, link.linkId), "submitted");
  bankSays(hub, link.attempt, "ACSC");
  hub.clock.advance(2_000);
  const story = ["created", "started", "requested", "intent_accepted", "awaiting_authz", "submitted", "completed"];
  assert.deepEqual(await storyOf(hub, link.linkId), story);
  const { body } = await hub.post("/test/links/get", { link_id: link.linkId });
  assert.equal(body.payment_method.payment_method_id, "domestic-ron-transfers");
  assert.equal(body.service_provider.bic, "RZBRROBU");
});

test("what the bank gets is the intent, in the SEPA set, with the debtor when there is one", async () => {
  const intent = {
    amount: "12.5",
    currency: "RON",
    creditor: { name: "Răboj & Fiii", iban: "RO10RZBR0000069999999970" },
    debtor: { iban: "RO03RZBR0000069999999999" },
    creditor_reference: "RF18539007547034",
    end_to_end_id: "E2E-1",
  };
  await payerAtBank(hub, { payment_intent: intent });
  assert.deepEqual(hub.bank.initiations.at(-1)!.payment, {
    product: "domestic-ron-transfers",
    amount: { amount: "12.50", currency: "RON" },
    creditor: { name: "Raboj + Fiii", iban: "RO10RZBR0000069999999970" },
    debtorIban: "RO03RZBR0000069999999999",
    endToEndId: "E2E-1",
    creditorReference: "RF18539007547034",
  });
});

test("P10: a hundred presses in many browsers begin one payment", async () => {
  const { linkId, webId } = await createLink(hub);
  await openLink(hub.deps, { webId });
  const before = hub.bank.payments.size + hub.otherBank.payments.size;
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      pay(hub, webId, { browserId: `browser-${index % 4}`, providerId: index % 3 === 0 ? "bt_ro" : "rzb_ro" }),
    ),
  );
  const open = await hub.deps.db.selectFrom("attempt").selectAll().where("link_id", "=", linkId).execute();
  assert.equal(open.filter(({ state }) => state !== "closed").length, 1);
  const ended = open.filter(({ state }) => state === "closed");
  assert.equal(hub.bank.payments.size + hub.otherBank.payments.size - before, open.length);
  // A payment that was left for another bank was deleted there first.
  for (const attempt of ended) assert.equal(attempt.closed_reason, "CANC");
  const kinds = new Set(outcomes.map(({ kind }) => kind));
  for (const kind of kinds) assert.ok(["redirect", "pending", "elsewhere"].includes(kind), kind);
  await storyOf(hub, linkId);
});

test("a second tab of the same browser is sent to the same page of the bank", async () => {
  const link = await payerAtBank(hub);
  const again = await pay(hub, link.webId);
  assert.deepEqual(again, { kind: "redirect", url: link.attempt.continue_url });
  assert.deepEqual((await storyOf(hub, link.linkId)).length, 5);
});

test("another browser is told, and goes on only when it takes over; the first payment is deleted before", async () => {
  const link = await payerAtBank(hub);
  assert.deepEqual(await pay(hub, link.webId, { browserId: "phone" }), { kind: "elsewhere" });
  const view = await viewLink(hub.deps, { webId: link.webId, browserId: "phone" });
  assert.equal(view!.attempt!.startedHere, false);
  assert.equal(view!.attempt!.continueUrl, undefined);
  const taken = await pay(hub, link.webId, { browserId: "phone", takeOver: true });
  assert.equal(taken.kind, "redirect");
  assert.equal(hub.bank.payments.get(link.attempt.bank_request_id)!.status, "CANC");
  assert.deepEqual((await storyOf(hub, link.linkId)).slice(4), [
    "awaiting_authz",
    "failed",
    "started",
    "requested",
    "intent_accepted",
    "awaiting_authz",
  ]);
});

test("P10: choosing another bank deletes the first payment; where the bank refuses that, it cannot be left", async () => {
  const link = await payerAtBank(hub);
  const moved = await pay(hub, link.webId, { providerId: "bt_ro" });
  assert.equal(moved.kind, "redirect");
  assert.equal(hub.bank.payments.get(link.attempt.bank_request_id)!.status, "CANC");

  const kept = await payerAtBank(hub);
  bankSays(hub, kept.attempt, "ACTC");
  const before = hub.otherBank.payments.size;
  assert.deepEqual(await pay(hub, kept.webId, { providerId: "bt_ro" }), { kind: "cannot_leave", status: "submitted" });
  assert.equal(hub.otherBank.payments.size, before);
  assert.deepEqual(await pay(hub, kept.webId, { providerId: "bt_ro" }), { kind: "ended", status: "submitted" });
});

test("after a failure the same link is paid again: failed, started, requested", async () => {
  const link = await payerAtBank(hub);
  bankSays(hub, link.attempt, "RJCT");
  hub.clock.advance(2_000);
  await hub.hub.drainDue();
  const { body } = await hub.post("/test/links/get", { link_id: link.linkId });
  assert.equal(body.status, "failed");
  assert.equal(body.failure.code, "rejected_by_bank");
  assert.equal((await viewLink(hub.deps, { webId: link.webId }))!.can.pay, true);
  assert.deepEqual(await chooseAgain(hub.deps, { webId: link.webId }), { kind: "ready" });
  assert.equal(await statusOf(hub, link.linkId), "started");
  assert.equal((await pay(hub, link.webId)).kind, "redirect");
});

test("an expired link is not paid; a link whose payment is live does not expire", async () => {
  const idle = await createLink(hub, { options: { expires_in: 60 } });
  const live = await payerAtBank(hub, { options: { expires_in: 60 } });
  hub.clock.advance(61_000);
  assert.deepEqual(await pay(hub, idle.webId), { kind: "expired" });
  assert.equal((await viewLink(hub.deps, { webId: idle.webId }))!.isExpired, true);
  assert.equal((await pay(hub, live.webId)).kind, "redirect");
  assert.equal((await viewLink(hub.deps, { webId: live.webId }))!.isExpired, false);
  bankSays(hub, live.attempt, "RJCT");
  hub.clock.advance(5_000);
  await hub.hub.drainDue();
  assert.deepEqual(await pay(hub, live.webId), { kind: "expired" });
  assert.equal((await hub.post("/test/links/get", { link_id: live.linkId })).body.is_expired, true);
});

test("the bank's refusal fails the link and says why; a bank that is down lets the payer choose again", async () => {
  for (const [mode, code] of [
    ["refuse", "refused_by_bank"],
    ["down", "bank_unavailable"],
  ] as const) {
    const { linkId, webId } = await createLink(hub);
    hub.bank.modes.push(mode);
    const outcome = await pay(hub, webId);
    assert.equal(outcome.kind, "failed");
    assert.equal(outcome.kind === "failed" && outcome.failure.code, code);
    assert.deepEqual(await storyOf(hub, linkId), ["created", "started", "requested", "failed"]);
    assert.equal((await pay(hub, webId, { providerId: "bt_ro" })).kind, "redirect");
  }
});

test("a payment that the bank executes without asking is settled at once", async () => {
  const { linkId, webId } = await createLink(hub);
  hub.bank.modes.push("exempt");
  assert.deepEqual(await pay(hub, webId), { kind: "settled", status: "completed" });
  assert.deepEqual(await storyOf(hub, linkId), ["created", "started", "requested", "completed"]);
});

test("only what the link offers can be chosen, and what the merchant fixed stands", async () => {
  const { webId } = await createLink(hub, { payment_method: { provider_id: "bt_ro" } });
  assert.deepEqual(await pay(hub, webId), { kind: "not_offered" });
  assert.deepEqual(await chooseBank(hub.deps, { webId, providerId: "rzb_ro" }), { kind: "not_offered" });
  assert.deepEqual(await pay(hub, webId, { providerId: "bt_ro", paymentMethodId: "sepa-credit-transfers" }), {
    kind: "not_offered",
  });
  const wrong = await pay(hub, webId, { providerId: "bt_ro", debtorIban: "RO00" });
  assert.deepEqual(wrong, { kind: "invalid_input", errors: [{ path: "debtor.iban", code: "invalid" }] });
  const typed = await pay(hub, webId, { providerId: "bt_ro", debtorIban: " ro62 btrl ronc rt0v 2345 6701 " });
  assert.equal(typed.kind, "redirect");
  assert.equal(hub.otherBank.initiations.at(-1)!.payment.debtorIban, "RO62BTRLRONCRT0V23456701");
});

test("B6: ids that nobody has, of any form, are unknown", async () => {
  for (const webId of ["x", "a".repeat(24), "../../etc", "a\u0000".repeat(12), "'; drop table link; --xxxxx"]) {
    assert.deepEqual(await openLink(hub.deps, { webId }), { kind: "unknown" });
    assert.deepEqual(await pay(hub, webId), { kind: "unknown" });
  }
});
