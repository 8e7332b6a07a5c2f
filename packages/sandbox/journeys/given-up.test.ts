// Proves that a link which expired or was cancelled can no longer be paid, wherever the payer stands at that moment.
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

const login = "9999999998";
const seconds = 1_000;

test("an expired link says so, and since when", async () => {
  const link = await world.createLink({}, { options: { expires_in: 60 } });
  world.clock.advance(61 * seconds);
  const payer = await Payer.arrive(world);
  await payer.open(link);
  await payer.sees("link_expired");
  assert.equal(await payer.payButton.count(), 0);
  await payer.page.goto(`${link.web_url}?bank=rzb_ro`);
  await payer.sees("link_expired");
  await assertEnded(world, link, { statuses: ["created"], executions: 0 });
  assert.equal((await world.merchant.links.get(link.link_id)).is_expired, true);
});

test("a link that expires while the payer looks at it is not paid", async () => {
  const link = await world.createLink({}, { options: { expires_in: 60 } });
  const payer = await Payer.arrive(world);
  await payer.open(link);
  await payer.chooseBank("rzb_ro");
  world.clock.advance(61 * seconds);
  await payer.payButton.click();
  await payer.sees("link_expired");
  await assertEnded(world, link, { statuses: ["created", "started"], executions: 0 });
});

test("a link that expires while the payer is at the bank is paid: it lives as long as its payment", async () => {
  const link = await world.createLink({}, { options: { expires_in: 60 } });
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  world.clock.advance(61 * seconds);
  await payer.confirm(world.codeFor(login));
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

test("cancelled by the payer before a bank was met", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.open(link);
  await payer.chooseBank("rzb_ro");
  await payer.cancel();
  await payer.sees("cancelled_by_you");
  const other = await Payer.arrive(world);
  await other.open(link);
  await other.sees("cancelled_by_merchant");
  await assertEnded(world, link, { statuses: ["created", "started", "revoked"], executions: 0 });
});

test("cancelled by the payer on the way back: the bank's payment is withdrawn, and the right code pays nothing", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  const tab = await payer.newTab();
  await tab.open(link);
  await tab.sees("not_finished");
  await tab.cancel();
  await tab.sees("cancelled_by_you");
  await payer.confirm(world.codeFor(login));
  await payer.seesAtBank("Payment withdrawn");
  await payer.submitLink(/^Back to /);
  await payer.sees("cancelled_by_merchant");
  await assertEnded(world, link, { statuses: ["created", ...toBank, "revoked"], executions: 0 });
});

test("cancelled by the merchant while the payer is at the bank", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  assert.equal((await world.merchant.links.cancel(link.link_id)).status, "revoked");
  await payer.confirm(world.codeFor(login));
  await payer.seesAtBank("Payment withdrawn");
  await payer.submitLink(/^Back to /);
  await payer.sees("cancelled_by_merchant");
  await assertEnded(world, link, { statuses: ["created", ...toBank, "revoked"], executions: 0 });
});

test("what is paid can no longer be cancelled", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.payWithCode(link, "rzb_ro", login);
  await assert.rejects(world.merchant.links.cancel(link.link_id), { code: "link_not_cancellable" });
  assert.equal(await payer.page.getByText("Cancel this payment").count(), 0);
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});
