// Proves what becomes of a renewal that fails: at the bank, at the notice, at the store.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConsentRecord, ConsentStore } from "@tallystick/tpp";
import { refusal, type ScriptedBank } from "../../testing/consent-bank.ts";
import { dayMs, hourMs, minuteMs, oldKey, openRenewalScene } from "../../testing/renewal-scene.ts";

test("a bank that is down is asked again under the same request id: after one minute, two, four, an hour at most", async () => {
  const { time, bank, notices, failures, have, open } = openRenewalScene("2026-11-25T07:00:00Z");
  await have("old", "2026-12-01");
  bank.failNext("createConsent", ...Array.from({ length: 9 }, () => refusal({ status: 503 })));
  const at: number[] = [];
  const createConsent: ScriptedBank["createConsent"] = (input) => {
    at.push(time.elapsed() / minuteMs);
    return bank.createConsent(input);
  };
  const job = open({ banks: { rzb_ro: { ...bank, createConsent } } });
  job.start();
  await time.advance(6 * hourMs);
  assert.deepEqual(at, [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
  assert.equal(new Set(bank.calls).size, 1);
  assert.deepEqual([failures.length, failures.every(({ final }) => !final), notices.length], [9, true, 1]);
  await job.stop();
});

test("what the bank says of the TPP, and 409, 429, are no refusals; Retry-After is kept to", async () => {
  const { time, bank, notices, have, open } = openRenewalScene();
  await have("old", "2026-11-30");
  const codes = [
    { status: 401, code: "CERTIFICATE_EXPIRED" },
    { status: 403, code: "TOKEN_INVALID" },
    { status: 403, code: "SERVICE_BLOCKED" },
    { status: 409, code: "STATUS_INVALID" },
    { status: 429, code: "ACCESS_EXCEEDED", retryAfterSeconds: 7_200 },
  ] as const;
  bank.failNext("createConsent", ...codes.map((details) => refusal(details)));
  const job = open();
  for (const minutes of [1, 2, 4, 8, 120]) {
    const [first] = (await job.run()).waiting;
    assert.equal(first!.at.getTime() - time.clock.now().getTime(), minutes * minuteMs);
    await time.advance(minutes * minuteMs);
  }
  assert.equal((await job.run()).renewed.length, 1);
  assert.equal(notices.length, 1);
});

for (const [status, code] of [
  [400, "FORMAT_ERROR"],
  [403, "SERVICE_INVALID"],
  [undefined, "not_offered"],
] as const) {
  test(`a successor that the bank refuses (${code}) is not asked for again, unless somebody says so`, async () => {
    const { time, bank, failures, get, have, open } = openRenewalScene();
    await have("old", "2026-11-30");
    bank.failNext("createConsent", refusal({ ...(status && { status }), code: code as "FORMAT_ERROR" }));
    const job = open();
    assert.deepEqual((await job.run()).refused, [oldKey]);
    assert.deepEqual(
      failures.map(({ doing, final }) => [doing, final]),
      [["renewal", true]],
    );
    assert.deepEqual([(await get()).renewal?.step, (await get()).renewal?.refusal], ["refused", code]);
    await time.advance(dayMs);
    assert.deepEqual(await job.run(), { renewed: [], refused: [], waiting: [] });
    const before = (await get()).renewal?.requestId;
    assert.deepEqual(await job.renew(oldKey), { kind: "renewed" });
    assert.notEqual((await get()).renewal?.requestId, before);
  });
}

test("a notice that fails is given again under its id, and the bank is not asked for another successor", async () => {
  const { time, bank, have, open } = openRenewalScene();
  await have("old", "2026-11-30");
  const ids: string[] = [];
  const job = open({
    notify: ({ noticeId }) => {
      ids.push(noticeId);
      if (ids.length < 3) throw refusal({ status: 400, code: "FORMAT_ERROR" });
    },
  });
  for (const minutes of [1, 2]) {
    assert.equal((await job.run()).waiting.length, 1);
    assert.deepEqual((await job.run()).renewed, []);
    await time.advance(minutes * minuteMs);
  }
  assert.equal((await job.run()).renewed.length, 1);
  assert.deepEqual([ids.length, new Set(ids).size, bank.calls.length], [3, 1, 1]);
});

test("a bank that never answers is given up after the lease, and asked again", async () => {
  const { time, bank, notices, have, failures, open } = openRenewalScene("2026-11-25T07:00:00Z");
  await have("old", "2026-11-30");
  let silent = true;
  const signals: AbortSignal[] = [];
  const createConsent: ScriptedBank["createConsent"] = (input) => {
    signals.push(input.signal!);
    return silent ? new Promise(() => {}) : bank.createConsent(input);
  };
  const job = open({ banks: { rzb_ro: { ...bank, createConsent } } });
  job.start();
  await time.advance(minuteMs);
  assert.deepEqual([signals[0]?.aborted, failures.length], [true, 1]);
  silent = false;
  await time.advance(minuteMs);
  assert.equal(notices.length, 1);
  await job.stop();
  assert.equal(time.sleepers(), 0);
});

test("a notice that never ends is given up after the lease, and given again under its id", async () => {
  const { time, bank, notices, have, failures, open } = openRenewalScene("2026-11-25T07:00:00Z");
  await have("old", "2026-11-30");
  await have("other", "2026-11-30");
  const ids: string[] = [];
  const job = open({
    notify: (notice) => {
      if (notice.consent.consentId !== "old") return void notices.push({ at: "", notice });
      ids.push(notice.noticeId);
      return ids.length === 1 ? new Promise(() => {}) : undefined;
    },
  });
  const first = job.run();
  await time.advance(minuteMs);
  const { renewed, waiting } = await first;
  assert.deepEqual([renewed.length, waiting.length, notices.length], [1, 1, 1]);
  assert.match(String(failures[0]?.error), /^TimeoutError/);
  await time.advance(minuteMs);
  assert.equal((await job.run()).renewed.length, 1);
  assert.deepEqual([ids.length, new Set(ids).size, bank.created.length], [2, 1, 2]);
  assert.equal(time.sleepers(), 0);
});

test("an answer that names a consent that is there already is no successor", async () => {
  const { bank, failures, have, get, open } = openRenewalScene();
  await have("old", "2026-11-30");
  const createConsent = async () => ({ consentId: "old", scaRedirect: "https://bank.example/sca/old" });
  assert.equal((await open({ banks: { rzb_ro: { ...bank, createConsent } } }).run()).waiting.length, 1);
  assert.match(String(failures[0]?.error), /no new one/);
  assert.equal((await get()).state, "authorised");
});

test("a store that cannot be reached ends nothing: the job looks again after a minute", async () => {
  const { time, store, notices, failures, have, open } = openRenewalScene("2026-11-25T07:00:00Z");
  await have("old", "2026-11-30");
  let down = true;
  const list: ConsentStore["list"] = (filter) => (down ? Promise.reject(new Error("down")) : store.list(filter));
  const job = open({ store: { ...store, list } });
  job.start();
  await time.advance(minuteMs - 1);
  down = false;
  assert.deepEqual([notices.length, failures.map(({ doing, bank }) => [doing, bank])], [0, [["renewal", undefined]]]);
  await time.advance(1);
  assert.equal(notices.length, 1);
  await job.stop();
});

test("what the application cannot say of one consent keeps no other from being renewed", async () => {
  const { time, notices, failures, have, open } = openRenewalScene();
  await have("a", "2026-11-30");
  await have("b", "2026-11-30");
  const request = ({ consentId }: ConsentRecord) => {
    if (consentId === "a") throw new Error("no address for a");
    return { ipAddress: "192.0.2.1", redirectUri: "https://tpp.example/back" };
  };
  const { renewed, waiting } = await open({ request }).run();
  assert.deepEqual(
    [renewed, waiting],
    [
      [{ bank: "rzb_ro", consentId: "b" }],
      [{ bank: "rzb_ro", consentId: "a", at: new Date(time.clock.now().getTime() + minuteMs) }],
    ],
  );
  assert.deepEqual([notices.length, String(failures[0]?.error)], [1, "Error: no address for a"]);
});
