/** Proves what a PSU sees before giving a TPP access: who asks, for what, of which accounts and how long, and no other. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible } from "@tallystick/kit/testing/axe";
import { launchBrowser } from "@tallystick/kit/testing/browser";
import { addDays, dateOf, type AccountAccess } from "@tallystick/xs2a";
import type { Browser, Page } from "playwright-core";
import { openConsent } from "../consent/record/open.ts";
import { readConsentRequest } from "../consent/record/request.ts";
import { readFundsConsentRequest } from "../funds-confirmation/request.ts";
import { aliceEur, aliceRon, bobRon, sampleConsent } from "../testing/consents.ts";
import { alice, bob, method, type FakePsu } from "../testing/fake-core-banking.ts";
import { testProfile, testTpp } from "../testing/test-bank.ts";
import { TestBrowser, textOf, titleOf, type Answer } from "./testing/browser.ts";
import { openTestPages, type TestPages } from "./testing/open-pages.ts";

let pages: TestPages;
before(async () => {
  pages = await openTestPages();
  const { db, clock } = pages.bank.authorisation;
  const { tppId, name, country, ncaId } = testTpp;
  await db
    .insertInto("tpp")
    .values({ tpp_id: tppId, name, country, nca_id: ncaId, enrolled_at: clock.now() })
    .execute();
});
after(() => pages.close());

const goesBack: { redirectUri?: string } = { redirectUri: "https://tpp.example/back?x=1" };

async function ask(access: AccountAccess, change: object = {}, back = goesBack) {
  const { db, random, clock } = pages.bank.authorisation;
  const at = clock.now();
  const [consentId, authorisationId] = [random.uuid(), random.uuid()];
  const draft = readConsentRequest(
    { ...sampleConsent, access, ...change },
    { profile: testProfile, today: dateOf(at) },
  );
  const consent = { consentId, authorisationId, draft, tpp: testTpp, at, ...back };
  await db.transaction().execute((tx) => openConsent(tx, testProfile, consent));
  return { consentId, url: pages.urlOf(authorisationId) };
}

async function logIn(url: string, psu: FakePsu = alice): Promise<{ browser: TestBrowser; page: Answer }> {
  const browser = new TestBrowser();
  const page = await browser.fill(await browser.open(url), "login", { login: psu.login, secret: psu.secret });
  return { browser, page };
}

async function statusOf(consentId: string): Promise<string> {
  const { db } = pages.bank.authorisation;
  const row = db.selectFrom("consent").select("status").where("consent_id", "=", consentId);
  return (await row.executeTakeFirstOrThrow()).status;
}

function shows(page: Answer, ...parts: readonly string[]): void {
  for (const part of parts) assert.ok(textOf(page).includes(part), `${part} is on the page: ${textOf(page)}`);
}

const ronGrouped = "RO03 RZBR 0000 0699 9999 9999";
const eurGrouped = "RO49 AAAA 1B31 0075 9384 0000";

test("P7: who asks, for what, of which accounts and how long is shown before it is allowed, and stands in the message", async () => {
  const { consentId, url } = await ask({ balances: [{ iban: aliceRon }], transactions: [{ iban: aliceEur }] });
  const stranger = await new TestBrowser().open(url);
  shows(stranger, "Test TPP asks to", "see their balances");
  assert.ok(!textOf(stranger).includes(ronGrouped), "accounts are for their holder's eyes");
  const { browser, page } = await logIn(url);
  assert.equal(titleOf(page), "Allow access? – Test Bank");
  const until = addDays(dateOf(pages.bank.clock.now()), 180)!;
  shows(stranger, "see certain accounts, which are named after you log in");
  shows(page, "Test TPP", "see the accounts named below", "see their balances", "see their transactions", until);
  shows(page, `${ronGrouped} balances`, `${eurGrouped} transactions`, "up to 4 times a day");
  const code = await browser.fill(page, "method", { method_id: method.code.methodId });
  shows(code, "Allow access", ronGrouped);
  const message = pages.bank.spi.messages.at(-1)?.text ?? "";
  assert.match(
    message,
    new RegExp(`to let Test TPP see balances and transactions of your accounts ending in 9999, 0000 until ${until}`),
  );
  const back = await browser.submit(code, "answer", { code: pages.bank.spi.lastCode() });
  assert.equal(back.location, "https://tpp.example/back?x=1");
  assert.equal(await statusOf(consentId), "valid");
  const again = await browser.open(url);
  assert.equal(titleOf(again), "Access allowed – Test Bank");
  assert.match(again.text, new RegExp(`href="${pages.pagesUrl}/access"`));
});

test("P7: a consent to funds confirmations lasts until it is ended, and nothing of it is counted by day", async () => {
  const { db, random, clock } = pages.bank.authorisation;
  const [at, consentId, authorisationId] = [clock.now(), random.uuid(), random.uuid()];
  const draft = readFundsConsentRequest({ account: { iban: aliceRon } }, { profile: testProfile, now: at });
  const consent = { consentId, authorisationId, draft, tpp: testTpp, at, ...goesBack };
  await db.transaction().execute((tx) => openConsent(tx, testProfile, consent));
  const { page } = await logIn(pages.urlOf(authorisationId));
  shows(page, "ask whether a sum is available", ronGrouped, "How long until you end it");
  assert.doesNotMatch(textOf(page), /9999-12-31|a day/);
});

test("the PSU chooses one or several accounts, and none but their own", async () => {
  const { consentId, url } = await ask({ accounts: [], balances: [] });
  const { browser, page } = await logIn(url);
  assert.equal(titleOf(page), "Choose your accounts – Test Bank");
  shows(page, ronGrouped, eurGrouped, "those that you choose");
  const withBoth = { "account_a-ron": "a-ron", "account_a-eur": "a-eur" };
  const foreign = await browser.fill(page, "account", { ...withBoth, "account_b-ron": "b-ron" });
  shows(foreign, "Choose at least one of your accounts.");
  const none = await browser.post(`${url}/account`, { form_token: tokenOf(foreign, "account") });
  shows(await browser.follow(none), "Choose at least one of your accounts.");
  const review = await browser.fill(await browser.open(url), "account", withBoth);
  assert.equal(titleOf(review), "Allow access? – Test Bank");
  shows(review, ronGrouped, eurGrouped, "Choose other accounts");
  const chooseAgain = await browser.open(`${url}/account`);
  const one = await browser.post(`${url}/account`, {
    form_token: tokenOf(chooseAgain, "account"),
    "account_a-eur": "a-eur",
  });
  const last = await browser.follow(one);
  shows(last, eurGrouped);
  assert.ok(!textOf(last).includes(ronGrouped));
  const code = await browser.fill(last, "method", { method_id: method.code.methodId });
  await browser.submit(code, "answer", { code: pages.bank.spi.lastCode() });
  assert.equal(await statusOf(consentId), "valid");
});

test("P7: a form of one consent fits no other, nor the same one after it was changed", async () => {
  const [one, two] = [await ask({ allPsd2: "allAccounts" }), await ask({ availableAccounts: "allAccounts" })];
  const { browser, page } = await logIn(one.url);
  const other = await browser.fill(await browser.open(two.url), "login", { login: alice.login, secret: alice.secret });
  shows(other, "see the list of your accounts");
  const fields = { form_token: tokenOf(page, "method"), method_id: method.code.methodId };
  assert.equal((await browser.post(`${two.url}/method`, fields)).status, 400);
  const { db } = pages.bank.authorisation;
  await db.updateTable("consent").set({ valid_until: "2099-01-01" }).where("consent_id", "=", one.consentId).execute();
  assert.equal((await browser.submit(page, "method", { method_id: method.code.methodId })).status, 400);
});

test("P7: a consent that is changed while its code is under way is not given", async () => {
  const { consentId, url } = await ask({ allPsd2: "allAccounts" });
  const { browser, page } = await logIn(url);
  const code = await browser.fill(page, "method", { method_id: method.code.methodId });
  const { db } = pages.bank.authorisation;
  await db.updateTable("consent").set({ frequency_per_day: 1 }).where("consent_id", "=", consentId).execute();
  const answer = await browser.submit(code, "answer", { code: pages.bank.spi.lastCode() });
  assert.equal(answer.status, 400);
  assert.equal(await statusOf(consentId), "received");
});

test("BG-2: somebody else's account is told at the login, and nothing is bound", async () => {
  const { url } = await ask({ accounts: [{ iban: bobRon }] });
  const { page } = await logIn(url);
  shows(page, "an account that is not of this user");
  assert.equal(titleOf((await logIn(url, bob)).page), "Allow access? – Test Bank");
});

test("refused, timed out, withdrawn: each ending speaks of the access", async () => {
  const refused = await ask({ allPsd2: "allAccounts" }, { recurringIndicator: false, frequencyPerDay: 1 });
  const { browser, page } = await logIn(refused.url);
  shows(page, "How long once", "all your accounts");
  assert.equal((await browser.submit(page, "refuse")).location, "https://tpp.example/back?x=1");
  assert.equal(await statusOf(refused.consentId), "rejected");
  shows(await browser.open(refused.url), "Access not allowed", "under this consent");
  const { db } = pages.bank.authorisation;
  const late = await ask({ allPsd2: "allAccounts", restrictedTo: ["CACC"] });
  const second = await logIn(late.url);
  shows(second.page, "all your accounts of the kind CACC");
  await db
    .updateTable("consent")
    .set({ expires_at: new Date(0) })
    .where("consent_id", "=", late.consentId)
    .execute();
  shows(await second.browser.open(late.url), "Time is up", "not given");
  assert.equal(await statusOf(late.consentId), "expired");
});

function tokenOf(page: Answer, form: string): string {
  const inside = new RegExp(`action="[^"]*/${form}".*?name="form_token" value="([^"]*)"`, "s").exec(page.text);
  return inside?.[1] ?? assert.fail(`no form ${form}`);
}

describe("in a browser", () => {
  let chromium: Browser;
  before(async () => {
    chromium = await launchBrowser();
  });
  after(() => chromium.close());

  const looks = {
    "light, 1280 px": { colorScheme: "light", viewport: { width: 1280, height: 800 } },
    "dark, 390 px": { colorScheme: "dark", viewport: { width: 390, height: 844 } },
  } as const;
  for (const [look, options] of Object.entries(looks)) {
    test(`axe finds nothing on any page of a consent, ${look}`, async () => {
      const { url } = await ask({ accounts: [], balances: [], transactions: [] }, {}, {});
      const context = await chromium.newContext(options);
      const page = await context.newPage();
      const check = (what: string) => looked(page, `${what}, ${look}`);
      await page.goto(url);
      await check("login");
      await page.getByLabel("User name").fill(alice.login);
      await page.getByLabel("Password").fill(alice.secret);
      await page.getByRole("button", { name: "Log in" }).click();
      await check("choice");
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByRole("alert").waitFor();
      await check("choice of nothing");
      for (const box of await page.getByRole("checkbox").all()) await box.check();
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByRole("heading", { name: "Allow access?" }).waitFor();
      await check("review");
      await page.getByRole("button", { name: "Continue" }).click();
      await page.getByLabel("Code").waitFor();
      await check("code");
      await page.getByRole("button", { name: "Do not allow" }).click();
      await page.getByRole("heading", { name: "Access not allowed" }).waitFor();
      await check("ending");
      await context.close();
    });
  }
});

async function looked(page: Page, what: string): Promise<void> {
  const folder = process.env["SCREENSHOTS_TO"];
  if (folder) await page.screenshot({ path: `${folder}/${what.replaceAll(/[^a-z0-9]+/g, "-")}.png`, fullPage: true });
  await assertAccessible(page, what);
}
