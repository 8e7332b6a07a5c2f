/** Proves what protects a PSU's own pages: sessions, forms, headers, escaping, the counting of logins. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CompiledQuery } from "kysely";
import { readShared } from "@tallystick/xs2a/testing";
import { formOf, TestBrowser, textOf, titleOf } from "../sca-pages/testing/browser.ts";
import { consentStatus, giveConsent } from "../testing/consents.ts";
import { alice, bob, dan } from "../testing/fake-core-banking.ts";
import { cloneRow } from "./testing/clone-row.ts";
import { enter, openAccessPages, pay, type AccessPages } from "./testing/open-access.ts";

let pages: AccessPages;
before(async () => {
  pages = await openAccessPages();
});
after(() => pages.close());

const credentials = { login: alice.login, secret: alice.secret };

test("S4: a form from another site is 403, does nothing and is given no cookie", async () => {
  const { bank, url } = pages;
  const consentId = await giveConsent(bank);
  const { browser } = await enter(pages);
  const { action, fields } = formOf(await browser.open(`${url}/consents/${consentId}`), "revoke");
  const { origin } = new URL(url);
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
    { origin, "sec-fetch-site": "same-site" },
    { origin: "", "sec-fetch-site": "none" },
  ];
  for (const headers of foreign) {
    for (const one of [action, `${url}/login`, `${url}/logout`]) {
      const answer = await browser.post(one, { ...fields, ...credentials }, headers);
      assert.equal(answer.status, 403, `${one} ${JSON.stringify(headers)}`);
      assert.equal((await new TestBrowser().post(one, fields, headers)).headers["set-cookie"], undefined);
    }
  }
  assert.equal(await consentStatus(bank, consentId), "valid");
  assert.equal((await browser.submit(await browser.open(`${url}/consents/${consentId}`), "revoke")).status, 303);
});

test("S4: a form without the token, or with that of another session, form or consent, is 400 and does nothing", async () => {
  const { bank, url } = pages;
  const [consentId, other] = [await giveConsent(bank), await giveConsent(bank)];
  const { browser } = await enter(pages);
  const question = await browser.open(`${url}/consents/${consentId}`);
  const { action } = formOf(question, "revoke");
  const tokenOf = (page: Parameters<typeof formOf>[0], form: string) => formOf(page, form).fields["form_token"] ?? "";
  const { browser: second } = await enter(pages);
  const tokens = [
    "",
    "x",
    tokenOf(question, "logout"),
    tokenOf(await browser.open(`${url}/consents/${other}`), "revoke"),
    tokenOf(await second.open(`${url}/consents/${consentId}`), "revoke"),
  ];
  for (const form_token of tokens) assert.equal((await browser.post(action, { form_token })).status, 400);
  assert.equal((await browser.post(`${url}/logout`, { form_token: tokenOf(question, "revoke") })).status, 400);
  assert.equal((await new TestBrowser().post(action, { form_token: tokenOf(question, "revoke") })).status, 303);
  assert.equal(await consentStatus(bank, consentId), "valid");
});

test("S7: login gives a new session id, and the one before it is worth nothing; logging out ends it", async () => {
  const { url } = pages;
  const browser = new TestBrowser();
  const login = await browser.open(url);
  const planted = browser.copy();
  await browser.fill(login, "login", credentials);
  assert.equal(titleOf(await planted.open(url)), "Log in – Test Bank");
  const inside = browser.copy();
  const page = await browser.open(url);
  assert.equal(titleOf(page), "Who may see your accounts – Test Bank");
  const out = await browser.submit(page, "logout");
  assert.equal(out.status, 303);
  for (const one of [browser, inside]) assert.equal(titleOf(await one.open(url)), "Log in – Test Bank");
});

test("S7: a session ends after five idle minutes and after fifteen in any case; a form that comes later does nothing", async () => {
  const { bank, url } = pages;
  const consentId = await giveConsent(bank);
  const { browser } = await enter(pages);
  for (const minutes of [4.9, 4.9, 4.9]) {
    bank.clock.advance(minutes * 60_000);
    assert.equal(titleOf(await browser.open(url)), "Who may see your accounts – Test Bank");
  }
  bank.clock.advance(18_000);
  assert.equal(titleOf(await browser.open(url)), "Error: Log in – Test Bank");
  const late = (await enter(pages)).browser;
  const question = await late.open(`${url}/consents/${consentId}`);
  bank.clock.advance(301_000);
  const led = await late.fill(question, "revoke");
  assert.equal(titleOf(led), "Error: Log in – Test Bank");
  assert.match(textOf(led), /logged out because nothing happened/);
  assert.equal(await consentStatus(bank, consentId), "valid");
  assert.equal((await late.fill(led, "login", credentials)).status, 200);
});

test("S1, S2: unknown and wrong logins say the same, and five wrong ones lock the login for 15 minutes", async () => {
  const { bank, url } = pages;
  const browser = new TestBrowser();
  const tryLogin = async (login: string, secret: string) =>
    browser.fill(await browser.open(url), "login", { login, secret });
  const [unknown, wrong] = [await tryLogin("nobody", "x"), await tryLogin(dan.login, "x")];
  const withoutToken = (text: string) => text.replaceAll(/(value|nonce)="[^"]*"/g, "");
  assert.equal(withoutToken(unknown.text), withoutToken(wrong.text));
  assert.match(textOf(wrong), /User name or password is not right/);
  for (let tries = 0; tries < 4; tries++) await tryLogin(dan.login, "x");
  assert.equal(titleOf(await tryLogin(dan.login, dan.secret)), "Error: Log in – Test Bank");
  bank.clock.advance(15 * 60_000 + 1);
  assert.equal(titleOf(await tryLogin(dan.login, dan.secret)), "Who may see your accounts – Test Bank");
});

test("S5, S10: every answer forbids framing and caching, pages and redirects alike", async () => {
  const { bank, url } = pages;
  const consentId = await giveConsent(bank);
  const { browser, page } = await enter(pages);
  const answers = [
    await new TestBrowser().get(url),
    await browser.get(url),
    await browser.get(`${url}/ended`),
    await browser.get(`${url}/payments`),
    await browser.get(`${url}/consents/${consentId}`),
    await browser.get(`${url}/nothing`),
    await browser.post(`${url}/login`, {}),
    await browser.submit(page, "logout"),
  ];
  for (const { headers, status, url: at } of answers) {
    assert.equal(headers["cache-control"], "no-store", at);
    assert.equal(headers["x-frame-options"], "DENY", at);
    if (status !== 303) assert.match(String(headers["content-security-policy"]), /frame-ancestors 'none'/, at);
    if (status !== 303) assert.match(String(headers["content-security-policy"]), /script-src 'nonce-/, at);
  }
});

test("S6: names of TPPs and payees are text, whatever is in them", async (t) => {
  const { bank, url } = pages;
  const { db } = bank.database;
  const json = readShared(t, "vectors/text/blns.json");
  if (json === undefined) return;
  const strings = (JSON.parse(json) as string[]).filter((text) => text !== "" && !text.includes("\0"));
  strings.push(`"><script>alert(1)</script>`, `' onmouseover='alert(1)`, "</bdi></h2><base href=//evil.example>");
  const consentId = await giveConsent(bank, { access: { allPsd2: "allAccounts" } }, { psu: bob });
  const paymentId = await pay(pages, { debtorAccount: { iban: bob.accounts[0]!.iban } }, { psu: bob });
  // A page of each list, so that as many texts are looked at together.
  await cloneRow(db, { table: "consent", id: "consent_id", like: consentId, count: 19 });
  await cloneRow(db, { table: "payment", id: "payment_id", like: paymentId, count: 19 });
  const { browser } = await enter(pages, bob);
  const name = async (texts: readonly string[]) => {
    for (const [table, id, columns] of named) {
      const set = columns.map((column) => `${column} = one.text`).join(", ");
      const query = `update ${table} t set ${set} from (select ${id}, ($1::text[])[row_number() over (order by ${id})] as text
        from ${table} where psu_id = $2) one where one.${id} = t.${id} and one.text is not null`;
      await db.executeQuery(CompiledQuery.raw(query, [texts, bob.psuId]));
    }
  };
  /** Every tag with its attributes' names: what markup in a name would add to. */
  const tags = async (): Promise<string[]> => {
    const pagesOf = await Promise.all(
      ["", "/payments", `/consents/${consentId}`].map((path) => browser.get(url + path)),
    );
    for (const { status } of pagesOf) assert.equal(status, 200);
    const found = pagesOf.flatMap(({ text }) => [...text.matchAll(/<[a-z/!][^>]*>/gi)]);
    return found.map(([tag]) => tag.replaceAll(/="[^"]*"/g, "="));
  };
  await name(Array.from({ length: 20 }, () => "Plain"));
  const plain = await tags();
  for (let at = 0; at < strings.length; at += 20) {
    const some = strings.slice(at, at + 20);
    await name(some);
    assert.deepEqual(await tags(), plain, JSON.stringify(some));
  }
});

const named = [
  ["consent", "consent_id", ["tpp_name"]],
  ["payment", "payment_id", ["tpp_name", "creditor_name", "remittance", "status_reason"]],
] as const;
