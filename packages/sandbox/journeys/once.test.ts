// Proves that a link is paid once, however many tabs, browsers and hurried fingers pay it (rows P3, P8, P10).
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

test("P8: two tabs of one browser confirm the same payment at the same moment", async () => {
  const link = await world.createLink();
  const first = await Payer.arrive(world);
  const second = await first.newTab();
  for (const tab of [first, second]) {
    await tab.open(link);
    await tab.chooseBank("rzb_ro");
  }
  await first.pay();
  await second.pay();
  assert.equal(second.page.url(), first.page.url(), "the second tab is sent to the payment of the first");
  await first.codeAtBank(link, "rzb_ro", login);
  await second.page.reload();
  await second.seesAtBank("Enter the code");
  const code = world.codeFor(login);
  await Promise.all([first.confirm(code), second.confirm(code)]);
  await Promise.all([first.sees("paid"), second.sees("paid")]);
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

test("P3: Pay is pressed in two tabs at the same moment: one payment at one bank", async () => {
  const link = await world.createLink();
  const first = await Payer.arrive(world);
  const second = await first.newTab();
  for (const tab of [first, second]) {
    await tab.open(link);
    await tab.chooseBank("rzb_ro");
  }
  await Promise.all([first.payButton.click(), second.payButton.click()]);
  // The tab that came second waits for the bank's answer to the first, and may then go on from its own page.
  await Promise.all([first.atBankAfterWaiting(), second.atBankAfterWaiting()]);
  assert.equal(second.page.url(), first.page.url());
  await first.codeAtBank(link, "rzb_ro", login);
  await first.confirm(world.codeFor(login));
  await first.sees("paid");
  await second.page.reload();
  await second.seesAtBank("Payment confirmed");
  await second.submitLink(/^Back to /);
  await second.sees("paid");
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

test("two tabs with two banks: the bank that was left first is told so", async () => {
  const link = await world.createLink();
  const first = await Payer.arrive(world);
  await first.goToCode(link, "rzb_ro", login);
  const code = world.codeFor(login);
  const second = await first.newTab();
  await second.open(link);
  await second.sees("not_finished");
  await second.page.getByRole("button", { name: "Choose another bank" }).click();
  await second.chooseBank("bt_ro");
  await second.pay();
  await first.confirm(code);
  await first.seesAtBank("Payment withdrawn");
  await second.logIn("bt_ro", "testbt");
  await second.chooseAccount("RO62BTRLRONCRT0V23456701");
  await second.askForPin();
  await second.confirm("1234567");
  await second.sees("paid");
  const statuses = ["created", ...toBank, "failed", ...toBank, "received?", "submitted?", "completed"];
  await assertEnded(world, link, { statuses, executions: 1, debtorIban: "RO62BTRLRONCRT0V23456701" });
});

test("two browsers: the second is told, and may take over", async () => {
  const link = await world.createLink();
  const first = await Payer.arrive(world);
  const second = await Payer.arrive(world);
  for (const payer of [first, second]) {
    await payer.open(link);
    await payer.chooseBank("rzb_ro");
  }
  await first.pay();
  await first.codeAtBank(link, "rzb_ro", login);
  const code = world.codeFor(login);
  await second.payButton.click();
  await second.sees("other_device");
  await second.page.getByRole("button", { name: "Start over on this device" }).click();
  await second.chooseBank("rzb_ro");
  await second.pay();
  await first.confirm(code);
  await first.seesAtBank("Payment withdrawn");
  await first.submitLink(/^Back to /);
  await first.sees("other_device");
  await second.codeAtBank(link, "rzb_ro", "maria.ionescu");
  await second.confirm(world.codeFor("maria.ionescu"));
  await second.sees("paid");
  const statuses = ["created", ...toBank, "failed", ...toBank, "received?", "submitted?", "completed"];
  await assertEnded(world, link, { statuses, executions: 1, debtorIban: "RO88RZBR0000060000012001" });
});

test("two browsers: who presses Pay after the other has paid is told so", async () => {
  const link = await world.createLink();
  const late = await Payer.arrive(world, { javaScriptEnabled: false });
  await late.open(link);
  await late.chooseBank("bt_ro");
  const payer = await Payer.arrive(world);
  await payer.payWithCode(link, "rzb_ro", login);
  await late.payButton.click();
  await late.sees("paid_elsewhere");
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

test("a page that is left open follows the payment made elsewhere", async () => {
  const link = await world.createLink();
  const watching = await Payer.arrive(world);
  await watching.open(link);
  await watching.sees("choose_bank");
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  await watching.sees("other_device");
  await payer.confirm(world.codeFor(login));
  await payer.sees("paid");
  await watching.sees("paid");
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

test("P8: going back in the browser's history and confirming again pays nothing more", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.payWithCode(link, "rzb_ro", login);
  await payer.page.goBack();
  await payer.seesAtBank("Payment confirmed");
  await payer.submitLink(/^Back to /);
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});
