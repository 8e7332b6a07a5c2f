// Proves the whole purchase: from the shop's product to the paid order, with the webhooks arriving, and without scripts too.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { Payer } from "./harness/payer.ts";
import { Phone } from "./harness/phone.ts";
import { assertEnded, failed, paid } from "./harness/proof.ts";
import { World, type JourneyLink } from "./harness/world.ts";

let world: World;
before(async () => {
  world = await World.open();
});
after(() => world.close());

const login = "9999999998";

test("bought in the shop: the order's page tells of the payment as its webhooks arrive", async () => {
  const payer = await Payer.arrive(world);
  const link = await buy(payer);
  const order = await payer.newTab();
  await order.page.goto(`${world.system.addresses.shop}/orders/${link.link_id}`);
  await order.page.getByRole("heading", { level: 1, name: "Waiting for your payment" }).waitFor();
  await payer.chooseBank("rzb_ro");
  await payer.pay();
  await payer.codeAtBank(link, "rzb_ro", login);
  await payer.confirm(world.codeFor(login));
  await payer.sees("paid");
  // The page that was open all the time has followed.
  await order.page.getByRole("heading", { level: 1, name: "Paid. Thank you!" }).waitFor();
  await order.page.locator("#webhooks li", { hasText: "completed" }).waitFor();
  await payer.follow("Back to ");
  await payer.page.waitForURL(`**/orders/${link.link_id}`);
  await payer.page.getByRole("heading", { level: 1, name: "Paid. Thank you!" }).waitFor();
  await assertEnded(world, link, { statuses: paid, executions: 1 });
  await payer.page.reload();
  await assertShown(
    payer.page,
    world.system.shop.received().filter(({ event }) => event.link_id === link.link_id).length,
  );
});

test("refused at the bank: the order is not paid, and can be paid after all", async () => {
  const payer = await Payer.arrive(world);
  const link = await buy(payer);
  await payer.chooseBank("rzb_ro");
  await payer.pay();
  await payer.refuse();
  await payer.sees("refused_by_you");
  await assertEnded(world, link, { statuses: failed, executions: 0 });
  await payer.follow("Back to ");
  await payer.page.getByRole("heading", { level: 1, name: "Not paid" }).waitFor();
  await payer.follow("Try the payment again");
  await payer.sees("refused_by_you");
  await payer.follow("Try again");
  await payer.pay();
  await payer.codeAtBank(link, "rzb_ro", login);
  await payer.confirm(world.codeFor(login));
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: [...failed, ...paid.slice(1)], executions: 1 });
});

test("with scripts switched off, from the search for the bank to the paid order", async () => {
  const payer = await Payer.arrive(world, { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const link = await buy(payer);
  await payer.page.getByLabel("Find your bank").fill("raifeisen");
  await payer.page.getByRole("button", { name: "Search" }).click();
  await payer.page.getByText("Banks found: 1").waitFor();
  await payer.chooseBank("rzb_ro");
  await payer.pay();
  await payer.codeAtBank(link, "rzb_ro", login);
  await payer.confirm(world.codeFor(login));
  await payer.sees("paid");
  await payer.follow("Back to ");
  await payer.page.getByRole("heading", { level: 1, name: "Paid. Thank you!" }).waitFor();
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

test("with scripts switched off, approved on the phone: the waiting page goes on by itself", async () => {
  const payer = await Payer.arrive(world, { javaScriptEnabled: false });
  const link = await world.createLink({ debtor: { iban: "RO42CECEAG0202RON0007466" } });
  await payer.open(link);
  await payer.chooseBank("cec_ro");
  await payer.pay();
  await payer.logIn("cec_ro", "testcecapi");
  await payer.askForPush();
  await (await Phone.open(world, "cec_ro", "testcecapi")).approve();
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

test("the link that the welcome shows can be paid", async () => {
  const payer = await Payer.arrive(world);
  await payer.open({ web_url: world.system.demoLink });
  const link = await linkOf(payer);
  await payer.payWithCode(link, "rzb_ro", login);
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

/** From the shop's door to the page where the bank is chosen. */
async function buy(payer: Payer): Promise<JourneyLink> {
  const { hub, shop } = world.system.addresses;
  await payer.page.goto(shop);
  await payer.page.getByRole("button", { name: "Buy for 12.50 RON" }).click();
  await payer.page.waitForURL((url) => url.origin === hub);
  await payer.sees("choose_bank");
  return linkOf(payer);
}

/** The link whose page the payer sees, as its merchant knows it. */
async function linkOf({ page }: Payer): Promise<JourneyLink> {
  const webId = new URL(page.url()).pathname.split("/").at(-1);
  const { links } = await world.merchant.links.list();
  const listed = links.find(({ web_id: id }) => id === webId);
  assert.ok(listed);
  const { link_id, web_id, web_url, payment_intent: intent } = await world.merchant.links.get(listed.link_id);
  assert.ok(web_url);
  return { link_id, web_id, web_url, intent };
}

async function assertShown(page: Page, webhooks: number): Promise<void> {
  const rows = page.locator("#webhooks li");
  assert.equal(await rows.count(), webhooks);
  assert.equal(await rows.filter({ hasText: "signature verified" }).count(), webhooks);
}
