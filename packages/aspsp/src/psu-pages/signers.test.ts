/** Proves: a consent of several signers is on the pages of each who has signed it, and any of them ends it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TestBrowser, textOf, titleOf, type Answer } from "../sca-pages/testing/browser.ts";
import { authoriseConsent, consentStatus, postConsent } from "../testing/consents.ts";
import { carol, dan, erin, method, type FakePsu } from "../testing/fake-core-banking.ts";
import { sharedAccount } from "../testing/payments.ts";
import { enter, openAccessPages, type AccessPages } from "./testing/open-access.ts";

let pages: AccessPages;
before(async () => {
  pages = await openAccessPages();
});
after(() => pages.close());

const access = { access: { balances: [sharedAccount] } };
const iban = "RO80 RZBR 0000 0699 9999 9971";

async function start(consentId: string) {
  const path = `/v1/consents/${consentId}/authorisations`;
  return (await pages.bank.call({ method: "POST", path, body: {} })).body;
}

async function signed(...psus: FakePsu[]): Promise<string> {
  const { consentId } = (await postConsent(pages.bank, access)).body;
  for (const psu of psus) await authoriseConsent(pages.bank, (await start(consentId)).authorisationId, { psu });
  return consentId;
}

function shows(page: Answer, ...texts: readonly string[]): void {
  for (const text of texts) assert.ok(textOf(page).includes(text), `${text} is on the page: ${textOf(page)}`);
}

test("the pages of the SCA say who else has to sign, and then that others still have to", async () => {
  const consentId = await signed();
  for (const [psu, given, button, ending] of [
    [carol, "Signatures 0 of 2 given", "Sign for access", "Signature given"],
    [dan, "Signatures 1 of 2 given", "Allow access", "Access allowed"],
  ] as const) {
    const browser = new TestBrowser();
    const { href } = (await start(consentId))._links.scaRedirect;
    const login = await browser.open(href);
    shows(login, given);
    assert.equal(login.text.includes("Do not allow"), psu === carol, "who merely holds the link undoes no signature");
    const review = await browser.fill(login, "login", { login: psu.login, secret: psu.secret });
    shows(review, given, iban);
    const code = await browser.fill(review, "method", { method_id: method.code.methodId });
    shows(code, button);
    await browser.submit(code, "answer", { code: pages.bank.spi.lastCode() });
    assert.equal(titleOf(await browser.open(href)), `${ending} – Test Bank`);
  }
});

test("who has signed sees it from then on, with its account, and what it waits for; who has not does not", async () => {
  const consentId = await signed(carol);
  const listOf = async (psu: FakePsu) => (await enter(pages, psu)).page;
  const ownPath = `/consents/${consentId}`;
  assert.ok((await listOf(carol)).text.includes(ownPath));
  shows(await listOf(carol), "It waits for the signatures of others, and then may:", iban, "Last used not yet");
  assert.ok(!(await listOf(dan)).text.includes(ownPath));
  await authoriseConsent(pages.bank, (await start(consentId)).authorisationId, { psu: dan });
  for (const psu of [carol, dan]) {
    assert.ok((await listOf(psu)).text.includes(ownPath));
    shows(await listOf(psu), "It may, since all have signed who have to:");
  }
  const { browser } = await enter(pages, erin);
  const foreign = await browser.open(pages.url + ownPath);
  assert.deepEqual([foreign.status, titleOf(foreign)], [404, "Not found – Test Bank"], "a holder who has not signed");
});

test("any signer takes it back, before the others have signed and after, and the others are told", async () => {
  for (const [signers, by] of [
    [[carol], carol],
    [[carol, dan], carol],
    [[carol, dan], dan],
  ] as const) {
    const consentId = await signed(...signers);
    const waiting = signers.length === 1 ? await start(consentId) : undefined;
    const { browser } = await enter(pages, by);
    const question = await browser.open(`${pages.url}/consents/${consentId}`);
    assert.equal(titleOf(question), "End this access? – Test Bank");
    const told = await browser.fill(question, "revoke");
    assert.equal(titleOf(told), "Access ended – Test Bank");
    assert.equal(await consentStatus(pages.bank, consentId), "revokedByPsu");
    for (const psu of signers) {
      const other = (await enter(pages, psu)).browser;
      shows(await other.open(`${pages.url}/ended`), "ended by one of those who signed for it");
    }
    if (waiting === undefined) continue;
    const path = `/v1/consents/${consentId}/authorisations/${waiting.authorisationId}`;
    assert.deepEqual((await pages.bank.call({ path })).body, { scaStatus: "failed" });
  }
});

test("of two signers who end it at once, 25 times each, one does, and both are told the same", async () => {
  const consentId = await signed(carol, dan);
  const both = await Promise.all([carol, dan].map((psu) => enter(pages, psu)));
  const forms = await Promise.all(
    both.map(async ({ browser }) => ({ browser, form: await browser.open(`${pages.url}/consents/${consentId}`) })),
  );
  const sent = await Promise.all(
    Array.from({ length: 50 }, (_, n) => forms[n % 2]!.browser.submit(forms[n % 2]!.form, "revoke")),
  );
  assert.deepEqual(new Set(sent.map(({ status }) => status)), new Set([303]));
  const events = await pages.bank.database.db
    .selectFrom("consent_event")
    .select("to_status")
    .where("consent_id", "=", consentId)
    .where("to_status", "=", "revokedByPsu")
    .execute();
  assert.equal(events.length, 1);
});
