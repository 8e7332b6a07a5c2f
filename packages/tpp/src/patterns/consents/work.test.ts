// Proves that what runs under a consent stops with it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ConsentNotAuthorised } from "@tallystick/tpp";
import { authorisedScene, consentKey, hourMs, movesOf } from "../../testing/lifecycle-scene.ts";

const dayMs = 24 * hourMs;

test("runs only while it is authorised, and is aborted when the PSU takes the consent back", async () => {
  const { bank, lifecycle, events } = await authorisedScene();
  assert.equal(await lifecycle.run(consentKey, async () => 7), 7);
  let aborted: unknown;
  const read = lifecycle.run(consentKey, (signal) => {
    return new Promise((_, reject) => {
      signal.addEventListener("abort", () => {
        aborted = signal.reason;
        reject(signal.reason as Error);
      });
    });
  });
  const ended = assert.rejects(read, ConsentNotAuthorised);
  bank.consents.get("c-1")!.status = "revokedByPsu";
  await lifecycle.sweep();
  await ended;
  assert.ok(aborted instanceof ConsentNotAuthorised);
  assert.deepEqual([aborted.state, aborted.consentId, movesOf(events).length], ["revoked", "c-1", 1]);
  await assert.rejects(
    lifecycle.run(consentKey, async () => assert.fail("must not run")),
    { state: "revoked" },
  );
  await assert.rejects(
    lifecycle.run({ ...consentKey, bank: "bt_ro" }, async () => 1),
    { state: undefined },
  );
});

test("repeated work runs call by call, goes on over a failure, and stops for good at the end of the consent", async () => {
  const { time, bank, lifecycle, failures } = await authorisedScene();
  const runs: number[] = [];
  const work = lifecycle.every(consentKey, 6 * hourMs, async () => {
    runs.push(time.elapsed() / hourMs);
    if (runs.length === 2) throw new Error("the bank is slow");
  });
  await time.advance(18 * hourMs);
  assert.deepEqual(runs, [0, 6, 12, 18]);
  assert.deepEqual(
    failures.map(({ doing }) => doing),
    ["work"],
  );
  bank.consents.get("c-1")!.status = "revokedByPsu";
  await lifecycle.sweep();
  const reason = await work.ended;
  assert.equal(reason?.state, "revoked");
  await time.advance(30 * dayMs);
  assert.deepEqual([runs.length, time.sleepers()], [4, 0]);
});

test("what another process has ended runs no further here: at its next run, or at the next sweep", async () => {
  const { time, lifecycle, open } = await authorisedScene();
  let runs = 0;
  const counted = lifecycle.every(consentKey, hourMs, async () => void (runs += 1));
  const idle = open();
  const waiting = idle.every(consentKey, 10 * dayMs, async () => {});
  await time.advance(0);
  await open().revoke(consentKey);
  await time.advance(hourMs);
  assert.deepEqual([runs, (await counted.ended)?.state], [1, "revoked"]);
  await idle.sweep();
  assert.equal((await waiting.ended)?.state, "revoked");
  assert.equal(time.sleepers(), 0);
});

test("is stopped by itself and with its lifecycle, which leaves the consent as it is", async () => {
  const { time, lifecycle, store } = await authorisedScene();
  const one = lifecycle.every(consentKey, hourMs, async () => {});
  const two = lifecycle.every(consentKey, hourMs, async () => {});
  await time.advance(0);
  one.stop();
  assert.equal(await one.ended, undefined);
  assert.equal(time.sleepers(), 1);
  await lifecycle.stop();
  assert.equal(await two.ended, undefined);
  assert.deepEqual([time.sleepers(), (await store.find(consentKey))?.state], [0, "authorised"]);
});
