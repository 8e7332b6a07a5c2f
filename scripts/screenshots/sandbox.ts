import { Payer } from "../../packages/sandbox/journeys/harness/payer.ts";
import type { World } from "../../packages/sandbox/journeys/harness/world.ts";
import type { Album } from "./album.ts";

/** The demo shop: something is bought, paid, and the webhooks arrive. */
export async function sandboxPages(world: World, album: Album): Promise<void> {
  const payer = await Payer.arrive(world);
  const { page } = payer;
  await page.goto(world.system.addresses.shop);
  await album.take(page, "shop", { dark: true });
  await page.getByRole("button", { name: "Buy for" }).click();
  await payer.sees("choose_bank");
  const pageOfLink = page.url();
  const orders = await payer.newTab();
  const linkId = await linkOf(world, pageOfLink);
  await orders.page.goto(`${world.system.addresses.shop}/orders?link_id=${linkId}`);
  await album.take(orders.page, "shop-order");
  await payer.chooseBank("rzb_ro");
  await payer.pay();
  await payer.logIn("rzb_ro", "maria.ionescu");
  await payer.chooseAccount("RO88RZBR0000060000012001");
  await payer.askForCode();
  await payer.confirm(world.codeFor("maria.ionescu"));
  await payer.sees("paid");
  await orders.page.getByText("Paid. Thank you!").waitFor();
  await orders.page.locator("#webhooks").getByText("completed").waitFor();
  await album.take(orders.page, "shop-order-paid");
}

async function linkOf(world: World, webUrl: string): Promise<string> {
  const { links } = await world.merchant.links.list();
  return links.find((link) => link.web_url === new URL(webUrl).origin + new URL(webUrl).pathname)?.link_id ?? "";
}
