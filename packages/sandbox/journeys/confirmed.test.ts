// Proves that at a bank that wants a confirmation nothing is paid unless the browser that began comes back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Payer } from "./harness/payer.ts";
import { assertEnded, paid, toBank } from "./harness/proof.ts";
import { World } from "./harness/world.ts";

let world: World;
before(async () => {
  world = await World.open();
});
after(() => world.close());

const login = "cristina.voicu";

test("the payer comes back and the hub confirms: paid", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.payWithCode(link, "libra_ro", login);
  await assertEnded(world, link, { statuses: paid, executions: 1 });
  const [back] = payer.returns;
  assert.match(back ?? "", /\?confirmationCode=[\w-]{43}$/);
  assert.ok(!payer.page.url().includes("confirmationCode"), "the code does not stay in the address");
});

test("S11: the tab is closed after authorising, or another browser brings the code: not paid, not confirmed", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "libra_ro", login);
  await payer.leaveInsteadOfReturning(world.codeFor(login));
  const [back] = payer.returns;
  assert.ok(back);
  const other = await Payer.arrive(world);
  await other.page.goto(back);
  await other.sees("other_device");
  world.clock.advance(16 * 60_000);
  await assertEnded(world, link, { statuses: ["created", ...toBank, "received?", "failed"], executions: 0 });
  assert.equal((await world.merchant.links.get(link.link_id)).failure?.code, "not_confirmed");
});
