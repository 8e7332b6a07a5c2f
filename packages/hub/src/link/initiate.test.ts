// Proves the links that are handed to a bank when they are made: what they need, who may go on with them, what is told where.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { banks } from "../connector/banks/all.ts";
import type { HubError } from "../errors.ts";
import { goodLink, startFixture, type Fixture } from "../testing/fixture.ts";
import { bankSays, pay, statusOf, storyOf } from "../testing/pay.ts";
import { Payer } from "../web/testing/payer.ts";
import { lastAttemptOf } from "./attempt/store.ts";
import { chooseAgain } from "./choose.ts";
import { requireOneWay } from "./initiate.ts";
import { readOptions } from "./request/options.ts";

let hub: Fixture;
before(async () => {
  hub = await startFixture();
});
after(() => hub.close());

const client = { redirectUrls: [], webhookUrls: [] };
const debtor = { iban: "RO03RZBR0000069999999999" };

function bodyOf(type: string, change: { intent?: object; options?: object; method?: object } = {}) {
  return {
    payment_intent: { ...goodLink().payment_intent, debtor, ...change.intent },
    options: { type, ...change.options },
    ...(change.method === undefined ? {} : { payment_method: change.method }),
  };
}

const create = (type: string, change = {}, headers: Record<string, string> = {}, path = "/test/links/create") =>
  hub.post(path, bodyOf(type, change), headers);

test("a link that is initiated when it is made needs the payer's account and exactly one method", async () => {
  const links = await hub.count("link");
  for (const type of ["wrapped_sca", "redirect_sca"]) {
    const cases = [
      [{ intent: { debtor: undefined } }, "method_selection_error", "payment_intent.debtor.iban"],
      [{ intent: { debtor: { name: "Ana" } } }, "method_selection_error", "payment_intent.debtor.iban"],
      [{ method: { payment_scheme: ["instant"] } }, "method_selection_error", "payment_method.payment_scheme"],
      [{ method: { provider_id: "bt_ro" } }, "method_selection_error", "payment_method.provider_id"],
      [{ options: { max_completions: 2 } }, "validation_error", "options.max_completions"],
      [{ options: { user_editable: true } }, "validation_error", "options.user_editable"],
    ] as const;
    for (const [change, code, path] of cases) {
      const { status, body } = await create(type, change);
      assert.deepEqual([status, body.code, body.errors?.[0].path], [400, code, path], JSON.stringify(change));
    }
  }
  assert.equal(await hub.count("link"), links);
});

test("two methods of the account's bank are one too many, and one of them is enough", () => {
  const { bank } = banks.find((one) => one.bank.paymentMethods.length > 1)!;
  const options = readOptions({ type: "wrapped_sca" }, client, "test");
  const choose = (count: number) =>
    requireOneWay(options, debtor.iban, [{ bank, methods: bank.paymentMethods.slice(0, count) }]);
  assert.throws(
    () => choose(2),
    (error: HubError) => error.code === "method_selection_error" && error.errors?.[0]?.path === "payment_method",
  );
  choose(1);
});

test("direct_sca is refused while the client has no certificate on file", async () => {
  for (const path of ["/test/v1/links/create", "/test/v2/links/create"]) {
    const { status, body } = await create("direct_sca", {}, {}, path);
    assert.deepEqual([status, body.code, body.errors[0].path], [400, "method_selection_error", "options.type"]);
  }
});

