/** Proves what protects the pages: sessions, forms, headers, escaping. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { alice, bob, method } from "../testing/fake-core-banking.ts";
import { issue, makeAuthority } from "../testing/certificates.ts";
import { formOf, TestBrowser, textOf, titleOf, type Answer } from "./testing/browser.ts";
import { openTestPages, type TestPages } from "./testing/open-pages.ts";

let pages: TestPages;
before(async () => {
  pages = await openTestPages();
});
after(() => pages.close());

const credentials = { login: alice.login, secret: alice.secret };

async function reachCode(): Promise<{
  browser: TestBrowser;
  code: Answer;
  paymentId: string;
  id: string;
  secret: string;
}> {
  const { authorisationId: id, paymentId } = await pages.bank.initiate();
  const browser = new TestBrowser();
  const review = await browser.fill(await browser.open(pages.urlOf(id)), "login", credentials);
  const code = await browser.fill(review, "method", { method_id: method.code.methodId });
  return { browser, code, id, paymentId, secret: pages.bank.spi.lastCode() };
}

test("S4: a form from another site is 403 and does nothing, however it says so or fails to", async () => {
  const { browser, code, paymentId, secret } = await reachCode();
  const { action, fields } = formOf(code, "answer");
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
    { origin: new URL(pages.pagesUrl).origin, "sec-fetch-site": "same-site" },
    { origin: "", "sec-fetch-site": "none" },
  ];
  for (const headers of foreign) {
    const answer = await browser.post(action, { ...fields, code: secret }, headers);
    assert.equal(answer.status, 403, JSON.stringify(headers));
  }
  assert.equal(await pages.bank.statusOf(paymentId), "RCVD");
});

test("S4: a form from another site, which comes without the cookie, is given none that would log the PSU out", async () => {
  const { code, secret } = await reachCode();
  const { action, fields } = formOf(code, "answer");
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const answer = await new TestBrowser().post(action, { ...fields, code: secret }, headers);
  assert.equal(answer.status, 403);
  assert.equal(answer.headers["set-cookie"], undefined);
});

test("S4: a form without the token, or with that of another session or form, is 400 and does nothing", async () => {
  const { browser, code, paymentId, secret } = await reachCode();
  const { action, fields } = formOf(code, "answer");
  const other = await reachCode();
  const tokens = [
    "",
    "x",
    formOf(code, "refuse").fields["form_token"] ?? "",
    formOf(other.code, "answer").fields["form_token"] ?? "",
  ];
  for (const form_token of tokens) {
    const answer = await browser.post(action, { ...fields, code: secret, form_token });
    assert.equal(answer.status, 400);
  }
  const withoutCookie = await new TestBrowser().post(action, { ...fields, code: secret });
  assert.equal(withoutCookie.status, 400);
  assert.equal(await pages.bank.statusOf(paymentId), "RCVD");
});

test("P7: two payments in two tabs of one browser: the form of one does nothing at the other", async () => {
  const one = await reachCode();
  const { authorisationId, paymentId } = await pages.bank.initiate();
  const login = await one.browser.open(pages.urlOf(authorisationId));
  const review = await one.browser.fill(login, "login", credentials);
  const other = await one.browser.fill(review, "method", { method_id: method.code.methodId });
  // The first tab's session went on under a new id, so its page is loaded again.
  const first = await one.browser.open(pages.urlOf(one.id));
  const mixed = formOf(first, "answer");
  const target = formOf(other, "answer").action;
  for (const code of [one.secret, pages.bank.spi.lastCode()]) {
    assert.equal((await one.browser.post(target, { ...mixed.fields, code })).status, 400);
  }
  assert.equal(await pages.bank.statusOf(paymentId), "RCVD");
  assert.equal(await pages.bank.statusOf(one.paymentId), "RCVD");
  const done = await one.browser.submit(other, "answer", { code: pages.bank.spi.lastCode() });
  assert.equal(done.location, "https://tpp.example/back");
});

test("P6: a form of content that has changed since is refused", async () => {
  const { browser, code, paymentId, secret } = await reachCode();
  const { db } = pages.bank.database;
  await db.updateTable("payment").set({ amount: 999_999n }).where("payment_id", "=", paymentId).execute();
  const answer = await browser.submit(code, "answer", { code: secret });
  assert.equal(answer.status, 400);
  assert.equal(await pages.bank.statusOf(paymentId), "RCVD");
});

test("S7: login gives a new session id, and the one before it is worth nothing", async () => {
  const { authorisationId } = await pages.bank.initiate();
  const browser = new TestBrowser();
  const login = await browser.open(pages.urlOf(authorisationId));
  const planted = browser.copy();
  const [before] = browser.cookies;
  const review = await browser.fill(login, "login", credentials);
  assert.equal(titleOf(review), "Check the payment – Test Bank");
  assert.notEqual(browser.cookies[0]?.value, before?.value);
  assert.equal(titleOf(await planted.open(pages.urlOf(authorisationId))), "Log in – Test Bank");
});

test("S7: a session ends after five idle minutes, not before, and after fifteen in any case", async () => {
  const { authorisationId } = await pages.bank.initiate();
  const browser = new TestBrowser();
  const url = pages.urlOf(authorisationId);
  await browser.fill(await browser.open(url), "login", credentials);
  const idle = browser.copy();
  pages.bank.clock.advance(4 * 60_000 + 59_000);
  assert.equal(titleOf(await browser.open(url)), "Check the payment – Test Bank");
  pages.bank.clock.advance(5 * 60_000 + 1_000);
  const out = await idle.open(url);
  assert.equal(titleOf(out), "Error: Log in – Test Bank");
  assert.match(textOf(out), /logged out because nothing happened/);
  const { authorisationId: later } = await pages.bank.initiate();
  const busy = new TestBrowser();
  await busy.fill(await busy.open(pages.urlOf(later)), "login", credentials);
  await pages.bank.database.db
    .updateTable("payment")
    .set({ expires_at: new Date(Date.now() + 86_400_000) })
    .execute();
  for (let minutes = 0; minutes < 12; minutes += 4) {
    pages.bank.clock.advance(4 * 60_000);
    assert.equal(titleOf(await busy.open(pages.urlOf(later))), "Check the payment – Test Bank");
  }
  pages.bank.clock.advance(3 * 60_000 + 1_000);
  assert.equal(titleOf(await busy.open(pages.urlOf(later))), "Error: Log in – Test Bank");
});

test("S7: asking for news does not keep a session alive", async () => {
  const { browser, id } = await reachCode();
  pages.bank.clock.advance(4 * 60_000);
  await browser.get(`${pages.urlOf(id)}/status`);
  pages.bank.clock.advance(2 * 60_000);
  assert.equal(titleOf(await browser.open(pages.urlOf(id))), "Error: Log in – Test Bank");
});

test("S7: another PSU's session sees nothing of this payment and can do nothing with it", async () => {
  const { id, paymentId } = await reachCode();
  const browser = new TestBrowser();
  const { authorisationId: own } = await pages.bank.initiate({ debtorAccount: { iban: bob.accounts[0]?.iban ?? "" } });
  await browser.fill(await browser.open(pages.urlOf(own)), "login", { login: bob.login, secret: bob.secret });
  const page = await browser.open(pages.urlOf(id));
  assert.equal(titleOf(page), "Log in – Test Bank");
  assert.ok(!textOf(page).includes("RO03 RZBR 0000 0699 9999 9999"), "the payer's account is not shown");
  const refused = await browser.fill(page, "login", { login: bob.login, secret: bob.secret });
  assert.equal(titleOf(refused), "Error: Log in – Test Bank");
  assert.equal(await pages.bank.statusOf(paymentId), "RCVD");
});

test("S5, S10, decision 10: every page carries the headers, and forms may lead to the TPP and nowhere else", async () => {
  const { browser, code } = await reachCode();
  const unknown = await browser.get(pages.urlOf("00000000-0000-4000-8000-000000000000"));
  const missing = await browser.get(`${pages.pagesUrl}/sca`);
  for (const page of [code, unknown, missing]) {
    const policy = String(page.headers["content-security-policy"]);
    assert.match(policy, /default-src 'none'; script-src 'nonce-[\w-]{22}'; style-src 'nonce-[\w-]{22}'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, page === code ? /form-action 'self' https:\/\/tpp\.example;/ : /form-action 'self';/);
    assert.equal(page.headers["cache-control"], "no-store");
    assert.equal(page.headers["referrer-policy"], "same-origin");
    assert.equal(page.headers["cross-origin-opener-policy"], "same-origin");
    assert.equal(page.headers["x-content-type-options"], "nosniff");
    assert.equal(page.headers["x-frame-options"], "DENY");
    assert.doesNotMatch(page.text, / on[a-z]+=|style="|javascript:/i);
    const nonce = /style-src 'nonce-([\w-]+)'/.exec(policy)?.[1];
    assert.ok(page.text.includes(`<style nonce="${nonce}">`));
  }
});

test("S6: names and texts of others are shown as text, in full, whatever they hold", async () => {
  const { authorisationId, paymentId } = await pages.bank.initiate();
  const hostile = [
    `<script>alert(1)</script>`,
    `"><img src=x onerror=alert(1)>`,
    `' onfocus='alert(1)`,
    "</title><svg/onload=alert(1)>",
    "\u05e9\u05dc\u05d5\u05dd".repeat(35),
    "W".repeat(140),
    "&lt;b&gt;",
    "${7*7}{{7*7}}",
  ];
  for (const text of hostile) {
    const names = { creditor_name: text, remittance: text, tpp_name: text };
    const { db } = pages.bank.database;
    await db.updateTable("payment").set(names).where("payment_id", "=", paymentId).execute();
    const page = await new TestBrowser().open(pages.urlOf(authorisationId));
    assert.equal(textOf(page).split(text).length - 1, 3, text);
    assert.doesNotMatch(page.text, /<(script|img|svg)[ >/]/i);
  }
});

test("O2: nothing in an address decides where the browser is sent", async () => {
  const { browser, code, id, secret } = await reachCode();
  const done = await browser.submit(code, "answer", { code: secret, redirect_uri: "https://evil.example/" });
  assert.equal(done.location, "https://tpp.example/back");
  for (const query of ["redirect_uri=https://evil.example", "returnTo=//evil.example", "state=x"]) {
    const back = await browser.get(`${pages.urlOf(id)}/return?${query}`);
    assert.equal(back.location, "https://tpp.example/back");
  }
});

test("decision 9: over https the session is a __Host- cookie, Secure; over http it is limited to the bank's path", async () => {
  const [plain] = [(await new TestBrowser().get(await someUrl(pages))).headers["set-cookie"]].flat();
  assert.match(plain ?? "", /^test_ro_session=[\w-]{43}; Path=\/test_ro; HttpOnly; SameSite=Lax$/);
  const authority = makeAuthority();
  const { cert, key } = issue(authority, { hosts: ["localhost"] });
  const secure = await openTestPages({ tls: { cert, key } });
  try {
    const browser = new TestBrowser({ ca: authority.pem });
    const { authorisationId } = await secure.bank.initiate();
    const login = await browser.open(secure.urlOf(authorisationId));
    const [cookie] = [login.headers["set-cookie"]].flat();
    assert.match(cookie ?? "", /^__Host-test_ro_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    assert.ok(login.headers["strict-transport-security"]);
    const code = await browser.fill(await browser.fill(login, "login", credentials), "method");
    const back = await browser.submit(code, "answer", { code: secure.bank.spi.lastCode() });
    assert.equal(back.location, "https://tpp.example/back");
  } finally {
    await secure.close();
  }
});

async function someUrl(of: TestPages): Promise<string> {
  return of.urlOf((await of.bank.initiate()).authorisationId);
}
