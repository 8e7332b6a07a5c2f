// Proves that people who see, point or hear differently can pay: axe-core finds nothing serious on any page of the flow.
import { after, before, describe, test } from "node:test";
import type { BrowserContextOptions } from "playwright-core";
import { assertAccessible } from "@tallystick/kit/testing/axe";
import { Payer } from "./harness/payer.ts";
import { Phone } from "./harness/phone.ts";
import { assertEnded, failed, paid, toBank } from "./harness/proof.ts";
import { World } from "./harness/world.ts";

let world: World;
before(async () => {
  world = await World.open();
});
after(() => world.close());

const login = "9999999998";
const looks: Record<string, BrowserContextOptions> = {
  "light, 1280 px": { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  "dark, 390 px": { colorScheme: "dark", viewport: { width: 390, height: 844 } },
};

for (const [look, options] of Object.entries(looks)) {
  const check = (payer: { page: Payer["page"] }, what: string) => assertAccessible(payer.page, `${what}, ${look}`);

  describe(`every page in ${look}`, () => {
    test("from the shop to the paid order", async () => {
      const link = await world.createLink();
      const { shop } = world.system.addresses;
      const payer = await Payer.arrive(world, options);
      await payer.page.goto(shop);
      await check(payer, "the shop");
      await payer.open(link);
      await check(payer, "the choice of the bank");
      await payer.page.goto(`${link.web_url}?q=nobank`);
      await check(payer, "a search without result");
      await payer.page.goto(`${link.web_url}?q=bank`);
      await payer.chooseBank("rzb_ro");
      await check(payer, "the confirmation");
      await payer.page.getByLabel("IBAN of your account").fill("RO00");
      await payer.payButton.click();
      await payer.sees("confirm_iban_invalid");
      await check(payer, "a wrong IBAN");
      await payer.page.getByLabel("IBAN of your account").fill("");
      await payer.pay();
      await check(payer, "the bank's login");
      await payer.page.getByLabel("User name").fill("nobody");
      await payer.page.getByLabel("Password").fill("nothing");
      await payer.submit("Log in to ");
      await check(payer, "a wrong login");
      await payer.logIn("rzb_ro", login);
      await check(payer, "the choice of the account");
      await payer.chooseAccount("RO03RZBR0000069999999999");
      await check(payer, "the review");
      await payer.askForCode();
      await check(payer, "the code");
      const phone = await Phone.open(world, "rzb_ro", login, options);
      const code = await phone.readCode();
      await check(phone, "the phone with a code");
      await payer.confirm(code === "1111111" ? "2222222" : "1111111");
      await check(payer, "a wrong code");
      await payer.confirm(code);
      await payer.sees("paid");
      await check(payer, "paid");
      await payer.page.goBack();
      await check(payer, "the bank after the end");
      await payer.page.goto(`${shop}/orders/${link.link_id}`);
      await check(payer, "the order");
      await assertEnded(world, link, { statuses: paid, executions: 1 });
    });

    test("the other ways to confirm, and the phone", async () => {
      const link = await world.createLink();
      const payer = await Payer.arrive(world, options);
      await payer.open(link);
      await payer.chooseBank("cec_ro");
      await payer.pay();
      await payer.logIn("cec_ro", "testcecapi");
      await payer.chooseAccount("RO42CECEAG0202RON0007466");
      await payer.askForPush();
      await check(payer, "waiting for the phone");
      const phone = await Phone.open(world, "cec_ro", "testcecapi", options);
      await phone.look();
      await check(phone, "the phone with a request");
      await payer.refuse();
      await payer.sees("refused_by_you");
      await check(payer, "refused");
      await payer.follow("Choose another bank");
      await payer.chooseBank("bt_ro");
      await payer.pay();
      await check(payer, "the login of another bank");
      await payer.logIn("bt_ro", "testbt");
      await payer.chooseAccount("RO62BTRLRONCRT0V23456701");
      await payer.askForPin();
      await check(payer, "the pin");
      await payer.confirm("1234567");
      await payer.sees("paid");
      const statuses = [...failed, ...paid.slice(1)];
      await assertEnded(world, link, { statuses, executions: 1 });
      await phone.page.goto(`${world.system.addresses.banksPages}/cec_ro/phone`);
      await check(phone, "whose phone it is");
    });

    test("the endings", async () => {
      const link = await world.createLink({}, { options: { expires_in: 60 } });
      const payer = await Payer.arrive(world, options);
      await payer.goToCode(link, "rzb_ro", login);
      const tab = await payer.newTab();
      await tab.open(link);
      await tab.sees("not_finished");
      await check(tab, "not finished");
      const other = await Payer.arrive(world, options);
      await other.open(link);
      await other.sees("other_device");
      await check(other, "started on another device");
      world.clock.advance(16 * 60_000);
      await payer.page.reload();
      await check(payer, "too late at the bank");
      await tab.sees("bank_timeout");
      await check(tab, "too late");
      await assertEnded(world, link, { statuses: ["created", ...toBank, "failed"], executions: 0 });
      await payer.page.goto(`${link.web_url}x`);
      await payer.sees("unknown_link");
      await check(payer, "no such link");
      await payer.page.goto(`${world.system.addresses.banksPages}/rzb_ro/sca/nothing`);
      await check(payer, "no such payment at the bank");
      const revoked = await world.createLink();
      await payer.open(revoked);
      await payer.cancel();
      await payer.sees("cancelled_by_you");
      await check(payer, "cancelled");
      await assertEnded(world, revoked, { statuses: ["created", "started", "revoked"], executions: 0 });
    });
  });
}
