import { setTimeout as wait } from "node:timers/promises";
import type { Ready } from "./killable-system.ts";
import type { ComesBack } from "./payer.ts";
import { Payment } from "./payment.ts";
import type { Scene } from "./scene.ts";
import { seeded } from "./seeded.ts";

export interface Storm {
  readonly seed: number;
  readonly kills: number;
  /** The longest that a life lasts once it is ready, in milliseconds. */
  readonly longestLifeMs: number;
}

/** One payment at a time each, since a phone does not tell whose code it shows. Two have pins instead of codes. */
const people = [
  { bank: "rzb_ro", login: "9999999998" },
  { bank: "rzb_ro", login: "maria.ionescu" },
  { bank: "libra_ro", login: "cristina.voicu" },
  { bank: "bt_ro", login: "testbt" },
  { bank: "bt_ro", login: "vlad.cozma" },
] as const;

const waysBack: readonly ComesBack[] = ["reload", "resend", "reopen"];
const paymentsMax = 200;

/** People pay one link after the other while the system is killed again and again; returns what they paid. */
export async function payThroughStorm(scene: Scene, storm: Storm): Promise<{ ready: Ready; payments: Payment[] }> {
  const { system } = scene;
  const times = seeded(storm.seed);
  const ready = await system.start();
  const payments: Payment[] = [];
  let isOver = false;
  let hasFailed = false;

  const payOn = async (person: (typeof people)[number], index: number): Promise<void> => {
    const chance = seeded(storm.seed + index + 1);
    while (!isOver && payments.length < paymentsMax) {
      const number = payments.length + 1;
      const payment = new Payment(scene, { ...person, endToEndId: `STORM-${number}`, minor: 100n + BigInt(number) });
      payments.push(payment);
      let isThrough = await payment.begin(ready);
      while (!isThrough && !hasFailed) {
        await wait(50);
        isThrough = await payment.goOn(ready, chance.pick(waysBack));
      }
    }
  };
  const killOn = async (): Promise<void> => {
    for (let kill = 0; kill < storm.kills && !hasFailed; kill += 1) {
      await wait(times.below(storm.longestLifeMs));
      await system.kill();
      await system.start();
    }
    isOver = true;
  };
  const fail = (error: unknown): never => {
    isOver = true;
    hasFailed = true;
    throw error;
  };
  // All of them have to end, also when one fails: whoever closes the scene must be the last to kill.
  const ends = await Promise.allSettled([killOn(), ...people.map(payOn)].map((one) => one.catch(fail)));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return { ready, payments };
}
