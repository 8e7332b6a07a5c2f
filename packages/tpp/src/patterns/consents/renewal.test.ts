// Proves the daily renewal call by call: whom it finds and when, and that it happens once whatever is killed and however
// many are at it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addDays } from "@tallystick/xs2a";
import type { ConsentStore, RenewalNotice } from "@tallystick/tpp";
import { killable } from "../../testing/killable.ts";
import { access, dayMs, hourMs, minuteMs, oldKey, openRenewalScene } from "../../testing/renewal-scene.ts";

describe("the daily job", () => {
  test("renews at 09:00 in Bucharest what ends within seven days, with the same scope, and tells the PSU where", async () => {
    const { time, bank, notices, events, open, have, get } = openRenewalScene();
    await have("old", "2026-12-02");
    await have("in eight days", "2026-12-03");
    const job = open();
    job.start();
    // 24 November is caught up at once: then it is eight days.
    await time.advance(new Date("2026-11-25T06:59:59.999Z").getTime() - time.clock.now().getTime());
    assert.deepEqual(bank.calls, []);
    await time.advance(1);
    const { requestId, signal: _, ...asked } = bank.created[0]!;
    assert.deepEqual(asked, {
      access,
      recurringIndicator: true,
      frequencyPerDay: 3,
      validUntil: "2027-05-24",
      psu: { ipAddress: "192.0.2.1" },
      redirectUri: "https://tpp.example/back",
    });
    assert.equal(notices.length, 1);
    const { at, notice } = notices[0]!;
    assert.equal(at, "2026-11-25T07:00:00Z");
    assert.deepEqual(
      [notice.noticeId, notice.consent.consentId, notice.successor.consentId, notice.scaRedirect],
      [requestId, "old", "new-1", "https://bank.example/sca/new-1"],
    );
    const [old, successor] = [await get(), await get("new-1")];
    assert.deepEqual([old.state, old.renewal?.step, old.renewal?.successor], ["authorised", "notified", "new-1"]);
    assert.deepEqual([successor.state, successor.renews, successor.user], ["created", "old", "u-1"]);
    assert.ok(events.some(({ consentId, to }) => consentId === "new-1" && to === "created"));
    await time.advance(dayMs - 1);
    assert.equal(bank.created.length, 1);
    await time.advance(1);
    assert.deepEqual(bank.created.length, 2, "eight days are seven by now");
    await time.advance(5 * dayMs);
    assert.deepEqual([bank.created.length, notices.length], [2, 2]);
    await job.stop();
    assert.equal(time.sleepers(), 0);
  });

  test("keeps to 09:00 over the days on which the clocks are changed, and runs once on each", async () => {
    for (const [start, runs] of [
      ["2026-03-27T12:00:00Z", ["2026-03-28T07:00:00Z", "2026-03-29T06:00:00Z", "2026-03-30T06:00:00Z"]],
      ["2026-10-23T12:00:00Z", ["2026-10-24T06:00:00Z", "2026-10-25T07:00:00Z", "2026-10-26T07:00:00Z"]],
    ] as const) {
      const { time, store, open } = openRenewalScene(start);
      const lists: string[] = [];
      const list: ConsentStore["list"] = (filter) => {
        lists.push(`${time.clock.now().toISOString().replace(".000", "")} ${filter.endsBy}`);
        return store.list(filter);
      };
      const job = open({ store: { ...store, list } });
      job.start();
      await time.advance(3 * dayMs);
      const day = start.slice(0, 10);
      const expected = [start, ...runs].map((at, n) => `${at} ${addDays(day, n + 7)}`);
      assert.deepEqual(lists, expected);
      await job.stop();
    }
  });

  test("another hour and span, and days that were missed are caught up at the start, as of the hour that was missed", async () => {
    const { time, bank, notices, open, have } = openRenewalScene("2026-11-20T12:00:00Z");
    await have("old", "2026-11-30");
    await have("not yet", "2026-12-02");
    // Nothing runs from the 20th to the 25th, 05:00 in Bucharest: the 24th, 18:00, was the last hour.
    await time.advance(new Date("2026-11-25T03:00:00Z").getTime() - time.clock.now().getTime());
    const job = open({ hour: 18, spanDays: 90 });
    job.start();
    await time.advance(0);
    assert.deepEqual(
      notices.map(({ at, notice }) => [at, notice.consent.consentId]),
      [["2026-11-25T03:00:00Z", "old"]],
    );
    assert.equal(bank.created[0]?.validUntil, addDays("2026-11-25", 90));
    await time.advance(13 * hourMs);
    assert.deepEqual(notices.at(-1)?.at, "2026-11-25T16:00:00Z");
    assert.equal(notices.length, 2);
    await job.stop();
  });

  test("leaves alone what is one-off, created, ended, or over by now", async () => {
    const { bank, have, open } = openRenewalScene();
    const scope = { access, frequencyPerDay: 1, recurringIndicator: false };
    await have("one-off", "2026-11-26", { scope });
    await have("created", "2026-11-26", { state: "created" });
    await have("revoked", "2026-11-26", { state: "revoked" });
    await have("over", "2026-11-23");
    await have("in eight days", "2026-12-02");
    assert.deepEqual(await open().run(), { renewed: [], refused: [], waiting: [] });
    assert.deepEqual(bank.calls, []);
    await have("in seven days", "2026-12-01");
    await have("today", "2026-11-24");
    assert.equal((await open().run()).renewed.length, 2);
    assert.equal((await open({ daysBefore: 8 }).run()).renewed.length, 1);
  });

  test("bad options are refused by name", () => {
    const { open } = openRenewalScene();
    for (const bad of [{ hour: 24 }, { hour: 8.5 }, { daysBefore: -1 }, { spanDays: 0 }]) {
      assert.throws(() => open(bad), new RegExp(`^RangeError: ${Object.keys(bad)[0]}:`));
    }
    assert.throws(() => open({ timeZone: "Mars" }), /timeZone/);
  });
});

