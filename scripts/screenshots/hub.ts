import { Payer } from "../../packages/sandbox/journeys/harness/payer.ts";
import type { World } from "../../packages/sandbox/journeys/harness/world.ts";
import type { Album } from "./album.ts";
import { showAt } from "./pause.ts";

/** The hosted page from the link to the bank's door. */
export async function hubPages(world: World, album: Album): Promise<void> {
  await choosing(world, album);
  await confirming(world, album);
  await handingOver(world, album);
}

async function choosing(world: World, album: Album): Promise<void> {
  const link = await world.createLink();
  const { page } = await Payer.arrive(world);
  await page.goto(link.web_url);
  await page.getByLabel("Find your bank").waitFor();
  await album.take(page, "choose-bank", { dark: true });
  for (const [query, name] of [
    ["transilvnia", "choose-bank-search"],
    ["zebra", "choose-bank-none"],
  ] as const) {
    await page.goto(`${link.web_url}?q=${query}`);
    await album.take(page, name);
  }
  const code = await fetch(`${world.system.addresses.hub}/links/${link.web_id}/qr.png`);
  await album.keep("qr", await code.bytes());
}

async function confirming(world: World, album: Album): Promise<void> {
  const payer = await Payer.arrive(world);
  const { page } = payer;
  await payer.open(await world.createLink());
  await payer.chooseBank("rzb_ro");
  await album.take(page, "confirm", { dark: true });
  await page.getByText("Cancel this payment").click();
  await album.take(page, "confirm-cancel");
  await page.getByLabel("IBAN of your account").fill("RO03 RZBR 0000 0699 9999 9998");
  await payer.payButton.click();
  await payer.sees("confirm_iban_invalid");
  await album.take(page, "confirm-wrong-iban");

  await payer.open(await world.createLink({ debtor: { iban: "RO03RZBR0000069999999999" } }));
  await payer.chooseBank("rzb_ro");
  await album.take(page, "confirm-account-given");

  const creditor = { name: "Gintare Petrauske", iban: "LT493500010002345678" };
  await payer.open(await world.createLink({ amount: "250.00", currency: "EUR", creditor }));
  await payer.chooseBank("paysera_lt");
  await album.take(page, "confirm-transfer-type");

  const longest = {
    amount: "999999999999.99",
    creditor: {
      name: "Ocolul Silvic Experimental Caransebes-Otelu Rosu si Fiii Asociati SRL",
      iban: "RO10RZBR0000069999999970",
    },
    description:
      "Factura 2026-11-000017, lucrari de impadurire pe versantul nordic, parcela 114B, transa a doua, plata finala",
  };
  const link = await world.createLink(longest, { options: { locale: "de" } });
  await payer.open(link);
  await payer.chooseBank("libra_ro");
  await album.take(page, "confirm-longest");
  await page.goto(`${link.web_url}?choose=1&lang=ka`);
  await album.take(page, "choose-bank-georgian");
}

async function handingOver(world: World, album: Album): Promise<void> {
  const payer = await Payer.arrive(world);
  const { page } = payer;
  await page.route(`${world.system.addresses.banksPages}/**`, (route) => route.fulfill({ status: 204 }));
  const link = await world.createLink();
  await payer.open(link);
  await payer.chooseBank("rzb_ro");
  await payer.payButton.click();
  await payer.sees("go_to_bank");
  await album.take(page, "to-bank");
  await showAt(world, payer, link, "requested");
  await payer.sees("sending_to_bank");
  await album.take(page, "sending");
}
