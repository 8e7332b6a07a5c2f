// Proves the endings at the bank without a payment: refused, wrong code five times, too late; each can be tried again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Payer } from "./harness/payer.ts";
import { Phone } from "./harness/phone.ts";
import { assertEnded, failed, toBank } from "./harness/proof.ts";
import { World } from "./harness/world.ts";

let world: World;
before(async () => {
  world = await World.open();
});
after(() => world.close());

const minutes = 60_000;
const again = [...failed, ...toBank, "received?"] as const;

test("refused at the bank, before and after login", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.open(link);
  await payer.chooseBank("rzb_ro");
  await payer.pay();
  await payer.refuse();
  await payer.sees("refused_by_you");
  await payer.follow("Try again");
  await payer.pay();
  await payer.logIn("rzb_ro", "maria.ionescu");
  await payer.chooseAccount("RO88RZBR0000060000012001");
  await payer.seesAtBank("Check the payment");
  await payer.refuse();
  await payer.sees("refused_by_you");
  await assertEnded(world, link, { statuses: [...again, "failed"], executions: 0 });
});

test("refused on the phone, then paid at another bank", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.open(link);
  await payer.chooseBank("cec_ro");
  await payer.pay();
  await payer.logIn("cec_ro", "sorina.lupu");
  await payer.chooseAccount("RO67CECEB00030RON1122334");
  await payer.askForPush();
  await (await Phone.open(world, "cec_ro", "sorina.lupu")).refuse();
  await payer.sees("refused_by_you");
  await payer.follow("Choose another bank");
  await payer.chooseBank("rzb_ro");
  await payer.pay();
  await payer.codeAtBank(link, "rzb_ro", "maria.ionescu");
  await payer.confirm(world.codeFor("maria.ionescu"));
  await payer.sees("paid");
  await assertEnded(world, link, { statuses: [...again, "submitted?", "completed"], executions: 1 });
});

test("S1: wrong code five times: stopped, then locked, and paid once the lock is over", async () => {
  const login = "elena.dumitru";
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  const right = world.codeFor(login);
  for (const left of [4, 3, 2, 1]) {
    await payer.confirm(right === "1111111" ? "2222222" : "1111111");
    const saying = await payer.sayingAtBank();
    assert.match(saying, /not right/);
    if (left <= 3) assert.match(saying, left === 1 ? /last try/ : new RegExp(`${left} tries left`));
  }
  await payer.confirm("1111112");
  await payer.seesAtBank("Stopped for your safety");
  await payer.submitLink(/^Back to /);
  await payer.sees("code_locked");

  await payer.follow("Try again");
  await payer.pay();
  await payer.logIn("rzb_ro", login);
  await payer.chooseAccount("RO47RZBR0000060000056001");
  await payer.submit("Send me a code");
  assert.match(await payer.sayingAtBank(), /confirming is locked.*15 min/s);
  assert.equal(world.codeFor(login), right, "no code is sent while the method is locked");
  await payer.refuse();
  await payer.sees("refused_by_you");
  await assertEnded(world, link, { statuses: [...again, "failed"], executions: 0 });

  world.clock.advance(15 * minutes + 1_000);
  await payer.follow("Try again");
  await payer.pay();
  await payer.codeAtBank(link, "rzb_ro", login);
  await payer.confirm(world.codeFor(login));
  await payer.sees("paid");
  const whole = [...again, "failed", ...toBank, "received?", "submitted?", "completed"];
  await assertEnded(world, link, { statuses: whole, executions: 1 });
});

test("too late at the bank: the payment ends by itself, and the right code pays nothing", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", "9999999998");
  const code = world.codeFor("9999999998");
  world.clock.advance(16 * minutes);
  await payer.confirm(code);
  // Whoever was away for so long has been logged out, and is told no more than that it is over.
  await payer.seesAtBank(/Already finished|Time is up/);
  await payer.submitLink(/^Back to /);
  await payer.sees("bank_timeout");
  await assertEnded(world, link, { statuses: failed, executions: 0 });
});

test("away from the bank's page until it was too late: the merchant hears of it all the same", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", "9999999998");
  await payer.page.close();
  world.clock.advance(16 * minutes);
  await assertEnded(world, link, { statuses: ["created", ...toBank, "failed"], executions: 0 });
  const later = await Payer.arrive(world);
  await later.open(link);
  await later.sees("bank_timeout");
});

test("an account without the money: the bank says so, and somebody else pays", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", "radu.stan");
  await payer.confirm(world.codeFor("radu.stan"));
  await payer.sees("refused_by_bank");
  assert.match(await payer.page.locator("main").innerText(), /does not have enough money/);
  const statuses = ["created", ...toBank, "received?", "submitted?", "failed"];
  await assertEnded(world, link, { statuses, executions: 0, refusals: 1 });
  const friend = await Payer.arrive(world);
  await friend.open(link);
  await friend.follow("Try again");
  await friend.pay();
  await friend.codeAtBank(link, "rzb_ro", "maria.ionescu");
  await friend.confirm(world.codeFor("maria.ionescu"));
  await friend.sees("paid");
  const whole = [...statuses, ...toBank, "received?", "submitted?", "completed"];
  await assertEnded(world, link, { statuses: whole, executions: 1, refusals: 1 });
});
