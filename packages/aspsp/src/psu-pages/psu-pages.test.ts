/** Proves: a PSU sees and ends the consents given, sees the payments made through TPPs, and nothing of anybody else's. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { addDays, dateOf } from "@tallystick/xs2a";
import { sql } from "kysely";
import { formOf, textOf, titleOf, type Answer } from "../sca-pages/testing/browser.ts";
import { issue } from "../testing/certificates.ts";
import {
  aliceEur,
  aliceRon,
  authorisationIdOf,
  authoriseConsent,
  consentStatus,
  giveConsent,
} from "../testing/consents.ts";
import { alice, bob, carol, dan } from "../testing/fake-core-banking.ts";
import { codeOf } from "../testing/http-bank.ts";
import { samplePayment, sharedAccount } from "../testing/payments.ts";
import { storeToken } from "../testing/store-token.ts";
import { cloneRow } from "./testing/clone-row.ts";
import { confirmOnPages, enter, openAccessPages, pay, sign, type AccessPages } from "./testing/open-access.ts";

let pages: AccessPages;
before(async () => {
  pages = await openAccessPages();
});
after(() => pages.close());

function shows(page: Answer, ...parts: readonly string[]): void {
  for (const part of parts) assert.ok(textOf(page).includes(part), `${part} is on the page: ${textOf(page)}`);
}

function showsNot(page: Answer, ...parts: readonly string[]): void {
  for (const part of parts) assert.ok(!textOf(page).includes(part), `${part} is not on the page: ${textOf(page)}`);
}

test("a consent is shown with who, what, of which accounts, since when, how long and when it was used last", async () => {
  const { bank, url } = pages;
  const consentId = await giveConsent(bank, {
    access: { balances: [{ iban: aliceRon }], transactions: [{ iban: aliceRon }], accounts: [{ iban: aliceEur }] },
  });
  const { browser, page } = await enter(pages);
  shows(page, "Test TPP", "see the accounts named below", "see their balances", "see their transactions");
  shows(page, "RO03 RZBR 0000 0699 9999 9999 RON balance, transactions");
  shows(page, "RO49 AAAA 1B31 0075 9384 0000 EUR its number only");
  const { body } = await bank.call({ path: `/v1/consents/${consentId}` });
  const today = bank.clock.now().toISOString().slice(0, 10);
  shows(page, `Since ${today}`, `until ${body.validUntil}`, "up to 4 times a day", "Last used not yet");
  await bank.call({ path: "/v1/accounts", headers: { "Consent-ID": consentId } });
  shows(await browser.open(url), `Last used ${today}`);
  assert.equal((await browser.open(`${url}/`)).status, 404);
});

test("A3: what is ended on the page is dead at the TPP's next call, with its tokens, and the page says how it ended", async () => {
  const { bank, url } = pages;
  const consentId = await giveConsent(bank);
  const consent = { consentId, psuId: alice.psuId };
  const token = await storeToken(bank, { scope: `AIS:${consentId}`, aliveMs: 3_600_000, consent });
  const read = (headers: Record<string, string>) =>
    bank.call({ path: "/v1/accounts", headers: { "PSU-IP-Address": "8.8.8.8", ...headers } });
  const named = { "Consent-ID": consentId };
  const bound = { Authorization: `Bearer ${token}` };
  const { browser } = await enter(pages);
  const question = await browser.open(`${url}/consents/${consentId}`);
  assert.equal(titleOf(question), "End this access? – Test Bank");
  shows(question, "will not see anything under this consent any more", "What else you have allowed");
  for (const headers of [named, bound]) assert.equal((await read(headers)).status, 200);
  const sent = await browser.submit(question, "revoke");
  assert.equal(sent.status, 303, "O18: no form is sent on");
  const afterwards = [await read(named), await read(bound)];
  assert.deepEqual(
    afterwards.map((reply) => `${reply.status} ${codeOf(reply)}`),
    ["401 CONSENT_INVALID", "401 TOKEN_INVALID"],
  );
  assert.equal(await consentStatus(bank, consentId), "revokedByPsu");
  const told = await browser.follow(sent);
  assert.equal(titleOf(told), "Access ended – Test Bank");
  shows(told, "ended by you");
  assert.ok(!(await browser.open(url)).text.includes(consentId));
  shows(await browser.open(`${url}/ended`), "ended by you");
  const again = await browser.fill(question, "revoke");
  assert.equal(titleOf(again), "Access ended – Test Bank");
});

test("of 50 forms at once one ends the consent, and all of them lead to the same page", async () => {
  const { bank, url } = pages;
  const consentId = await giveConsent(bank);
  const { browser } = await enter(pages);
  const question = await browser.open(`${url}/consents/${consentId}`);
  const sent = await Promise.all(Array.from({ length: 50 }, () => browser.submit(question, "revoke")));
  assert.deepEqual(new Set(sent.map(({ status }) => status)), new Set([303]));
  const events = await bank.database.db
    .selectFrom("consent_event")
    .select("to_status")
    .where("consent_id", "=", consentId)
    .where("to_status", "=", "revokedByPsu")
    .execute();
  assert.equal(events.length, 1);
});

test("a consent that its TPP has ended meanwhile is shown as what it is, and stays that", async () => {
  const { bank, url } = pages;
  const consentId = await giveConsent(bank);
  const { browser } = await enter(pages);
  const question = await browser.open(`${url}/consents/${consentId}`);
  assert.equal((await bank.call({ method: "DELETE", path: `/v1/consents/${consentId}` })).status, 204);
  const told = await browser.fill(question, "revoke");
  shows(told, "Access ended", "ended by those who had asked for it");
  assert.equal(await consentStatus(bank, consentId), "terminatedByTpp");
});

test("a consent to funds confirmations is shown as no more than that, and ended on the page it answers no more", async () => {
  const { bank, url } = pages;
  const certificate = issue(bank.authority, { roles: ["PSP_IC"] });
  const account = { iban: bob.accounts[0]!.iban };
  const post = (path: string, body: object) => bank.call({ method: "POST", path, body, certificate });
  const reply = await post("/v2/consents/confirmation-of-funds", { account });
  await authoriseConsent(bank, authorisationIdOf(reply), { psu: bob });
  const ask = () => post("/v1/funds-confirmations", { account, instructedAmount: { currency: "RON", amount: "1.00" } });
  const { browser, page } = await enter(pages, bob);
  shows(page, "ask whether a sum is available, without seeing anything else", "Last used not yet");
  assert.deepEqual((await ask()).body, { fundsAvailable: true });
  const question = await browser.open(`${url}/consents/${reply.body.consentId}`);
  shows(question, `Last used ${bank.clock.now().toISOString().slice(0, 10)}`);
  await browser.fill(question, "revoke");
  assert.equal(codeOf(await ask()), "NO_PIIS_ACTIVATION");
});

test("of several consents of one TPP each card and its button say which one it is", async () => {
  const { bank } = pages;
  const access = { allPsd2: "allAccounts" } as const;
  await giveConsent(bank, { access }, { psu: bob });
  const onceOnly = { access, recurringIndicator: false, frequencyPerDay: 1 };
  await giveConsent(bank, onceOnly, { psu: bob });
  bank.clock.advance(60_000);
  await giveConsent(bank, onceOnly, { psu: bob });
  const { page } = await enter(pages, bob);
  const names = [...page.text.matchAll(/aria-label="(End the access of Test TPP, allowed [^"]*)"/g)].map(
    ([, name]) => name,
  );
  assert.ok(names.length >= 3);
  assert.equal(new Set(names).size, names.length);
});

test("a standing order says on the list how often and until when it is paid", async () => {
  const { bank, url } = pages;
  const startDate = addDays(dateOf(bank.clock.now()), 10)!;
  const endDate = addDays(startDate, 400)!;
  const body = { ...samplePayment, frequency: "Monthly", startDate, endDate, creditorName: "Landlord" };
  const path = "/v1/periodic-payments/domestic-ron-transfers";
  const reply = await bank.call({ method: "POST", path, body });
  await confirmOnPages(pages, reply);
  const page = await (await enter(pages)).browser.open(`${url}/payments`);
  shows(page, "12.50 RON , repeated To Landlord", "Repeated every month", `From ${startDate}`, `Until ${endDate}`);
});

test("consents to all accounts say so, one-off ones that they are for once", async () => {
  const { bank } = pages;
  await giveConsent(bank, { access: { allPsd2: "allAccounts" } }, { psu: bob });
  await giveConsent(
    bank,
    { recurringIndicator: false, frequencyPerDay: 1, access: { allPsd2: "allAccounts" } },
    { psu: bob },
  );
  const { page } = await enter(pages, bob);
  shows(page, "all that you have", "How long once");
});

test("B2: another PSU's consents and payments are not shown, not looked at and not ended: they are unknown", async () => {
  const { bank, url } = pages;
  const consentId = await giveConsent(bank);
  const paymentId = await pay(pages, { creditorName: "Nobody else's business" });
  const { browser } = await enter(pages, bob);
  const unknown = await browser.open(`${url}/consents/${randomUUID()}`);
  const foreign = await browser.open(`${url}/consents/${consentId}`);
  assert.deepEqual([foreign.status, textOf(foreign)], [404, textOf(unknown)]);
  for (const path of ["", "/ended", "/payments"]) {
    const page = await browser.open(url + path);
    assert.ok(!page.text.includes(consentId));
    showsNot(page, "Nobody else's business");
    for (const before of [consentId, paymentId, randomUUID(), "", "'"]) {
      assert.equal((await browser.open(`${url}${path}?before=${before}`)).status, 404, `${path} ${before}`);
    }
  }
  assert.equal((await browser.open(`${url}/payments?before=${paymentId}&before=${paymentId}`)).status, 400);
  const { browser: alices } = await enter(pages);
  const { fields } = formOf(await alices.open(`${url}/consents/${consentId}`), "revoke");
  const sent = await browser.post(`${url}/consents/${consentId}/revoke`, fields);
  assert.equal(sent.status, 404);
  assert.equal(await consentStatus(bank, consentId), "valid");
});

test("payments are shown with amount, payee, account, date, status and TPP; refused ones, which are none, are not", async () => {
  const { bank, url } = pages;
  await pay(pages, { creditorName: "Bookshop", instructedAmount: { currency: "RON", amount: "1234.50" } });
  await pay(pages, { creditorName: "Never confirmed" }, { upTo: "login" });
  bank.spi.outcome = { status: "RJCT", reason: "The account is closed." };
  await pay(pages, { creditorName: "Closed shop" });
  await bank.bank.drainDue();
  bank.spi.outcome = { status: "ACSC" };
  const { browser } = await enter(pages);
  const page = await browser.open(`${url}/payments`);
  const day = bank.clock.now().toISOString().slice(0, 10);
  shows(
    page,
    "1234.50 RON To Bookshop RO10 RZBR 0000 0699 9999 9970",
    "From your account RO03 RZBR 0000 0699 9999 9999",
  );
  shows(page, `Ordered ${day}`, "Through Test TPP", "Status Not paid The account is closed.");
  showsNot(page, "Never confirmed");
});

test("a payment of two signatures is on the list of who has signed it, and says what it waits for", async () => {
  const { url } = pages;
  const listOf = async (psu: typeof carol) => (await enter(pages, psu)).browser.open(`${url}/payments`);
  const paymentId = await pay(pages, { debtorAccount: sharedAccount, creditorName: "Joint venture" }, { psu: carol });
  await sign(pages, paymentId, { psu: dan, upTo: "login" });
  shows(await listOf(carol), "Joint venture", "Waits for the signatures of others");
  shows(await listOf(dan), "No payment was made through others yet.");
  await sign(pages, paymentId, { psu: dan });
  await pages.bank.bank.drainDue();
  for (const psu of [carol, dan]) shows(await listOf(psu), "Joint venture", "Status Paid");
});

test("payments go on where a page ended, each once, whatever is paid meanwhile", async () => {
  const { bank, url } = pages;
  const { db } = bank.database;
  const debtorAccount = { iban: bob.accounts[0]!.iban };
  const paymentId = await pay(pages, { debtorAccount, creditorName: "Many" }, { psu: bob });
  // All of one instant, so that the order is by id.
  await cloneRow(db, { table: "payment", id: "payment_id", like: paymentId, count: 44 });
  await sql`update payment set creditor_name = 'Payee ' || payment_id where creditor_name = 'Many'`.execute(db);
  const { browser } = await enter(pages, bob);
  const seen: string[] = [];
  let [next, count]: [string | undefined, number] = [`${url}/payments`, 0];
  for (; next !== undefined; count++) {
    const page: Answer = await browser.open(next);
    seen.push(...[...page.text.matchAll(/Payee [0-9a-f-]+/g)].map(([name]) => name));
    next = /href="([^"]*\?before=[^"]*)"/.exec(page.text)?.[1];
    if (count === 0) await pay(pages, { debtorAccount, creditorName: "Newer" }, { psu: bob });
  }
  assert.equal(count, 3);
  assert.deepEqual([seen.length, new Set(seen).size], [45, 45]);
});
