// Proves the links that are not paid once by choosing a bank: handed to the bank when made, and paid by several.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Payer } from "./harness/payer.ts";
import { assertEnded, paid } from "./harness/proof.ts";
import { World } from "./harness/world.ts";

let world: World;
before(async () => {
  world = await World.open();
});
after(() => world.close());

const login = "9999999998";
const debtorIban = "RO03RZBR0000069999999999";
const handed = ["created", "requested", "intent_accepted", "awaiting_authz", "received?", "submitted?", "completed"];

async function authorise(payer: Payer): Promise<void> {
  await payer.logIn("rzb_ro", login);
  await payer.askForCode();
  await payer.confirm(world.codeFor(login));
}

test("wrapped: the bank has the payment already, and the payer goes on there from the hosted page", async () => {
  const link = await world.createLink({ debtor: { iban: debtorIban } }, { options: { type: "wrapped_sca" } });
  const payer = await Payer.arrive(world);
  await payer.open(link);
  await payer.chooseBank("rzb_ro");
  assert.equal(await payer.page.getByRole("link", { name: "Change bank" }).count(), 0);
  await payer.pay();
  await authorise(payer);
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: handed, executions: 1, debtorIban });
});

test("redirect: from the merchant straight to the bank, and back to the hosted page", async () => {
  const link = await world.createLink({ debtor: { iban: debtorIban } }, { options: { type: "redirect_sca" } });
  assert.equal(new URL(link.web_url).origin, world.system.addresses.banksPages);
  const payer = await Payer.arrive(world);
  await payer.open(link);
  await authorise(payer);
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: handed, executions: 1, debtorIban });
  assert.equal((await world.merchant.links.get(link.link_id)).web_url, null);
});

test("two payers pay one link, one after the other, and a third is told that it is used up", async () => {
  const link = await world.createLink({ debtor: { iban: debtorIban } }, { options: { max_completions: 2 } });
  const [first, second, third] = [await Payer.arrive(world), await Payer.arrive(world), await Payer.arrive(world)];
  await first.open(link);
  await first.chooseBank("rzb_ro");
  await first.pay();
  await second.open(link);
  await second.sees("busy");
  await authorise(first);
  await first.sees("paid");
  // The page of the one who waits goes on by itself.
  await second.sees("confirm");
  await second.pay();
  await authorise(second);
  await second.sees("paid");
  await third.open(link);
  await third.sees("used_up");
  await assertEnded(world, link, { statuses: [...paid, ...paid.slice(1)], executions: 2, debtorIban });
  const now = await world.merchant.links.get(link.link_id);
  assert.deepEqual([now.completions, now.payments?.map(({ status }) => status)], [2, ["completed", "completed"]]);
});