test("wrapped: the bank has the payment before the payer comes, who goes on there from any device", async () => {
  const { status, body: link } = await create("wrapped_sca");
  assert.equal(status, 200, JSON.stringify(link));
  await hub.hub.drainDue();
  const { link_id: linkId, web_id: webId } = link;
  assert.equal(link.web_url, `http://localhost:4000/pay/${webId}`);
  assert.equal(await statusOf(hub, linkId), "intent_accepted");
  assert.equal(hub.bank.initiations.at(-1)!.payment.debtorIban, debtor.iban);
  const payments = hub.bank.payments.size;
  const path = `/pay/${webId}`;
  const [desktop, phone] = [new Payer(hub), new Payer(hub)];
  for (const payer of [desktop, phone]) {
    assert.equal((await payer.get(path)).code, "confirm");
    assert.doesNotMatch(payer.page, /choose=1|RO03RZBR0000069999999999/);
    assert.equal((await payer.get(`${path}?choose=1&bank=bt_ro`)).code, "confirm");
    assert.match(payer.page, /name="bank" value="rzb_ro"/);
    assert.equal((await payer.submit(path)).location, `${path}/go`);
    assert.match((await payer.get(`${path}/go`)).text, /https:\/\/bank\.test\/sca\//);
  }
  assert.equal(hub.bank.payments.size, payments, "one payment, whichever device goes on");
  const attempt = (await lastAttemptOf(hub.deps.db, linkId))!;
  bankSays(hub, attempt, "ACSC");
  assert.equal((await desktop.get(`${path}/return/${attempt.return_state}`)).code, "other_device");
  assert.equal((await phone.get(`${path}/return/${attempt.return_state}`)).location, path);
  assert.equal((await phone.get(path)).code, "paid");
  assert.deepEqual(await storyOf(hub, linkId), [
    "created",
    "requested",
    "intent_accepted",
    "awaiting_authz",
    "received",
    "completed",
  ]);
});

test("wrapped: the payer cannot change the bank; a failure is the end; both may still cancel before", async () => {
  const { body: link } = await create("wrapped_sca");
  await hub.hub.drainDue();
  assert.equal((await chooseAgain(hub.deps, { webId: link.web_id })).kind, "cannot_leave");
  assert.equal((await pay(hub, link.web_id, { providerId: "bt_ro", takeOver: true })).kind, "not_offered");
  const attempt = (await lastAttemptOf(hub.deps.db, link.link_id))!;
  bankSays(hub, attempt, "RJCT");
  hub.clock.advance(2_000);
  await hub.hub.drainDue();
  assert.equal(await statusOf(hub, link.link_id), "failed");
  assert.equal((await pay(hub, link.web_id)).kind, "ended");
  const payer = new Payer(hub);
  await payer.get(`/pay/${link.web_id}?choose=1`);
  assert.doesNotMatch(payer.page, /<form[^>]*method="post"/);
  assert.equal((await hub.post("/test/links/cancel", { link_id: link.link_id })).body.code, "link_not_cancellable");

  const { body: second } = await create("wrapped_sca");
  await hub.hub.drainDue();
  const cancelled = await hub.post("/test/links/cancel", { link_id: second.link_id });
  assert.equal(cancelled.body.status, "revoked");
  const ended = (await lastAttemptOf(hub.deps.db, second.link_id))!;
  assert.equal(ended.transaction_status, "CANC");
});

test("redirect: the bank's address is the answer's alone; the bank returns to the hosted page", async () => {
  const { status, body: link } = await create("redirect_sca", {}, { "idempotency-key": "redirect-1" });
  assert.equal(status, 200, JSON.stringify(link));
  assert.match(link.web_url, /^https:\/\/bank\.test\/sca\//);
  for (const version of ["", "/v1", "/v2"]) {
    const { body } = await hub.post(`/test${version}/links/get`, { link_id: link.link_id });
    assert.deepEqual([body.web_url, body.status], [null, "intent_accepted"]);
    const list = await hub.post(`/test${version}/links/list`, {});
    assert.equal(list.body.links.find((one: any) => one.link_id === link.link_id).web_url, null);
  }
  const stored = await hub.deps.db.selectFrom("idempotency").selectAll().execute();
  assert.ok(!JSON.stringify(stored).includes(link.web_url), "no answer is stored with the bank's address");
  const path = `/pay/${link.web_id}`;
  const stranger = new Payer(hub);
  assert.equal((await stranger.get(path)).code, "other_device");
  assert.doesNotMatch(stranger.page, /bank\.test|<form[^>]*method="post"/);
  assert.equal((await stranger.get(`${path}/go`)).location, path);

  const attempt = (await lastAttemptOf(hub.deps.db, link.link_id))!;
  bankSays(hub, attempt, "ACSC");
  const payer = new Payer(hub);
  assert.equal((await payer.get(`${path}/return/${attempt.return_state}`)).location, path);
  assert.equal((await payer.get(path)).code, "paid");
  assert.equal((await stranger.get(`${path}/return/${attempt.return_state}`)).code, "other_device");
  assert.deepEqual((await storyOf(hub, link.link_id)).slice(-3), ["awaiting_authz", "received", "completed"]);
});

test("fifty creates of one redirect link with one key make one payment and all tell its address", async () => {
  const payments = hub.bank.payments.size;
  const answers = await Promise.all(
    Array.from({ length: 50 }, async () => {
      for (;;) {
        const answer = await create("redirect_sca", {}, { "idempotency-key": "redirect-50" });
        if (answer.status !== 409 && answer.status !== 503) return answer;
      }
    }),
  );
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(new Set(answers.map(({ body }) => body.web_url)).size, 1);
  assert.equal(hub.bank.payments.size, payments + 1);
});

test("redirect: a refusal is told with its link; a lost answer is asked for again with the same key", async () => {
  hub.bank.modes.push("refuse");
  const refused = await create("redirect_sca");
  assert.deepEqual([refused.status, refused.body.code], [400, "unprocessable_entity"]);
  const [, linkId] = /\(link ([0-9a-f-]{36})\)/.exec(refused.body.message)!;
  assert.equal((await hub.post("/test/links/get", { link_id: linkId })).body.status, "failed");

  const payments = hub.bank.payments.size;
  hub.bank.modes.push("drop_answer", "drop_answer");
  const headers = { "idempotency-key": "redirect-lost" };
  const lost = await create("redirect_sca", {}, headers);
  assert.deepEqual([lost.status, lost.body.code], [503, "internal_error"]);
  assert.ok(Number(lost.headers.get("retry-after")) > 0);
  const again = await create("redirect_sca", {}, headers);
  assert.match(again.body.web_url, /^https:\/\/bank\.test\/sca\//);
  assert.equal(hub.bank.payments.size, payments + 1);
});
