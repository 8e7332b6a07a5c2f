import { Payer } from "../../packages/sandbox/journeys/harness/payer.ts";
import { Phone } from "../../packages/sandbox/journeys/harness/phone.ts";
import type { World } from "../../packages/sandbox/journeys/harness/world.ts";
import type { Album } from "./album.ts";

/** What the account holder sees at the bank, with the phone beside it. */
export async function bankPages(world: World, album: Album): Promise<void> {
  await byCode(world, album);
  await byPin(world, album);
  await byPush(world, album);
}

async function arriveAt(world: World, providerId: string): Promise<Payer> {
  const payer = await Payer.arrive(world);
  await payer.open(await world.createLink());
  await payer.chooseBank(providerId);
  await payer.pay();
  return payer;
}

async function byCode(world: World, album: Album): Promise<void> {
  const payer = await arriveAt(world, "rzb_ro");
  const { page } = payer;
  await album.take(page, "bank-login", { dark: true });
  await page.getByLabel("User name").fill("elena.dumitru");
  await page.getByLabel("Password").fill("not-the-password");
  await payer.submit("Log in to ");
  await album.take(page, "bank-login-wrong");
  await payer.logIn("rzb_ro", "elena.dumitru");
  await payer.seesAtBank("Choose your account");
  await album.take(page, "bank-account");
  await payer.chooseAccount("RO47RZBR0000060000056001");
  await payer.seesAtBank("Check the payment");
  await album.take(page, "bank-review", { dark: true });
  await payer.submit("Send me a code");
  await payer.seesAtBank("Enter the code");
  await album.take(page, "bank-code");
  const phone = await Phone.open(world, "rzb_ro", "elena.dumitru");
  await phone.readCode();
  await album.take(phone.page, "phone-code", { dark: true });
  const wrong = world.codeFor("elena.dumitru") === "1111111" ? "2222222" : "1111111";
  for (let tries = 0; tries < 4; tries += 1) {
    await payer.confirm(wrong);
    if (tries === 1) await album.take(page, "bank-code-wrong");
  }
  await payer.confirm(wrong);
  await payer.seesAtBank("Stopped for your safety");
  await album.take(page, "bank-stopped");
}

async function byPin(world: World, album: Album): Promise<void> {
  const payer = await arriveAt(world, "bt_ro");
  await payer.logIn("bt_ro", "testbt");
  await payer.chooseAccount("RO62BTRLRONCRT0V23456701");
  await payer.askForPin();
  await album.take(payer.page, "bank-pin");
}

async function byPush(world: World, album: Album): Promise<void> {
  const payer = await arriveAt(world, "cec_ro");
  await payer.logIn("cec_ro", "sorina.lupu");
  await payer.chooseAccount("RO67CECEB00030RON1122334");
  await payer.askForPush();
  await album.take(payer.page, "bank-push");
  const chooser = await world.newPage();
  await chooser.goto(`${world.system.addresses.banksPages}/cec_ro/phone`);
  await album.take(chooser, "phone-people");
  const phone = await Phone.open(world, "cec_ro", "sorina.lupu");
  await phone.page.goto(`${world.system.addresses.banksPages}/cec_ro/phone/sorina.lupu`);
  await album.take(phone.page, "phone-push");
  await phone.refuse();
  await album.take(phone.page, "phone-push-refused");
}
