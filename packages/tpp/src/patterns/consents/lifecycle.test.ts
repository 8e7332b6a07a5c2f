// Proves how a consent comes to its end: by its date, by the bank's word, by the TPP; and that each move is told.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ConsentStore } from "@tallystick/tpp";
import { createScriptedBank, refusal } from "../../testing/consent-bank.ts";
import {
  authorisedScene,
  consentInput,
  consentKey,
  hourMs,
  movesOf,
  openLifecycleScene,
} from "../../testing/lifecycle-scene.ts";

describe("moves", () => {
  test("created, and authorised once the bank says so, until the day that the bank has made of it", async () => {
    const { bank, events, store, open } = openLifecycleScene();
    const lifecycle = open();
    const first = await lifecycle.track(consentInput);
    assert.deepEqual([first.state, first.links.scaRedirect], ["created", "https://bank.example/1"]);
    assert.equal((await lifecycle.refresh(consentKey))?.state, "created");
    bank.consents.get("c-1")!.status = "valid";
    const now = await lifecycle.refresh(consentKey);
    assert.deepEqual([now?.state, now?.validUntil], ["authorised", "2026-12-20"]);
    assert.deepEqual(movesOf(events), ["undefined created undefined", "created authorised status_at_bank"]);
    assert.equal(events[1]?.consent.user, "u-1");
    assert.deepEqual(
      await lifecycle.track({ ...consentInput, user: "other" }),
      await store.find(consentKey),
      "tracked already",
    );
    assert.equal(await lifecycle.refresh({ ...consentKey, consentId: "c-2" }), undefined);
  });

  test("a sweep ends what is over by its date without asking the bank, the last day included, in the zone's days", async () => {
    const { time, bank, events, open } = await authorisedScene();
    const lifecycle = open({ timeZone: "Europe/Bucharest" });
    bank.calls.length = 0;
    // 23:59:59 of the last day in Bucharest.
    await time.advance(new Date("2026-12-20T21:59:59Z").getTime() - time.clock.now().getTime());
    assert.deepEqual((await lifecycle.sweep()).moved, []);
    assert.deepEqual(bank.calls.splice(0), ["getConsentStatus c-1"]);
    await time.advance(1_000);
    const { moved, seen } = await lifecycle.sweep();
    assert.deepEqual([seen, moved[0]?.state], [1, "expired"]);
    assert.deepEqual(movesOf(events), ["authorised expired day_over"]);
    assert.deepEqual([bank.calls, (await lifecycle.sweep()).seen], [[], 0]);
  });

  for (const [status, expected] of [
    ["revokedByPsu", "authorised revoked status_at_bank"],
    ["terminatedByTpp", "authorised revoked status_at_bank"],
    ["expired", "authorised expired status_at_bank"],
    ["rejected", "authorised revoked status_at_bank"],
  ] as const) {
    test(`a sweep notices that the bank has ended it early: ${status}`, async () => {
      const { bank, events, lifecycle } = await authorisedScene();
      bank.consents.get("c-1")!.status = status;
      await lifecycle.sweep();
      assert.deepEqual(movesOf(events), [expected]);
    });
  }

  for (const [code, status, expected] of [
    ["CONSENT_UNKNOWN", 403, "authorised revoked unknown_at_bank"],
    ["RESOURCE_UNKNOWN", 404, "authorised revoked unknown_at_bank"],
    ["CONSENT_EXPIRED", 401, "authorised expired status_at_bank"],
    ["CERTIFICATE_EXPIRED", 401, undefined],
    ["SERVICE_BLOCKED", 403, undefined],
    ["unknown", 500, undefined],
  ] as const) {
    test(`${status} ${code} ${expected === undefined ? "says nothing of the consent" : "is its end"}`, async () => {
      const { bank, events, failures, lifecycle } = await authorisedScene();
      bank.failNext("getConsentStatus", refusal({ code, status }));
      const { failed } = await lifecycle.sweep();
      assert.deepEqual(movesOf(events), expected === undefined ? [] : [expected]);
      assert.equal(failed.length, expected === undefined ? 1 : 0);
      assert.deepEqual(
        failures.map(({ doing, final }) => [doing, final]),
        failed.map(() => ["sweep", false]),
      );
    });
  }

  test("one bank that fails does not keep the others from being looked at", async () => {
    const { bank, failures, lifecycle, open, events } = await authorisedScene();
    const other = createScriptedBank();
    other.consents.set("b-1", { status: "revokedByPsu", validUntil: "2026-12-20" });
    const both = open({ banks: { rzb_ro: bank, bt_ro: other } });
    await both.track({ ...consentInput, bank: "bt_ro", consentId: "b-1" });
    await both.track({ ...consentInput, bank: "gone", consentId: "g-1" });
    bank.failNext("getConsentStatus", new Error("no network"));
    const report = await both.sweep();
    assert.deepEqual(report.failed.map(({ bank: name }) => name).toSorted(), ["gone", "rzb_ro"]);
    assert.match(String(failures.find(({ bank: name }) => name === "gone")?.error), /there is no "gone"/);
    assert.ok(movesOf(events).includes("created revoked status_at_bank"));
    await lifecycle.stop();
  });

  test("the TPP ends it: at the bank, in the store, and told", async () => {
    const { bank, events, lifecycle } = await authorisedScene();
    assert.equal((await lifecycle.revoke(consentKey))?.state, "revoked");
    assert.equal(bank.consents.get("c-1")?.status, "terminatedByTpp");
    assert.deepEqual(movesOf(events), ["authorised revoked by_tpp"]);
    bank.calls.length = 0;
    assert.equal((await lifecycle.revoke(consentKey))?.state, "revoked");
    assert.deepEqual(bank.calls, []);
  });

  test("a bank that does not end it leaves it as it is; one where it has ended already says how", async () => {
    const { bank, events, lifecycle } = await authorisedScene();
    bank.failNext("deleteConsent", refusal({ status: 503 }), refusal({ status: 400, code: "FORMAT_ERROR" }));
    await assert.rejects(lifecycle.revoke(consentKey), { status: 503 });
    await assert.rejects(lifecycle.revoke(consentKey), { code: "FORMAT_ERROR" });
    assert.equal((await lifecycle.refresh(consentKey))?.state, "authorised");
    bank.consents.get("c-1")!.status = "revokedByPsu";
    bank.failNext("deleteConsent", refusal({ status: 400, code: "CONSENT_INVALID" }));
    assert.equal((await lifecycle.revoke(consentKey))?.state, "revoked");
    assert.deepEqual(movesOf(events), ["authorised revoked status_at_bank"]);
  });

  test("50 sweeps of as many processes: one move, told once", async () => {
    const { bank, events, open } = await authorisedScene();
    bank.consents.get("c-1")!.status = "revokedByPsu";
    await Promise.all(Array.from({ length: 50 }, () => open().sweep()));
    assert.deepEqual(movesOf(events), ["authorised revoked status_at_bank"]);
  });

  test("bad input is refused by the member's name, and nothing is kept", async () => {
    const { store, open } = openLifecycleScene();
    const lifecycle = open();
    await assert.rejects(lifecycle.track({ ...consentInput, consentId: "" }), /consentId/);
    await assert.rejects(lifecycle.track({ ...consentInput, bank: "" }), /bank/);
    await assert.rejects(lifecycle.track({ ...consentInput, validUntil: "2026-02-30" }), /validUntil/);
    assert.equal(await store.find(consentKey), undefined);
    assert.throws(() => open({ timeZone: "Bucharest" }), /timeZone/);
    assert.throws(() => open({ leaseMs: 0 }), /leaseMs/);
    assert.throws(() => lifecycle.start(0), /everyMs/);
    for (const ms of [0, -5, Number.NaN, Number.POSITIVE_INFINITY, undefined, "5"]) {
      const every = () => lifecycle.every(consentKey, ms as number, async () => assert.fail("ran"));
      assert.throws(every, { name: "RangeError", message: /^ms: / });
    }
  });
});

