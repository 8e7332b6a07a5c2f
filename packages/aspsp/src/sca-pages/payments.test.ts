/** Proves what a PSU sees before signing a bulk, a series, a cancellation or as one of several: all of it, and no other. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addDays, dateOf } from "@tallystick/xs2a";
import { sql } from "kysely";
import { alice, carol, dan, method, type FakePsu } from "../testing/fake-core-banking.ts";
import { initiateAs, sampleBulk, samplePayment, samplePeriodic, sharedAccount, start } from "../testing/payments.ts";
import { authorise } from "../testing/psu.ts";
import { testProfile } from "../testing/test-bank.ts";
import { formOf, TestBrowser, textOf, titleOf, type Answer } from "./testing/browser.ts";
import { openTestPages, type TestPages } from "./testing/open-pages.ts";

let pages: TestPages;
before(async () => {
  pages = await openTestPages({ profile: { ...testProfile, timeZone: "Europe/Bucharest" } });
});
after(() => pages.close());

const inDays = (days: number) => addDays(dateOf(pages.bank.clock.now(), "Europe/Bucharest"), days)!;

/** A browser of that PSU before the page that shows all. */
async function review(authorisationId: string, psu: FakePsu = alice): Promise<{ browser: TestBrowser; page: Answer }> {
  const browser = new TestBrowser();
  const login = await browser.open(pages.urlOf(authorisationId));
  const page = await browser.fill(login, "login", { login: psu.login, secret: psu.secret });
  return { browser, page };
}

async function confirm(browser: TestBrowser, page: Answer): Promise<Answer> {
  const code = await browser.fill(page, "method", { method_id: method.code.methodId });
  return browser.submit(code, "answer", { code: pages.bank.spi.lastCode() });
}

function shows(page: Answer, ...parts: readonly string[]): void {
  for (const part of parts) assert.ok(textOf(page).includes(part), `${part} is on the page: ${textOf(page)}`);
}

test("P7: of a bulk the total and every payee, amount, account and reference are shown before it is signed", async () => {
  const body = sampleBulk(40);
  body.payments[39]!.creditorName = "Last of the payees with a name that is as long as names may be, 70 chars";
  body.payments[39]!.creditorName = body.payments[39]!.creditorName.slice(0, 70);
  const { paymentId, authorisationId } = await initiateAs(pages.bank, { service: "bulk-payments", body });
  const { browser, page } = await review(authorisationId);
  assert.equal(titleOf(page), "Check the 40 payments – Test Bank");
  shows(page, "507.80 RON", "40 payments", "RO03 RZBR 0000 0699 9999 9999");
  for (const [at, { creditorName, instructedAmount }] of body.payments.entries()) {
    shows(page, creditorName, `${instructedAmount.amount} RON`);
    assert.equal(textOf(page).split("RO10 RZBR 0000 0699 9999 9970").length, 41, String(at));
  }
  const back = await confirm(browser, page);
  assert.equal(back.location, "https://tpp.example/back");
  const message = pages.bank.spi.messages.at(-1)?.text ?? "";
  while ((await pages.bank.outbox.drainDue()) > 0);
  assert.match(message, /507\.80 RON to Payee 1, RO10RZBR0000069999999970 and 39 more/);
  assert.equal(await pages.bank.statusOf(paymentId), "ACSC");
});

test("P7: an order of a bulk that is changed after the page was shown cannot be signed from it", async () => {
  const { paymentId, authorisationId } = await initiateAs(pages.bank, {
    service: "bulk-payments",
    body: sampleBulk(3),
  });
  const { browser, page } = await review(authorisationId);
  await sql`update payment set items = jsonb_set(items, '{2,amount}', '"9"') where payment_id = ${paymentId}`.execute(
    pages.bank.database.db,
  );
  assert.equal((await browser.submit(page, "method", { method_id: method.code.methodId })).status, 400);
});

