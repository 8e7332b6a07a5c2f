// Proves that a link with `max_completions` is paid as often as it says and not once more, one payment after the other.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startFixture, type Fixture } from "../testing/fixture.ts";
import { bankSays, createLink, pay, statusOf, storyOf } from "../testing/pay.ts";
import { Payer } from "../web/testing/payer.ts";
import { openAttemptOf } from "./attempt/store.ts";
import { cancelByPayer } from "./cancel.ts";
import { chooseAgain } from "./choose.ts";
import { openLink } from "./open.ts";
import { returnFromBank } from "./return.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

const several = (most: number) => createLink(hub, { options: { max_completions: most } });

/** The bank has executed the payment under way, and the hub has heard of it from the returning payer. */
async function execute(linkId: string, webId: string): Promise<void> {
  const open = await openAttemptOf(hub.deps.db, linkId);
  bankSays(hub, open!, "ACSC");
  await returnFromBank(hub.deps, { webId, state: open!.return_state });
}

test("fifty payers at a time make exactly three payments of a link for three, each with its own event", async () => {
  const { linkId, webId } = await several(3);
  await openLink(hub.deps, { webId });
  const before = hub.bank.payments.size;
  const payers = Array.from({ length: 50 }, (_, index) => `payer-${index}`);
  const ends: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    const outcomes = await Promise.all(payers.map((browserId) => pay(hub, webId, { browserId })));
    const kinds = outcomes.map(({ kind }) => kind);
    if (round >= 3) {
      assert.deepEqual(new Set(kinds), new Set(["ended"]));
      continue;
    }
    assert.equal(kinds.filter((kind) => kind === "redirect").length, 1, `round ${round}`);
    for (const kind of kinds) assert.ok(["redirect", "elsewhere"].includes(kind), kind);
    assert.equal(hub.bank.payments.size - before, round + 1);
    await execute(linkId, webId);
    ends.push(await statusOf(hub, linkId));
  }
  assert.deepEqual(ends, ["completed", "completed", "completed"]);
  assert.equal(hub.bank.payments.size - before, 3);
  const one = ["requested", "intent_accepted", "awaiting_authz", "received", "completed"];
  assert.deepEqual(await storyOf(hub, linkId), ["created", "started", ...one, "started", ...one, "started", ...one]);
  const { body } = await hub.post("/test/links/get", { link_id: linkId });
  assert.equal(body.completions, 3);
  assert.equal(body.max_completions, 3);
  assert.deepEqual(
    body.payments.map(({ status, payment_method: { provider_id: bank } }: any) => [status, bank]),
    Array.from({ length: 3 }, () => ["completed", "rzb_ro"]),
  );
  assert.equal(new Set(body.payments.map((payment: any) => payment.payment_id)).size, 3);
  const { body: v1 } = await hub.post("/test/v1/links/get", { link_id: linkId });
  assert.equal(v1.payments.length, 3);
});

test("fifty payers of a bank that wants no authorisation make exactly three payments in one rush", async () => {
  const { linkId, webId } = await several(3);
  hub.bank.modes.push("exempt", "exempt", "exempt", "exempt", "exempt");
  const before = hub.bank.payments.size;
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      for (;;) {
        const outcome = await pay(hub, webId, { browserId: `rush-${index}` });
        if (outcome.kind !== "elsewhere" && outcome.kind !== "pending") return outcome.kind;
      }
    }),
  );
  hub.bank.modes.length = 0;
  assert.equal(outcomes.filter((kind) => kind === "settled").length, 3);
  assert.equal(outcomes.filter((kind) => kind === "ended").length, 47);
  assert.equal(hub.bank.payments.size - before, 3);
  assert.equal(await statusOf(hub, linkId), "completed");
});

