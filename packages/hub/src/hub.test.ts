// Proves that the hub's own work goes on beside receivers of webhooks that do not answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OutboundFailed, type SafeRequest } from "@tallystick/kit";
import { startFixture } from "./testing/fixture.ts";
import { bankSays, createLink, payerAtBank, statusOf } from "./testing/pay.ts";

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 8_000;
  while (!(await holds())) {
    assert.ok(performance.now() < end, `not within 8 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("W8: receivers that hang hold up no payment", async () => {
  const gate = Promise.withResolvers<never>();
  gate.promise.catch(() => {});
  let hanging = 0;
  const outbound: SafeRequest = async () => {
    hanging += 1;
    return gate.promise;
  };
  const hub = await startFixture({ outbound });
  try {
    for (let made = 0; made < 100; made += 1) {
      await createLink(hub, { options: { webhook_url: `http://127.0.0.1:${5_000 + made}/hook` } });
    }
    const payer = await payerAtBank(hub);
    hub.hub.start();
    await until("deliveries hang", async () => hanging >= 16);
    bankSays(hub, payer.attempt, "ACSC");
    hub.clock.advance(2_500);
    await until("the payment is followed", async () => (await statusOf(hub, payer.linkId)) === "completed");
  } finally {
    gate.reject(new OutboundFailed("timeout", true));
    await hub.close();
  }
});