describe("events", () => {
  test("one that is not taken comes again after the lease, under its id, and the later ones wait for it", async () => {
    const { time, bank, events, failures, open } = openLifecycleScene();
    let broken = true;
    const lifecycle = open({
      onEvent: (event) => {
        events.push(event);
        if (broken) throw new Error("the queue is down");
      },
    });
    await lifecycle.track(consentInput);
    bank.consents.get("c-1")!.status = "valid";
    await lifecycle.refresh(consentKey);
    assert.deepEqual(
      events.map(({ to }) => to),
      ["created"],
    );
    assert.deepEqual(
      failures.map(({ doing, consentId }) => [doing, consentId]),
      [["event", "c-1"]],
    );
    broken = false;
    await lifecycle.sweep();
    assert.equal(events.length, 1, "leased still");
    await time.advance(60_000);
    await open().sweep();
    assert.deepEqual(
      events.map(({ to }) => to),
      ["created", "created", "authorised"],
    );
    assert.equal(events[1]?.eventId, events[0]?.eventId);
    assert.equal(new Set(events.map(({ eventId }) => eventId)).size, 2);
    await time.advance(60_000);
    await lifecycle.sweep();
    assert.equal(events.length, 3);
  });
});

test("swept by itself at once and every hour, over a store that fails, until it is stopped", async () => {
  const { time, bank, store, failures, open } = await authorisedScene();
  let lists = 0;
  const list: ConsentStore["list"] = async (filter) => {
    lists += 1;
    if (lists === 2) throw new Error("no database");
    return store.list(filter);
  };
  const lifecycle = open({ store: { ...store, list } });
  bank.calls.length = 0;
  lifecycle.start();
  await time.advance(3 * hourMs);
  assert.deepEqual([lists, bank.calls.length], [4, 3]);
  assert.deepEqual(
    failures.map(({ doing, consentId }) => [doing, consentId]),
    [["sweep", undefined]],
  );
  await lifecycle.stop();
  assert.equal(time.sleepers(), 0);
  assert.throws(() => lifecycle.start());
});