test("a series shows how often, from when, until when and what happens on days without banking", async () => {
  const service = "periodic-payments";
  const startDate = inDays(10);
  const whole = { startDate, endDate: inDays(800), dayOfExecution: "31", executionRule: "preceding" };
  const first = await initiateAs(pages.bank, { service, body: samplePeriodic(whole) });
  const { browser, page } = await review(first.authorisationId);
  assert.equal(titleOf(page), "Check the standing order – Test Bank");
  shows(
    page,
    "12.50 RON",
    "Shop",
    "every month",
    "the last one of the month",
    startDate,
    inDays(800),
    "business day before",
  );
  const began = performance.now();
  const back = await confirm(browser, page);
  assert.ok(performance.now() - began < 1_400, "nobody waits for what is due another day");
  assert.equal(back.location, "https://tpp.example/back");
  assert.match(
    pages.bank.spi.messages.at(-1)?.text ?? "",
    / to set up a standing order of 12\.50 RON to Shop, \S+ every month, day: the last one of the month, from \d{4}-\d\d-\d\d until \d{4}-\d\d-\d\d\. Never/,
  );
  const ended = await browser.open(pages.urlOf(first.authorisationId));
  assert.equal(titleOf(ended), "Standing order set up – Test Bank");
  const months = { startDate, frequency: "MonthlyVariable", monthsOfExecution: ["3", "12"] };
  const second = await initiateAs(pages.bank, { service, body: samplePeriodic(months) });
  shows((await review(second.authorisationId)).page, "every year in March, December", "you cancel it");
});

test("a bulk with an instant shows it as the bank's clocks say", async () => {
  const requestedExecutionTime = `${inDays(20)}T08:30:00Z`;
  const { authorisationId } = await initiateAs(pages.bank, {
    service: "bulk-payments",
    body: sampleBulk(1, { requestedExecutionTime }),
  });
  const { page } = await review(authorisationId);
  assert.match(textOf(page), new RegExp(`${inDays(20)} 1[01]:30`));
});

test("what is signed is what is shown: on whose behalf, purpose, reference, charges, booking; a date is in the message", async () => {
  const details = {
    chargeBearer: "SHAR",
    purposeCode: "SALA",
    ultimateDebtor: "Parent firm",
    ultimateCreditor: "Child",
  };
  const body = { ...samplePayment, ...details, endToEndIdentification: "E2E-7", requestedExecutionDate: inDays(5) };
  const { authorisationId } = await initiateAs(pages.bank, { body });
  const stranger = await new TestBrowser().open(pages.urlOf(authorisationId));
  assert.ok(!textOf(stranger).includes("Parent firm"), "the payer's side is for the payer's eyes");
  const { browser, page } = await review(authorisationId);
  shows(page, "In the end for Child", "On behalf of Parent firm", "Purpose SALA", "End-to-end reference E2E-7");
  shows(page, "Charges are paid by you and the payee");
  await confirm(browser, page);
  assert.match(pages.bank.spi.messages.at(-1)?.text ?? "", new RegExp(`to Shop, \\S+ on ${inDays(5)}\\. Never`));
  const bulk = sampleBulk(2, { batchBookingPreferred: true });
  const many = await initiateAs(pages.bank, { service: "bulk-payments", body: bulk });
  shows((await review(many.authorisationId)).page, "On your statement as one sum", "End-to-end reference E2E-2");
});

test("a standing order is called one when it is cancelled and when it is refused", async () => {
  const service = "periodic-payments";
  const body = samplePeriodic({ startDate: inDays(10) });
  const refused = await initiateAs(pages.bank, { service, body });
  const first = await review(refused.authorisationId);
  await first.browser.submit(first.page, "refuse");
  const notSetUp = await first.browser.open(pages.urlOf(refused.authorisationId));
  assert.equal(titleOf(notSetUp), "Not set up – Test Bank");
  shows(notSetUp, "You refused this standing order.");
  const { paymentId, authorisationId } = await initiateAs(pages.bank, { service, body });
  await authorise(pages.bank, authorisationId);
  const id = await start(pages.bank, { paymentId, service, kind: "cancellation" });
  const { browser, page } = await review(id);
  assert.equal(titleOf(page), "Cancel this standing order? – Test Bank");
  await confirm(browser, page);
  assert.match(pages.bank.spi.messages.at(-1)?.text ?? "", /is your code to cancel the standing order of 12\.50 RON/);
  assert.equal(titleOf(await browser.open(pages.urlOf(id))), "Standing order cancelled – Test Bank");
});

