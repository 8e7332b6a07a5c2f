// Proves that a link is cancelled only when no bank can execute it any more.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startFixture, type Fixture } from "../testing/fixture.ts";
import { bankSays, createLink, pay, payerAtBank, statusOf, storyOf } from "../testing/pay.ts";
import { cancelByPayer } from "./cancel.ts";
import { openLink } from "./open.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

const cancel = (linkId: string) => hub.post("/test/links/cancel", { link_id: linkId });

test("created and started links are revoked, twice is once", async () => {
  for (const opened of [false, true]) {
    const { linkId, webId } = await createLink(hub);
    if (opened) await openLink(hub.deps, { webId });
    const answer = await cancel(linkId);
    assert.equal(answer.status, 200);
    assert.equal(answer.body.status, "revoked");
    assert.equal((await cancel(linkId)).body.status, "revoked");
    assert.equal((await storyOf(hub, linkId)).filter((status) => status === "revoked").length, 1);
    assert.deepEqual(await pay(hub, webId), { kind: "ended", status: "revoked" });
  }
});

test("a payment at a bank is deleted there first", async () => {
  const link = await payerAtBank(hub);
  assert.equal((await cancel(link.linkId)).body.status, "revoked");
  assert.equal(hub.bank.payments.get(link.attempt.bank_request_id)!.status, "CANC");
  hub.clock.advance(60_000);
  assert.deepEqual((await storyOf(hub, link.linkId)).slice(-2), ["awaiting_authz", "revoked"]);
});

test("the bank's refusal is link_not_cancellable, and the payment goes on as if nobody had asked", async () => {
  const link = await payerAtBank(hub);
  bankSays(hub, link.attempt, "ACTC");
  const answer = await cancel(link.linkId);
  assert.equal(answer.status, 400);
  assert.equal(answer.body.code, "link_not_cancellable");
  assert.equal(await statusOf(hub, link.linkId), "submitted");
  bankSays(hub, link.attempt, "RJCT");
  hub.clock.advance(5_000);
  await hub.hub.drainDue();
  assert.equal(await statusOf(hub, link.linkId), "failed");

  const kept = await payerAtBank(hub);
  hub.bank.cancelAnswer = "refused";
  assert.equal((await cancel(kept.linkId)).body.code, "link_not_cancellable");
  hub.bank.cancelAnswer = "cancelled";
  assert.equal(await statusOf(hub, kept.linkId), "awaiting_authz");
  bankSays(hub, kept.attempt, "RJCT");
  hub.clock.advance(5_000);
  await hub.hub.drainDue();
  assert.equal(await statusOf(hub, kept.linkId), "failed");
});

test("P4: a deletion whose answer was lost still revokes the link, whichever end the bank reports", async () => {
  for (const end of ["CANC", "RJCT"] as const) {
    const link = await payerAtBank(hub);
    hub.bank.cancelAnswer = "unknown";
    assert.equal((await cancel(link.linkId)).body.code, "link_not_cancellable");
    hub.bank.cancelAnswer = "cancelled";
    bankSays(hub, link.attempt, end);
    hub.clock.advance(5_000);
    assert.equal((await storyOf(hub, link.linkId)).at(-1), "revoked");
  }
});

test("P9: cancelling races with the bank's execution, fifty times: revoked and deleted, or executed", async () => {
  const links = await Promise.all(Array.from({ length: 50 }, () => payerAtBank(hub)));
  await Promise.all(
    links.map(async (link, index) => {
      const [answer] = await Promise.all([
        cancel(link.linkId),
        (async () => {
          await new Promise((resolve) => setImmediate(resolve));
          const payment = hub.bank.payments.get(link.attempt.bank_request_id)!;
          if (index % 2 === 0 && payment.status === "RCVD") payment.status = "ACSC";
        })(),
        cancelByPayer(hub.deps, { webId: link.webId }),
      ]);
      const { status } = hub.bank.payments.get(link.attempt.bank_request_id)!;
      hub.clock.advance(10);
      if (answer.status === 200) assert.equal(status, "CANC");
    }),
  );
  hub.clock.advance(60_000);
  await hub.hub.drainDue();
  for (const link of links) {
    const { status } = hub.bank.payments.get(link.attempt.bank_request_id)!;
    assert.equal(await statusOf(hub, link.linkId), status === "CANC" ? "revoked" : "completed");
  }
});

test("a failed link is cancelled for good; a completed one cannot be", async () => {
  const failed = await createLink(hub);
  hub.bank.modes.push("refuse");
  await pay(hub, failed.webId);
  assert.equal((await cancel(failed.linkId)).body.status, "revoked");
  const completed = await createLink(hub);
  hub.bank.modes.push("exempt");
  await pay(hub, completed.webId);
  assert.equal((await cancel(completed.linkId)).body.code, "link_not_cancellable");
  const asked = await createLink(hub);
  hub.bank.modes.push("lose_request", "lose_request");
  await pay(hub, asked.webId);
  assert.equal((await cancel(asked.linkId)).body.code, "link_not_cancellable");
});