test("started twice it sweeps once", async () => {
  const { time, bank, lifecycle } = await authorisedScene();
  bank.calls.length = 0;
  lifecycle.start(hourMs);
  lifecycle.start(hourMs);
  await time.advance(hourMs);
  assert.deepEqual(bank.calls, ["getConsentStatus c-1", "getConsentStatus c-1"]);
  await lifecycle.stop();
  assert.equal(time.sleepers(), 0);
});

describe("who never answers stops nobody else", () => {
  const never = () => new Promise<never>(() => {});

  test("a bank: its consent is told as failed after the lease, its call is aborted, the others are looked at", async () => {
    const { time, bank, events, failures, open } = await authorisedScene();
    bank.consents.set("c-2", { status: "received", validUntil: "2026-12-20" });
    const signals: (AbortSignal | undefined)[] = [];
    const getConsentStatus: typeof bank.getConsentStatus = (input) => {
      if (input.consentId === "c-2") return bank.getConsentStatus(input);
      signals.push(input.signal);
      return never();
    };
    const lifecycle = open({ banks: { rzb_ro: { ...bank, getConsentStatus } } });
    await lifecycle.track({ ...consentInput, consentId: "c-2" });
    bank.consents.get("c-2")!.status = "valid";
    const swept = lifecycle.sweep();
    await time.advance(60_000);
    const { failed, moved } = await swept;
    assert.deepEqual([failed, moved[0]?.consentId, signals[0]?.aborted], [[consentKey], "c-2", true]);
    assert.match(String(failures[0]?.error), /^TimeoutError/);
    assert.equal(events.at(-1)?.to, "authorised");
    assert.equal(time.sleepers(), 0);
  });

  test("onEvent: the sweep ends after the lease, and the event is told again at the next one", async () => {
    const { time, bank, events, failures, open } = await authorisedScene();
    bank.consents.get("c-1")!.status = "revokedByPsu";
    let isStuck = true;
    const lifecycle = open({ onEvent: (event) => (isStuck ? never() : void events.push(event)) });
    const swept = lifecycle.sweep();
    await time.advance(60_000);
    assert.equal((await swept).moved.length, 1);
    assert.deepEqual(
      failures.map(({ doing, error }) => [doing, (error as Error).name]),
      [["event", "TimeoutError"]],
    );
    isStuck = false;
    await lifecycle.sweep();
    assert.deepEqual(movesOf(events), ["authorised revoked status_at_bank"]);
    assert.equal(time.sleepers(), 0);
  });
});
