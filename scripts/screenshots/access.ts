import { Payer } from "../../packages/sandbox/journeys/harness/payer.ts";
import { openTpp } from "../../packages/sandbox/journeys/harness/tpp.ts";
import type { World } from "../../packages/sandbox/journeys/harness/world.ts";
import type { Album } from "./album.ts";

const [bank, login, iban] = ["bt_ro", "testbt", "RO62BTRLRONCRT0V23456701"];

/** Where an account holder sees what they have allowed and what was paid through others. */
export async function accessPages(world: World, album: Album): Promise<void> {
  const tpp = await openTpp(world, bank);
  const { consentId } = await allow(world, await tpp.askForConsent(iban));
  await allow(world, await tpp.askForConsent(iban));
  await tpp.call("GET", "/accounts", { headers: { "consent-id": consentId } });
  await tpp.close();
  const payer = await Payer.arrive(world);
  await payer.open(await world.createLink({ debtor: { iban } }));
  await payer.chooseBank(bank);
  await payer.pay();
  await payer.logIn(bank, login);
  await payer.askForPin();
  await payer.confirm("1234567");
  await payer.sees("paid");
  await ownPages(world, album, consentId);
}

async function ownPages(world: World, album: Album, consentId: string): Promise<void> {
  const holder = await Payer.arrive(world);
  const { page } = holder;
  const url = `${world.system.addresses.banksPages}/${bank}/access`;
  await page.goto(url);
  await album.take(page, "access-login");
  await holder.logIn(bank, login);
  await album.take(page, "access-list", { dark: true });
  await page.goto(`${url}/consents/${consentId}`);
  await album.take(page, "access-end", { dark: true });
  await holder.submit("End the access");
  await album.take(page, "access-ended");
  await page.goto(`${url}/ended`);
  await album.take(page, "access-past");
  await page.goto(`${url}/payments`);
  await album.take(page, "access-payments", { dark: true });
}

async function allow(world: World, asked: { readonly consentId: string; readonly scaRedirect: string }) {
  const holder = await Payer.arrive(world);
  await holder.page.goto(asked.scaRedirect);
  await holder.logIn(bank, login);
  await holder.submit("Confirm with my pin");
  await holder.page.getByLabel("Pin").fill("1234567");
  await Promise.all([holder.page.waitForURL(/\/orders/), holder.page.keyboard.press("Enter")]);
  return asked;
}
