/** Proves that a payment is authorised through the pages alone, without scripts, and how each way ends. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { alice, method } from "../testing/fake-core-banking.ts";
import { TestBrowser, textOf, titleOf, type Answer } from "./testing/browser.ts";
import { openTestPages, type TestPages } from "./testing/open-pages.ts";

let pages: TestPages;
before(async () => {
  pages = await openTestPages();
});
after(() => pages.close());

const credentials = { login: alice.login, secret: alice.secret };

async function reach(
  step: "review" | "code",
  payment = {},
): Promise<{ browser: TestBrowser; page: Answer; id: string; paymentId: string }> {
  const { authorisationId, paymentId } = await pages.bank.initiate(payment);
  const browser = new TestBrowser();
  const login = await browser.open(pages.urlOf(authorisationId));
  let page = await browser.fill(login, "login", credentials);
  if (step === "code") page = await browser.fill(page, "method", { method_id: method.code.methodId });
  return { browser, page, id: authorisationId, paymentId };
}

test("login, review, code: the browser goes to TPP-Redirect-URI exactly as stored and the payment is authorised", async () => {
  const { browser, page, id, paymentId } = await reach("review");
  assert.equal(titleOf(page), "Check the payment – Test Bank");
  const shown = textOf(page);
  for (const part of [
    "12.50 RON",
    "Shop",
    "RO10 RZBR 0000 0699 9999 9970",
    "RO03 RZBR 0000 0699 9999 9999",
    "Order 1",
    "Test TPP",
  ]) {
    assert.ok(shown.includes(part), `${part} is on the page`);
  }
  const code = await browser.fill(page, "method", { method_id: method.code.methodId });
  assert.equal(titleOf(code), "Enter the code – Test Bank");
  const back = await browser.submit(code, "answer", { code: pages.bank.spi.lastCode() });
  assert.equal(back.status, 303);
  assert.equal(back.location, "https://tpp.example/back");
  assert.equal(await pages.bank.statusOf(paymentId), "ACSC", "the browser waited until it was executed");
  const again = await browser.open(pages.urlOf(id));
  assert.equal(titleOf(again), "Payment confirmed – Test Bank");
  const stranger = await new TestBrowser().open(pages.urlOf(id));
  assert.equal(titleOf(stranger), "Already finished – Test Bank");
  assert.ok(!textOf(stranger).includes("12.50"), "a stranger learns nothing of a finished payment");
  assert.match(textOf(stranger), /This was confirmed here/);
});

test("a confirmed payment that core banking refuses ends as not paid, with the reason", async () => {
  const { browser, page, id, paymentId } = await reach("code");
  pages.bank.spi.outcome = { status: "RJCT", reason: "There is not enough money on the account." };
  await browser.submit(page, "answer", { code: pages.bank.spi.lastCode() });
  pages.bank.spi.outcome = { status: "ACSC" };
  assert.equal(await pages.bank.statusOf(paymentId), "RJCT");
  const ended = await browser.open(pages.urlOf(id));
  assert.equal(titleOf(ended), "Not paid – Test Bank");
  assert.match(textOf(ended), /You confirmed this payment, but .* There is not enough money on the account\./);
  assert.doesNotMatch(textOf(ended), /nothing more to do/);
});

test("who types the right code after the time is up is told that nothing was confirmed", async () => {
  const { browser, page, paymentId } = await reach("code");
  const code = pages.bank.spi.lastCode();
  pages.bank.clock.advance(16 * 60_000);
  const late = await browser.fill(page, "answer", { code });
  const over = late.status === 400 ? await browser.open(page.url) : late;
  assert.equal(await pages.bank.statusOf(paymentId), "RJCT");
  assert.equal(titleOf(over), "Already finished – Test Bank");
  assert.match(textOf(over), /nothing was confirmed/);
  assert.ok(!textOf(over).includes("12.50"));
});

test("without a debtor account the PSU chooses one of theirs in the currency of the payment, and may change it", async () => {
  const { browser, page } = await reach("review", { debtorAccount: undefined });
  assert.equal(titleOf(page), "Choose your account – Test Bank");
  assert.ok(!page.text.includes("a-eur"), "an account in another currency is not offered");
  const wrong = await browser.fill(page, "account", { account_id: "b-ron" });
  assert.equal(titleOf(wrong), "Error: Choose your account – Test Bank");
  const review = await browser.fill(wrong, "account", { account_id: "a-ron" });
  assert.ok(textOf(review).includes("RO03 RZBR 0000 0699 9999 9999"));
  assert.equal(titleOf(await browser.open(`${review.url}/account`)), "Choose your account – Test Bank");
});

test("a wrong password says no more than that it is wrong, beside the field and in the title", async () => {
  const { authorisationId } = await pages.bank.initiate();
  const browser = new TestBrowser();
  const login = await browser.open(pages.urlOf(authorisationId));
  const wrong = await browser.fill(login, "login", { login: alice.login, secret: "no" });
  const unknown = await browser.fill(wrong, "login", { login: "nobody", secret: "no" });
  assert.equal(titleOf(wrong), "Error: Log in – Test Bank");
  assert.match(wrong.text, /aria-invalid="true" aria-describedby="login-error"/);
  assert.equal(textOf(wrong), textOf(unknown), "S2: unknown user and wrong password look the same");
});

test("S1: five wrong codes stop the payment, with a warning before, and the right code is then worth nothing", async () => {
  const { browser, page, id, paymentId } = await reach("code");
  const right = pages.bank.spi.lastCode();
  let last = page;
  for (let tries = 1; tries <= 4; tries++) {
    last = await browser.fill(last, "answer", { code: "0" });
    assert.equal(titleOf(last), "Error: Enter the code – Test Bank");
    assert.equal(/tries left|last try/.test(textOf(last)), tries >= 2);
  }
  const stopped = await browser.fill(last, "answer", { code: "0" });
  assert.equal(titleOf(stopped), "Stopped for your safety – Test Bank");
  assert.equal(await pages.bank.statusOf(paymentId), "RJCT");
  const late = await browser.fill(last, "answer", { code: right });
  assert.equal(titleOf(late), "Stopped for your safety – Test Bank");
  const back = await browser.open(`${pages.urlOf(id)}/return`);
  assert.equal(back.location, "https://tpp.example/back");
  await pages.bank.database.db.deleteFrom("attempt_count").execute();
});

test("S1: an empty code, or blanks, is answered beside the field and is none of the five tries", async () => {
  for (const methodId of [method.code.methodId, method.pin.methodId]) {
    const { browser, page, paymentId } = await reach("review");
    const asked = await browser.fill(page, "method", { method_id: methodId });
    let last = asked;
    for (const code of ["", "", " ", "- -", "", ""]) {
      last = await browser.fill(last, "answer", { code });
      assert.match(titleOf(last), /^Error: Enter /);
      assert.match(textOf(last), /Nothing was entered\. Type it, and then confirm\./);
      assert.match(last.text, /aria-invalid="true" aria-describedby="code-error code-hint"/);
      assert.ok(!/tries left|last try|not right/.test(textOf(last)));
    }
    const count = pages.bank.database.db.selectFrom("attempt_count").select("failures");
    assert.equal((await count.where("failures", ">", 0).execute()).length, 0);
    const right = methodId === method.pin.methodId ? (alice.pin ?? "") : pages.bank.spi.lastCode();
    assert.equal((await browser.submit(last, "answer", { code: right })).location, "https://tpp.example/back");
    assert.notEqual(await pages.bank.statusOf(paymentId), "RJCT");
  }
});

test("refusing leads to the TPP at once, and refusing twice does the same", async () => {
  const { browser, page, paymentId } = await reach("review");
  const [one, other] = await Promise.all([browser.submit(page, "refuse"), browser.submit(page, "refuse")]);
  assert.equal(await pages.bank.statusOf(paymentId), "RJCT");
  for (const answer of [one, other]) assert.equal(answer.location, "https://tpp.example/back");
});

test("after a refusal the browser goes to TPP-Nok-Redirect-URI when there is one", async () => {
  const { browser, page, paymentId } = await reach("review");
  const nok = "https://tpp.example/nok?x=%2F#end";
  await pages.bank.database.db
    .updateTable("payment")
    .set({ nok_redirect_uri: nok })
    .where("payment_id", "=", paymentId)
    .execute();
  assert.equal((await browser.submit(page, "refuse")).location, nok);
});

test("P8: 50 submits of one form all end at the TPP, and one execution exists", async () => {
  const { browser, page, paymentId } = await reach("code");
  const code = pages.bank.spi.lastCode();
  const answers = await Promise.all(Array.from({ length: 50 }, () => browser.submit(page, "answer", { code })));
  await pages.bank.outbox.drainDue();
  const { db } = pages.bank.database;
  const executions = await db.selectFrom("payment_execution").selectAll().where("payment_id", "=", paymentId).execute();
  assert.equal(executions.length, 1);
  const onward = new Set(answers.map((answer) => `${answer.status} ${answer.location}`));
  assert.deepEqual([...onward], ["303 https://tpp.example/back"]);
  await db.deleteFrom("attempt_count").execute();
});

test("a push is waited for: the page follows by script and by meta refresh, and goes on once it is approved", async () => {
  const { browser, page, id } = await reach("review");
  const waiting = await browser.fill(page, "method", { method_id: method.push.methodId });
  assert.equal(titleOf(waiting), "Confirm on your phone – Test Bank");
  assert.match(waiting.text, /<noscript>\s*<meta http-equiv="refresh" content="3; url=[^"]*\?waiting=1"/);
  const status = () => browser.get(`${pages.urlOf(id)}/status`);
  assert.deepEqual(JSON.parse((await status()).text), { waiting: true });
  const { answerPush } = await import("../authorisation/answer.ts");
  const message = pages.bank.spi.messages.findLast((one) => one.kind === "push");
  assert.ok(message?.approval);
  const { challengeId, approval } = message;
  assert.equal(await answerPush(pages.bank.authorisation, { challengeId, approval, approve: true }), true);
  assert.deepEqual(JSON.parse((await status()).text), { waiting: false });
  const onward = await browser.get(`${pages.urlOf(id)}?waiting=1`);
  assert.equal(onward.location, "https://tpp.example/back");
});

test("a static pin is asked for without being shown", async () => {
  const { browser, page } = await reach("review");
  const pin = await browser.fill(page, "method", { method_id: method.pin.methodId });
  assert.equal(titleOf(pin), "Enter your pin – Test Bank");
  assert.match(pin.text, /<input\s+class="code"\s+type="password"/);
  assert.equal((await browser.submit(pin, "answer", { code: alice.pin ?? "" })).location, "https://tpp.example/back");
});

test("a code that has run out is replaced by a new one; a payment whose time is up is over", async () => {
  const { browser, page, id, paymentId } = await reach("code");
  const old = pages.bank.spi.lastCode();
  pages.bank.clock.advance(4 * 60_000);
  await browser.open(page.url);
  pages.bank.clock.advance(61_000);
  const stale = await browser.fill(page, "answer", { code: old });
  assert.equal(titleOf(stale), "Error: Check the payment – Test Bank");
  const fresh = await browser.fill(stale, "challenge");
  assert.equal(titleOf(fresh), "Enter the code – Test Bank");
  pages.bank.clock.advance(4 * 60_000);
  await browser.open(page.url);
  pages.bank.clock.advance(4 * 60_000);
  await browser.open(page.url);
  pages.bank.clock.advance(2 * 60_000);
  const over = await browser.open(pages.urlOf(id));
  assert.equal(await pages.bank.statusOf(paymentId), "RJCT");
  assert.match(titleOf(over), /^(Time is up|Already finished) – Test Bank$/);
});

test("an unknown payment is 404, whatever the id looks like", async () => {
  for (const id of ["00000000-0000-4000-8000-000000000000", "x", "%00", "..%2f..", "'%20or%201=1"]) {
    const page = await new TestBrowser().get(`${pages.pagesUrl}/sca/${id}`);
    assert.ok(page.status === 404 || page.status === 400, `${id}: ${page.status}`);
    assert.doesNotMatch(page.text, /at \w+ \(|node_modules|file:/, "L5: no inside is shown");
  }
});