describe("once", () => {
  test("A consent six days before its end is renewed by the daily job, once, over a restart", async () => {
    // Killed before and after each step that leaves the process, one step further each time, until no step is left.
    const steps = new Set<string>();
    for (let killAt = 1; ; killAt += 1) {
      const { time, store, bank, notices, open, have, get, lifecycle } = openRenewalScene("2026-11-25T06:59:00Z");
      await have("old", "2026-12-01");
      const process = killable(killAt);
      const first = open({
        store: process.part("store", store),
        banks: { rzb_ro: process.part("bank", bank) },
        notify: process.step("notify", (notice: RenewalNotice) => {
          notices.push({ at: "", notice });
        }),
        onEvent: process.step("onEvent", () => {}),
      });
      first.start();
      await time.advance(10 * minuteMs);
      if (process.killed === undefined) break;
      steps.add(process.killed);

      const second = open();
      second.start();
      await time.advance(3 * minuteMs);
      const third = open();
      third.start();
      await time.advance(2 * dayMs);

      const at = process.killed;
      const successors = [...bank.consents.keys()].filter((id) => id !== "old");
      assert.deepEqual(successors, ["new-1"], `${at}: one successor at the bank`);
      const asked = new Set(bank.calls.filter((call) => call.startsWith("createConsent")));
      assert.equal(asked.size, 1, `${at}: asked for under one request id`);
      const told = new Set(notices.map(({ notice }) => `${notice.noticeId} ${notice.scaRedirect}`));
      assert.deepEqual([...told], [`${(await get()).renewal?.requestId} https://bank.example/sca/new-1`], at);
      assert.ok(notices.length <= 2, `${at}: told at most once more`);
      assert.deepEqual([(await get()).renewal?.successor, (await get("new-1")).renews], ["new-1", "old"], at);
      const records = await store.list({ states: ["created", "authorised"], limit: 99 });
      assert.deepEqual(
        records.map(({ consentId }) => consentId),
        ["new-1", "old"],
        at,
      );

      bank.consents.get("new-1")!.status = "valid";
      await lifecycle().sweep();
      assert.deepEqual([(await get("new-1")).state, (await get()).state], ["authorised", "superseded"], at);
      await Promise.all([second.stop(), third.stop()]);
    }
    const expected = [
      "store.list",
      "store.find",
      "store.replace",
      "store.add",
      "bank.createConsent",
      "notify",
      "onEvent",
    ];
    for (const name of [...expected, "store.claimEvent", "store.settleEvent"]) {
      assert.ok(
        steps.has(`before ${name}`) && steps.has(`after ${name}`),
        `killed around ${name}: ${[...steps].join()}`,
      );
    }
  });

  test("50 processes at once ask once and tell once", async () => {
    const { bank, notices, open, have, failures } = openRenewalScene();
    for (let n = 0; n < 5; n++) await have(`old-${n}`, "2026-11-30");
    const reports = await Promise.all(Array.from({ length: 50 }, () => open().run()));
    assert.equal(reports.flatMap(({ renewed }) => renewed).length, 5);
    assert.equal(bank.calls.filter((call) => call.startsWith("createConsent")).length, 5);
    assert.deepEqual([notices.length, failures.length], [5, 0]);
  });

  test("an explicit renewal beside the job is the same one", async () => {
    const { bank, notices, open, have } = openRenewalScene();
    await have("old", "2026-11-30");
    const job = open();
    await Promise.all([job.run(), job.renew(oldKey), job.run(), job.renew(oldKey)]);
    assert.deepEqual([bank.created.length, notices.length, (await job.renew(oldKey)).kind], [1, 1, "none"]);
  });
});
