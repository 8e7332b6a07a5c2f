// Proves what a return from the bank is worth: nothing. The link follows the bank, whoever comes back, how often or never.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openDb } from "@tallystick/kit";
import { Payer } from "./harness/payer.ts";
import { assertEnded, paid, toBank } from "./harness/proof.ts";
import { until } from "./harness/until.ts";
import { World } from "./harness/world.ts";

let world: World;
before(async () => {
  world = await World.open();
});
after(() => world.close());

const login = "9999999998";

test("the tab is closed after authorising: the link completes all the same", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  await payer.leaveInsteadOfReturning(world.codeFor(login));
  // Nobody came back, so the hub never saw a return.
  await assertEnded(world, link, { statuses: ["created", ...toBank, "submitted?", "completed"], executions: 1 });
  const later = await Payer.arrive(world);
  await later.open(link);
  await later.sees("paid");
});

test("P12: coming back twice, and with a forged query, changes nothing", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.payWithCode(link, "rzb_ro", login);
  await assertEnded(world, link, { statuses: paid, executions: 1 });
  const [back] = payer.returns;
  assert.ok(back);
  for (const url of [back, `${back}?error=access_denied&transactionStatus=RJCT`, back]) {
    await payer.page.goto(url);
    await payer.sees("paid");
  }
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

test("P12: a forged success before anything was authorised leaves the link unpaid; the payer can still pay", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  const forged = `${await returnAddress(link)}?status=success&transactionStatus=ACSC&link_status=completed`;
  const tab = await payer.newTab();
  await tab.page.goto(forged);
  await tab.sees("asking_bank");
  await tab.page.goto(`${link.web_url}?status=completed&cancelled=1&code=paid`);
  await tab.sees("asking_bank");
  await assertEnded(world, link, { statuses: ["created", ...toBank, "received"], executions: 0 });

  world.clock.advance(11_000);
  await tab.page.reload();
  await tab.sees("not_finished");
  await tab.follow("Continue at");
  await tab.seesAtBank("Enter the code");
  await tab.confirm(world.codeFor(login));
  await tab.sees("paid");
  await assertEnded(world, link, {
    // Going back to the bank is a move of its own.
    statuses: ["created", ...toBank, "received", "awaiting_authz", "received?", "submitted?", "completed"],
    executions: 1,
  });
});

test("a return address with another state, or of another link, is none", async () => {
  const [mine, other] = await Promise.all([world.createLink(), world.createLink()]);
  const payer = await Payer.arrive(world);
  await payer.goToCode(mine, "rzb_ro", login);
  const state = (await returnAddress(mine)).split("/").at(-1);
  const { hub } = world.system.addresses;
  const tab = await payer.newTab();
  for (const url of [`${other.web_url}/return/${state}`, `${mine.web_url}/return/${"A".repeat(43)}`]) {
    const answer = await tab.page.goto(url);
    assert.equal(answer?.status(), 404);
    await tab.sees("unknown_link");
    assert.equal(new URL(tab.page.url()).origin, hub);
  }
  await payer.confirm(world.codeFor(login));
  await payer.sees("paid");
  await assertEnded(world, mine, { statuses: paid, executions: 1 });
  await assertEnded(world, other, { statuses: ["created"], executions: 0 });
});

test("S11: who returns in another browser sees a neutral page, and the payment is made all the same", async () => {
  const link = await world.createLink();
  const payer = await Payer.arrive(world);
  await payer.goToCode(link, "rzb_ro", login);
  await payer.leaveInsteadOfReturning(world.codeFor(login));
  const [back] = payer.returns;
  assert.ok(back);
  const other = await Payer.arrive(world);
  await other.page.goto(back);
  await other.sees("other_device");
  assert.equal(await other.page.getByRole("link", { name: "Continue at" }).count(), 0);
  await assertEnded(world, link, { statuses: paid, executions: 1 });
});

/** Where the bank will send the browser; the hub alone knows it before the payer has been sent there. */
async function returnAddress(link: { link_id: string; web_url: string }): Promise<string> {
  const db = openDb<{ attempt: { link_id: string; return_state: string } }>({
    url: world.system.databaseUrl,
    schema: "hub_test",
    max: 1,
  });
  try {
    const row = await until("an attempt", () =>
      db.selectFrom("attempt").select("return_state").where("link_id", "=", link.link_id).executeTakeFirst(),
    );
    return `${link.web_url}/return/${row.return_state}`;
  } finally {
    await db.destroy();
  }
}