test("a cancellation asks whether to cancel, and each ending says what becomes of the payment", async () => {
  const { paymentId, authorisationId } = await pages.bank.initiate({ requestedExecutionDate: inDays(5) });
  await authorise(pages.bank, authorisationId);
  const kind = "cancellation";
  const kept = await start(pages.bank, { paymentId, kind });
  const login = await new TestBrowser().open(pages.urlOf(kept));
  assert.equal(titleOf(login), "Log in to cancel a payment – Test Bank");
  assert.match(login.text, /<h1>Log in to cancel a payment<\/h1>/);
  shows(login, "Test TPP asks to cancel this payment", "which was confirmed before", "12.50 RON", "Shop", inDays(5));
  const first = await review(kept);
  shows(first.page, "asks to cancel this payment");
  assert.equal(titleOf(first.page), "Cancel this payment? – Test Bank");
  shows(first.page, "12.50 RON", "Shop", inDays(5), "Keep the payment");
  await first.browser.fill(first.page, "refuse");
  const end = await first.browser.open(pages.urlOf(kept));
  assert.equal(titleOf(end), "Payment kept – Test Bank");
  assert.ok(!textOf(end).includes("asks to cancel"), "nothing is asked any more");
  assert.equal(await pages.bank.statusOf(paymentId), "ACTC");
  const done = await start(pages.bank, { paymentId, kind });
  const second = await review(done);
  await confirm(second.browser, second.page);
  assert.equal(await pages.bank.statusOf(paymentId), "CANC");
  assert.equal(titleOf(await second.browser.open(pages.urlOf(done))), "Payment cancelled – Test Bank");
});

test("each of several signers sees how many have signed, and who has signed is not asked again", async () => {
  const body = { ...samplePayment, debtorAccount: sharedAccount };
  const { paymentId } = await initiateAs(pages.bank, { body });
  const [first, second] = [await start(pages.bank, { paymentId }), await start(pages.bank, { paymentId })];
  const one = await review(first, carol);
  shows(one.page, "Signatures", "0 of 2 given");
  const code = await one.browser.fill(one.page, "method", { method_id: method.code.methodId });
  assert.ok(textOf(code).includes("Sign for 12.50 RON") && !textOf(code).includes("Pay 12.50"));
  assert.match(pages.bank.spi.messages.at(-1)?.text ?? "", /is your code to sign paying 12\.50 RON/);
  await one.browser.submit(code, "answer", { code: pages.bank.spi.lastCode() });
  assert.equal(titleOf(await one.browser.open(pages.urlOf(first))), "Signature given – Test Bank");
  const again = await review(second, carol);
  shows(again.page, "you have confirmed it before");
  const two = await review(second, dan);
  shows(two.page, "1 of 2 given");
  await confirm(two.browser, two.page);
  assert.match(pages.bank.spi.messages.at(-1)?.text ?? "", /is your code to pay 12\.50 RON/);
  assert.equal(await pages.bank.statusOf(paymentId), "ACSC");
  assert.equal(titleOf(await two.browser.open(pages.urlOf(second))), "Payment confirmed – Test Bank");
});

test("what one signer has signed nobody refuses without login, and when another does so the first one reads it", async () => {
  const { paymentId } = await initiateAs(pages.bank, { body: { ...samplePayment, debtorAccount: sharedAccount } });
  const ids = [await start(pages.bank, { paymentId }), await start(pages.bank, { paymentId })] as const;
  const stranger = new TestBrowser();
  const before = await stranger.open(pages.urlOf(ids[1]));
  const { action } = formOf(before, "refuse");
  const carols = await review(ids[0], carol);
  await confirm(carols.browser, carols.page);
  const sent = await stranger.fill(before, "refuse");
  assert.equal(await pages.bank.statusOf(paymentId), "PATC", "a form from before the signature refuses nothing");
  assert.equal(titleOf(sent), "Log in – Test Bank");
  assert.ok(!sent.text.includes(action), "nor is it offered any more");
  const dans = await review(ids[1], dan);
  await dans.browser.submit(dans.page, "refuse");
  assert.equal(await pages.bank.statusOf(paymentId), "RJCT");
  const ended = await carols.browser.open(pages.urlOf(ids[0]));
  assert.equal(titleOf(ended), "Not paid – Test Bank");
  shows(ended, "One of those who have to sign refused it.");
});
