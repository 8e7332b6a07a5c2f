// Proves in a real browser that a person sees at the bank whom they have let in, ends it, and sees what was paid through
// others: without scripts, by keyboard alone, and with axe-core finding nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { BrowserContextOptions } from "playwright-core";
import { assertAccessible } from "@tallystick/kit/testing/axe";
import { autoSubmitting, openStranger } from "./harness/stranger.ts";
import { Payer } from "./harness/payer.ts";
import { openTpp, type SandboxTpp } from "./harness/tpp.ts";
import { World } from "./harness/world.ts";

const [bank, login, iban] = ["rzb_ro", "maria.ionescu", "RO88RZBR0000060000012001"];
let world: World;
let tpp: SandboxTpp;
let access: string;
before(async () => {
  world = await World.open();
  tpp = await openTpp(world, bank);
  access = `${world.system.addresses.banksPages}/${bank}/access`;
});
after(async () => {
  await tpp.close();
  await world.close();
});

async function allow(options: BrowserContextOptions = {}): Promise<string> {
  const { consentId, scaRedirect } = await tpp.askForConsent(iban);
  const holder = await Payer.arrive(world, options);
  await holder.page.goto(scaRedirect);
  await holder.logIn(bank, login);
  await holder.seesAtBank("Allow access?");
  await holder.submit("Send me a code");
  await holder.page.getByLabel("Code").fill(world.codeFor(login));
  await Promise.all([holder.page.waitForURL(/\/orders/), holder.page.keyboard.press("Enter")]);
  return consentId;
}

const reads = async (consentId: string): Promise<number | string> => {
  const { status, body } = await tpp.call("GET", "/accounts", { headers: { "consent-id": consentId } });
  return status === 200 ? 200 : `${status} ${body.tppMessages[0].code}`;
};

const dark: BrowserContextOptions = { colorScheme: "dark", viewport: { width: 390, height: 844 } };
const looks: Record<string, BrowserContextOptions> = {
  "light, 1280 px": { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  "dark, 390 px, without scripts": { ...dark, javaScriptEnabled: false },
};

for (const [look, options] of Object.entries(looks)) {
  test(`what a TPP was allowed is seen, used and ended; the TPP's next read is refused: ${look}`, async () => {
    const consentId = await allow();
    assert.equal(await reads(consentId), 200);
    const holder = await Payer.arrive(world, options);
    const { page } = holder;
    // axe-core is a script of its own.
    const check = (what: string) =>
      options.javaScriptEnabled === false ? undefined : assertAccessible(page, `${what}, ${look}`);
    await page.goto(access);
    await holder.seesAtBank("Log in");
    await check("the login");
    await holder.logIn(bank, login);
    await holder.seesAtBank("Who may see your accounts");
    await check("the list");
    const main = page.locator("main");
    assert.match(await main.innerText(), /see their transactions[\s\S]*RO88 RZBR 0000 0600 0001 2001 RON/);
    assert.equal(await overflow(page), 0);
    await main
      .getByRole("link", { name: /^End the access of/ })
      .first()
      .click();
    await holder.seesAtBank("End this access?");
    await check("the question");
    await main.getByRole("link", { name: "Keep it" }).click();
    await holder.seesAtBank("Who may see your accounts");
    assert.equal(await reads(consentId), 200);
    await page.locator(`a[href$="/consents/${consentId}"]`).click();
    await holder.submit("End the access");
    await holder.seesAtBank("Access ended");
    await check("the end");
    assert.equal(await reads(consentId), "401 CONSENT_INVALID");
    await main.getByRole("link", { name: "Ended access" }).click();
    await holder.seesAtBank("Access that has ended");
    await check("what has ended");
    assert.match(await main.innerText(), /ended by you/);
    assert.equal(await overflow(page), 0);
    await holder.submit("Log out");
    await holder.seesAtBank("Log in");
  });
}

test("a payment made through the shop's TPP is on the list of payments", async () => {
  const link = await world.createLink({ debtor: { iban } });
  const payer = await Payer.arrive(world, dark);
  await payer.payWithCode(link, bank, login);
  await payer.page.goto(access);
  // The session of the confirmation is the same person's at the same bank.
  await payer.submitLink(/^Payments$/);
  await payer.seesAtBank("Payments through others");
  await assertAccessible(payer.page, "the payments");
  const card = payer.page.locator("section.card").first();
  assert.match(await card.innerText(), /12\.50\sRON[\s\S]*Raboj Tally Sticks SRL[\s\S]*Status\s*Paid/);
  assert.equal(await overflow(payer.page), 0);
});

test("by keyboard alone: in, to the question, and ended", async () => {
  const consentId = await allow();
  const holder = await Payer.arrive(world);
  const { page } = holder;
  await page.goto(access);
  await tabTo("User name");
  await page.keyboard.type(login);
  await page.keyboard.press("Tab");
  await page.keyboard.type(world.user(bank, login).password);
  await page.keyboard.press("Enter");
  await holder.seesAtBank("Who may see your accounts");
  await tabTo("End the access of");
  await page.keyboard.press("Enter");
  await holder.seesAtBank("End this access?");
  await tabTo("End the access");
  await page.keyboard.press("Enter");
  await holder.seesAtBank("Access ended");
  assert.equal(await reads(consentId), "401 CONSENT_INVALID");

  async function tabTo(name: string): Promise<void> {
    for (let stops = 0; stops < 30; stops += 1) {
      await page.keyboard.press("Tab");
      const here = await page.locator(":focus").evaluate(labelOf);
      if (here.startsWith(name)) return;
    }
    assert.fail(`${name} is not reached by Tab`);
  }
});

test("S4: a form that another site sends to end an access is refused, right token included", async () => {
  const consentId = await allow();
  const strangers = await Promise.all([openStranger("localhost"), openStranger("127.0.0.1")]);
  const holder = await Payer.arrive(world);
  await holder.page.goto(access);
  await holder.logIn(bank, login);
  await holder.page.goto(`${access}/consents/${consentId}`);
  const form = holder.page.locator('form[action$="/revoke"]');
  const form_token = (await form.locator("input").getAttribute("value"))!;
  const action = (await form.getAttribute("action"))!;
  for (const stranger of strangers) {
    const tab = await holder.newTab();
    const [answer] = await Promise.all([
      tab.page.waitForResponse((response) => response.url() === action),
      tab.page.goto(stranger.page(autoSubmitting(action, { form_token }))),
    ]);
    assert.equal(answer.status(), 403);
  }
  assert.equal(await reads(consentId), 200);
  await Promise.all(strangers.map((stranger) => stranger.close()));
});

/** How far the page is wider than its window, in pixels. */
async function overflow(page: Payer["page"]): Promise<number> {
  return Number(await page.locator("html").evaluate((root: any) => root.scrollWidth - root.clientWidth));
}

function labelOf(element: any): string {
  return element.labels?.[0]?.innerText ?? element.innerText;
}
