// Proves that a payment survives kill -9 at every named point and at any time: it is executed once, its link ends
// completed, and the merchant hears every step in order (rows P2 to P8, W7; fault plan T-R1).
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { after, afterEach, before, describe, test } from "node:test";
import { testDatabaseUrl } from "@tallystick/kit/testing";
import { payThroughStorm } from "./kill/crowd.ts";
import { Payment, type Wanted } from "./kill/payment.ts";
import { bankPoints, chains, hubPoints, type KillPoint } from "./kill/points.ts";
import { openEmbeddedScene, openScene, type Scene } from "./kill/scene.ts";

let payments = 0;

function nextPayment(scene: Scene, wanted: Partial<Wanted> = {}): Payment {
  payments += 1;
  const minor = 1_000n + BigInt(payments);
  return new Payment(scene, { endToEndId: `KILL-${payments}`, minor, bank: "rzb_ro", login: "9999999998", ...wanted });
}

/** Pays a link of which the system dies at each of the points, and proves how it ended. */
async function payOverDeaths(scene: Scene, { at, comesBack, closesTab = false }: KillPoint): Promise<void> {
  const { system } = scene;
  const [first = "", ...later] = at;
  const paid = await payUntilDeath(scene, first, { closesTab });
  for (const next of later) await system.startToDie(next);
  const ready = await system.start();
  if (!paid.isThrough) assert.ok(await paid.payment.goOn(ready, comesBack));
  await paid.payment.proveCompleted(ready);
  await paid.payment.provePaidOnce();
  await paid.payment.untilQuiet();
  assert.deepEqual(system.complaints, []);
}

/** On a slow machine the hub may have asked the bank before the payer is back: that payment does not pass every point. */
const triesMax = 5;

async function payUntilDeath(scene: Scene, at: string, wanted: Partial<Wanted>) {
  const { system } = scene;
  const ready = await system.start(at);
  for (let tries = 1; ; tries += 1) {
    const payment = nextPayment(scene, wanted);
    const isThrough = await payment.begin(ready);
    if (!isThrough || !(await payment.isToldUnlessDead())) {
      await system.died(at);
      return { payment, isThrough };
    }
    assert.ok(tries < triesMax, `${tries} payments, and the system has not died at ${at}`);
  }
}

/** Tests one after the other on a system of their own. */
function onOneSystem(title: string, tests: (scene: () => Scene) => void): void {
  describe(title, { concurrency: false }, () => {
    let scene: Scene;
    before(async () => {
      scene = await openScene(process.env, testDatabaseUrl());
    });
    // What is at rest is killed as well: the next start finds it like any other.
    afterEach(() => scene.system.kill());
    after(() => scene.close());
    tests(() => scene);
  });
}

function titleOf({ at, comesBack, closesTab = false }: KillPoint): string {
  return `${at.join(", ")}${closesTab ? ", when the tab is closed" : ""}; the payer: ${comesBack}`;
}

describe("kill -9", { concurrency: 2 }, () => {
  onOneSystem("P3, P5, W7: of the hub", (scene) => {
    for (const point of hubPoints) test(titleOf(point), () => payOverDeaths(scene(), point));
  });

  onOneSystem("P4, P8: of the bank, again and again, at any time", (scene) => {
    for (const point of [...bankPoints, ...chains]) test(titleOf(point), () => payOverDeaths(scene(), point));

    test("T-R1: at random times, while many pay", async (t) => {
      const seed = Number(process.env["TALLYSTICK_SEED"] ?? randomInt(2 ** 31));
      t.diagnostic(`TALLYSTICK_SEED=${seed}`);
      const storm = await payThroughStorm(scene(), { seed, kills: 6, longestLifeMs: 1_000 });
      t.diagnostic(`${storm.payments.length} payments`);
      for (const payment of storm.payments) await payment.proveCompleted(storm.ready);
      for (const payment of storm.payments) await payment.provePaidOnce();
      assert.deepEqual(scene().system.complaints, []);
    });
  });

  test("P4: with the built-in database, whose server outlives the kill", async () => {
    const scene = await openEmbeddedScene(process.env);
    try {
      const { payment, isThrough } = await payUntilDeath(scene, "bank.after_execute", {});
      const ready = await scene.system.start();
      if (!isThrough) assert.ok(await payment.goOn(ready, "reload"));
      await payment.proveCompleted(ready);
      await scene.system.stop();
      await payment.provePaidOnce();
    } finally {
      await scene.close();
    }
  });
});
