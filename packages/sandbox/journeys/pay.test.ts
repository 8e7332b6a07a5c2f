// Proves that a link is paid at each kind of bank: with the account given or chosen, by code, pin and push, in RON and EUR.
import { after, before, test } from "node:test";
import { Payer } from "./harness/payer.ts";
import { Phone } from "./harness/phone.ts";
import { assertEnded, paid } from "./harness/proof.ts";
import { World } from "./harness/world.ts";

let world: World;
before(async () => {
  world = await World.open();
});
after(() => world.close());

test("with the account given by the merchant, by a code from the phone", async () => {
  const debtorIban = "RO03RZBR0000069999999999";
  const link = await world.createLink({ debtor: { iban: debtorIban } });
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", "9999999998");
  const phone = await Phone.open(world, "rzb_ro", "9999999998");
  await payer.confirm(await phone.readCode());
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: paid, executions: 1, debtorIban });
});

test("with the account chosen at the bank", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.open(link);
  await payer.chooseBank("rzb_ro");
  await payer.pay();
  await payer.logIn("rzb_ro", "maria.ionescu");
  await payer.chooseAccount("RO88RZBR0000060000012001");
  await payer.askForCode();
  await payer.confirm(world.codeFor("maria.ionescu"));
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: paid, executions: 1, debtorIban: "RO88RZBR0000060000012001" });
});

test("with the account typed by the payer, blanks and small letters included", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.open(link);
  await payer.chooseBank("rzb_ro");
  await payer.page.getByLabel("IBAN of your account").fill("RO03 RZBR 0000 0699 9999 9998");
  await payer.payButton.click();
  await payer.sees("confirm_iban_invalid");
  await payer.page.getByLabel("IBAN of your account").fill("ro03 rzbr 0000 0699 9999 9999");
  await payer.pay();
  await payer.logIn("rzb_ro", "9999999998");
  await payer.askForCode();
  await payer.confirm(world.codeFor("9999999998"));
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: paid, executions: 1, debtorIban: "RO03RZBR0000069999999999" });
});

test("at bt_ro, by a static pin", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.open(link);
  await payer.chooseBank("bt_ro");
  await payer.pay();
  await payer.logIn("bt_ro", "testbt");
  await payer.chooseAccount("RO62BTRLRONCRT0V23456701");
  await payer.askForPin();
  await payer.confirm("1234567");
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: paid, executions: 1, debtorIban: "RO62BTRLRONCRT0V23456701" });
});

test("at cec_ro, approved on the phone", async () => {
  const link = await world.createLink({ debtor: { iban: "RO42CECEAG0202RON0007466" } });
  const payer = await Payer.arrive(world);
  await payer.open(link);
  await payer.chooseBank("cec_ro");
  await payer.pay();
  await payer.logIn("cec_ro", "testcecapi");
  await payer.askForPush();
  const phone = await Phone.open(world, "cec_ro", "testcecapi");
  await phone.approve();
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: paid, executions: 1, debtorIban: "RO42CECEAG0202RON0007466" });
});

for (const scheme of ["SEPA transfer", "Instant transfer"]) {
  test(`at paysera_lt in EUR, as ${scheme}`, async () => {
    const creditor = { name: "Gintare Petrauske", iban: "LT493500010002345678" };
    const link = await world.createLink({ amount: "250.00", currency: "EUR", creditor });
    const payer = await Payer.arrive(world);
    await payer.open(link);
    await payer.chooseBank("paysera_lt");
    await payer.page.getByLabel(scheme).check();
    await payer.pay();
    await payer.codeAtBank(link, "paysera_lt", "jonas.kazlauskas");
    await payer.confirm(world.codeFor("jonas.kazlauskas"));
    await payer.sees("paid");
    await assertEnded(world, link, { statuses: paid, executions: 1, debtorIban: "LT803500010001234567" });
  });
}