test("a payment that fails is not counted, and the next payer goes on", async () => {
  const { linkId, webId } = await several(2);
  hub.bank.modes.push("refuse");
  assert.equal((await pay(hub, webId, { browserId: "poor" })).kind, "failed");
  assert.equal((await pay(hub, webId, { browserId: "rich" })).kind, "redirect");
  await execute(linkId, webId);
  const { body } = await hub.post("/test/links/get", { link_id: linkId });
  assert.equal(body.completions, 1);
  assert.deepEqual(
    body.payments.map(({ status }: any) => status),
    ["completed", "failed"],
  );
  assert.equal((await pay(hub, webId, { browserId: "poor" })).kind, "redirect");
});

test("nobody gives up another payer's payment, takes it over, or ends the link for all", async () => {
  const { linkId, webId } = await several(2);
  assert.equal((await pay(hub, webId, { browserId: "first" })).kind, "redirect");
  assert.equal((await pay(hub, webId, { browserId: "second", takeOver: true })).kind, "elsewhere");
  assert.equal((await chooseAgain(hub.deps, { webId, browserId: "second" })).kind, "cannot_leave");
  assert.equal((await chooseAgain(hub.deps, { webId })).kind, "cannot_leave");
  assert.equal((await cancelByPayer(hub.deps, { webId })).kind, "not_cancellable");
  assert.equal(await statusOf(hub, linkId), "awaiting_authz");
  assert.equal((await chooseAgain(hub.deps, { webId, browserId: "first" })).kind, "ready");
  assert.equal((await pay(hub, webId, { browserId: "second" })).kind, "redirect");
});

test("the client cancels what is left; a used-up link is not cancellable", async () => {
  const left = await several(2);
  await pay(hub, left.webId);
  await execute(left.linkId, left.webId);
  const { status, body } = await hub.post("/test/links/cancel", { link_id: left.linkId });
  assert.equal(status, 200);
  assert.equal(body.status, "revoked");
  assert.deepEqual([body.completions, body.payments[0].status], [1, "completed"]);
  assert.equal((await pay(hub, left.webId, { browserId: "late" })).kind, "ended");

  const used = await several(2);
  for (const browserId of ["one", "two"]) {
    await pay(hub, used.webId, { browserId });
    await execute(used.linkId, used.webId);
  }
  assert.equal((await hub.post("/test/links/cancel", { link_id: used.linkId })).body.code, "link_not_cancellable");
});

test("an expired link takes no further payment, but the one under way ends", async () => {
  const { linkId, webId } = await createLink(hub, { options: { max_completions: 5, expires_in: 60 } });
  await pay(hub, webId, { browserId: "in time" });
  hub.clock.advance(61_000);
  assert.equal((await pay(hub, webId, { browserId: "too late" })).kind, "elsewhere");
  await execute(linkId, webId);
  assert.equal(await statusOf(hub, linkId), "completed");
  assert.equal((await pay(hub, webId, { browserId: "too late" })).kind, "expired");
});

test("the page says whose turn it is, thanks the payer, offers another payment, and says when all are made", async () => {
  const { linkId, webId } = await several(2);
  const path = `/pay/${webId}`;
  const [first, second] = [new Payer(hub), new Payer(hub)];
  assert.equal((await first.get(path)).code, "choose_bank");
  await first.get(`${path}?bank=rzb_ro`);
  assert.equal((await first.submit(path)).location, `${path}/go`);
  assert.equal((await second.get(path)).code, "busy");
  assert.doesNotMatch(second.page, /\/leave|\/cancel/);
  await execute(linkId, webId);
  assert.equal((await first.get(path)).code, "paid");
  assert.match(first.page, /choose=1/);
  assert.equal((await second.get(path)).code, "choose_bank");
  await second.get(`${path}?bank=rzb_ro`);
  await second.submit(path);
  assert.equal((await first.get(path)).code, "paid", "the first payer's page still says that they paid");
  await execute(linkId, webId);
  assert.equal((await second.get(path)).code, "paid");
  assert.doesNotMatch(second.page, /choose=1/);
  assert.equal((await new Payer(hub).get(path)).code, "used_up");
});
