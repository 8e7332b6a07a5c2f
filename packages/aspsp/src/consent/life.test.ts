/** Proves: a consent goes from received to its end by those who may end it, and is nobody else's. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { chooseAccounts } from "../authorisation/choose.ts";
import { identifyPsu } from "../authorisation/identify.ts";
import { refuseAuthorisation } from "../authorisation/refuse.ts";
import { viewAuthorisation } from "../authorisation/view.ts";
import { issue, type TestCertificate } from "../testing/certificates.ts";
import {
  aliceEur,
  aliceRon,
  authorisationIdOf,
  authoriseConsent,
  bobRon,
  consentAuthorisation,
  consentStatus,
  giveConsent,
  postConsent,
  reachAnswer,
} from "../testing/consents.ts";
import { alice, bob } from "../testing/fake-core-banking.ts";
import { codeOf, openHttpBank, type HttpBank } from "../testing/http-bank.ts";
import { testProfile } from "../testing/test-bank.ts";

let bank: HttpBank;
let other: TestCertificate;
before(async () => {
  bank = await openHttpBank();
  other = issue(bank.authority, { organizationIdentifier: "PSDLT-BOL-654321" });
});
after(() => bank.close());

const read = (consentId: string) => bank.call({ path: `/v1/consents/${consentId}` });
const remove = (consentId: string) => bank.call({ method: "DELETE", path: `/v1/consents/${consentId}` });

async function eventsOf(consentId: string): Promise<string[]> {
  const rows = await bank.database.db
    .selectFrom("consent_event")
    .select(["to_status", "reason"])
    .where("consent_id", "=", consentId)
    .orderBy("sequence")
    .execute();
  return rows.map(({ to_status: to, reason }) => (reason === null ? to : `${to} ${reason}`));
}

test("authorised: valid, with links to the accounts; every currency of an IBAN named without one", async () => {
  const consentId = await giveConsent(bank);
  const { body } = await read(consentId);
  assert.equal(body.consentStatus, "valid");
  assert.deepEqual(Object.keys(body._links), ["account"]);
  const accounts = await bank.database.db
    .selectFrom("consent_account")
    .select(["account_id", "iban", "currency", "balances", "transactions"])
    .where("consent_id", "=", consentId)
    .execute();
  assert.deepEqual(accounts, [
    { account_id: "a-ron", iban: aliceRon, currency: "RON", balances: true, transactions: true },
  ]);
  assert.deepEqual(await eventsOf(consentId), ["received", "valid"]);
});

test("bank-offered: what the PSU has chosen shows once it is authorised, and nothing before", async () => {
  const access = { accounts: [], balances: [] };
  const reply = await postConsent(bank, { access });
  const [consentId, authorisationId] = [reply.body.consentId, authorisationIdOf(reply)];
  const deps = consentAuthorisation(bank);
  const by = { authorisationId, psuId: alice.psuId };
  await identifyPsu(deps, { authorisationId, login: alice.login, secret: alice.secret });
  assert.equal((await viewAuthorisation(deps, by))?.step, "choose_accounts");
  assert.equal((await chooseAccounts(deps, { ...by, accountIds: ["a-ron", "b-ron"] })).kind, "not_offered");
  assert.equal((await chooseAccounts(deps, { ...by, accountIds: [] })).kind, "not_offered");
  assert.equal((await chooseAccounts(deps, { ...by, accountIds: ["a-ron", "a-eur"] })).kind, "chosen");
  assert.deepEqual((await read(consentId)).body.access, access);
  await authoriseConsent(bank, authorisationId, { accountIds: ["a-eur"] });
  const chosen = [{ iban: aliceEur, currency: "EUR" }];
  assert.deepEqual((await read(consentId)).body.access, { accounts: chosen, balances: chosen });
});

test("BG-2: whoever does not hold every account that is named cannot authorise, nor bind the consent", async () => {
  const reply = await postConsent(bank, { access: { accounts: [{ iban: aliceRon }], balances: [{ iban: bobRon }] } });
  const authorisationId = authorisationIdOf(reply);
  const deps = consentAuthorisation(bank);
  for (const { login, secret } of [alice, bob]) {
    const outcome = await identifyPsu(deps, { authorisationId, login, secret });
    assert.equal(outcome.kind, "not_account_holder");
  }
  const wrongCurrency = await postConsent(bank, { access: { accounts: [{ iban: aliceRon, currency: "EUR" }] } });
  const key = { authorisationId: authorisationIdOf(wrongCurrency), login: alice.login, secret: alice.secret };
  assert.equal((await identifyPsu(deps, key)).kind, "not_account_holder");
});

test("BG-2: an account that the PSU has lost between login and answer ends the attempt without a valid consent", async () => {
  const reply = await postConsent(bank, { access: { accounts: [{ iban: aliceEur }] } });
  const answer = await reachAnswer(bank, authorisationIdOf(reply));
  const all = bank.spi.accounts.bind(bank.spi);
  bank.spi.accounts = async (psuId) => (await all(psuId)).filter(({ iban }) => iban !== aliceEur);
  try {
    assert.equal((await answer()).kind, "stale");
  } finally {
    bank.spi.accounts = all;
  }
  assert.equal(await consentStatus(bank, reply.body.consentId), "received");
});

test("nobody re-binds a consent that is bound to a PSU", async () => {
  const reply = await postConsent(bank, { access: { allPsd2: "allAccounts" } });
  const deps = consentAuthorisation(bank);
  const authorisationId = authorisationIdOf(reply);
  const as = ({ login, secret }: typeof alice) => identifyPsu(deps, { authorisationId, login, secret });
  assert.equal((await as(alice)).kind, "identified");
  assert.equal((await as(bob)).kind, "other_psu");
  const path = `/v1/consents/${reply.body.consentId}/authorisations`;
  const second = await bank.call({ method: "POST", path, body: {} });
  const key = { authorisationId: second.body.authorisationId, login: bob.login, secret: bob.secret };
  assert.equal((await identifyPsu(deps, key)).kind, "other_psu");
});

test("refused by the PSU: rejected, with the reason in words; a day without an answer: expired", async () => {
  const refused = await postConsent(bank);
  const deps = consentAuthorisation(bank);
  await refuseAuthorisation(deps, { authorisationId: authorisationIdOf(refused) });
  const path = `/v1/consents/${refused.body.consentId}/status`;
  const { status, body } = await bank.call({ path });
  assert.deepEqual([status, body.consentStatus], [200, "rejected"]);
  assert.match(body.psuMessage, /refused/);
  const waiting = await postConsent(bank);
  bank.clock.advance(24 * 3_600_000 - 60_000);
  assert.equal(await consentStatus(bank, waiting.body.consentId), "received");
  bank.clock.advance(60_000);
  assert.equal(await consentStatus(bank, waiting.body.consentId), "expired");
  const sca = await bank.call({ path: waiting.body._links.scaStatus.href.replace(/^.*(?=\/v1\/)/, "") });
  assert.deepEqual(sca.body, { scaStatus: "failed" });
});

test("the sweep ends what nobody reads", async () => {
  const { body } = await postConsent(bank);
  bank.clock.advance(25 * 3_600_000);
  await bank.bank.drainDue();
  assert.deepEqual(await eventsOf(body.consentId), ["received", "expired not_authorised"]);
});

test("DELETE: 204 and terminatedByTpp, unauthorised and valid; again 204, and what has ended stays as it ended", async () => {
  const unauthorised = (await postConsent(bank)).body.consentId;
  const valid = await giveConsent(bank);
  for (const consentId of [unauthorised, valid]) {
    const first = await remove(consentId);
    assert.deepEqual([first.status, first.text], [204, ""]);
    assert.equal(await consentStatus(bank, consentId), "terminatedByTpp");
    assert.equal((await remove(consentId)).status, 204);
  }
  assert.deepEqual(await eventsOf(valid), ["received", "valid", "terminatedByTpp by_tpp"]);
  const rejected = await postConsent(bank);
  await refuseAuthorisation(consentAuthorisation(bank), { authorisationId: authorisationIdOf(rejected) });
  assert.equal((await remove(rejected.body.consentId)).status, 204);
  assert.equal(await consentStatus(bank, rejected.body.consentId), "rejected");
});

test("CONC-FF: of 50 DELETEs at once one ends the consent, and all are 204", async () => {
  const consentId = await giveConsent(bank);
  const replies = await Promise.all(Array.from({ length: 50 }, () => remove(consentId)));
  assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([204]));
  assert.deepEqual(await eventsOf(consentId), ["received", "valid", "terminatedByTpp by_tpp"]);
});

test("P9: finalising against DELETE, 50 times: a consent that was deleted is never valid afterwards", async () => {
  const pair = async (at: number): Promise<void> => {
    const reply = await postConsent(bank);
    const { consentId } = reply.body;
    const answer = await reachAnswer(bank, authorisationIdOf(reply));
    const headStart = async () => void (await consentStatus(bank, consentId));
    await Promise.all([
      (at % 2 === 0 ? headStart() : Promise.resolve()).then(() => remove(consentId)),
      (at % 2 === 1 ? headStart() : Promise.resolve()).then(answer),
    ]);
    assert.equal(await consentStatus(bank, consentId), "terminatedByTpp");
  };
  for (let at = 0; at < 50; at++) await pair(at);
});

test("authorisations: explicit start, list, status, update; none is started once the consent has ended", async () => {
  const reply = await postConsent(bank, {}, { headers: { "TPP-Explicit-Authorisation-Preferred": "true" } });
  const path = `/v1/consents/${reply.body.consentId}/authorisations`;
  const start = { method: "POST", path, body: {}, headers: { "X-Request-ID": randomUUID() } };
  const started = await bank.call(start);
  assert.equal(started.status, 201, started.text);
  assert.equal(started.headers["aspsp-sca-approach"], "REDIRECT");
  const sibling = (await bank.call({ method: "POST", path, body: {} })).body.authorisationId;
  const { authorisationId, scaStatus } = started.body;
  assert.equal(scaStatus, "received");
  assert.deepEqual((await bank.call({ path })).body, { authorisationIds: [authorisationId, sibling] });
  assert.deepEqual((await bank.call({ path: `${path}/${authorisationId}` })).body, { scaStatus: "received" });
  const named = { method: "PUT", path: `${path}/${authorisationId}`, body: {}, headers: { "PSU-ID": "alice" } };
  assert.equal((await bank.call(named)).body.scaStatus, "psuIdentified");
  await authoriseConsent(bank, authorisationId);
  assert.deepEqual((await bank.call({ path: `${path}/${authorisationId}` })).body, { scaStatus: "finalised" });
  const late = await bank.call({ method: "POST", path, body: {} });
  assert.deepEqual([late.status, codeOf(late)], [409, "STATUS_INVALID"]);
  assert.deepEqual((await bank.call({ path: `${path}/${sibling}` })).body, { scaStatus: "failed" }, "nobody needs it");
  const repeated = await bank.call(start);
  assert.deepEqual([repeated.status, repeated.text], [201, started.text], "C17: a repetition is answered as before");
});

test("B1: another TPP's consent is answered like one that never was, on every operation", async () => {
  const reply = await postConsent(bank);
  const authorisation = authorisationIdOf(reply);
  const calls = (consentId: string) => {
    const path = `/v1/consents/${consentId}`;
    return [
      { method: "GET", path },
      { method: "DELETE", path },
      { method: "GET", path: `${path}/status` },
      { method: "GET", path: `${path}/authorisations` },
      { method: "POST", path: `${path}/authorisations`, body: {} },
      { method: "GET", path: `${path}/authorisations/${authorisation}` },
      { method: "PUT", path: `${path}/authorisations/${authorisation}`, body: {} },
    ];
  };
  for (const consentId of [reply.body.consentId, randomUUID(), "not-an-id", `${reply.body.consentId}'`]) {
    for (const call of calls(encodeURIComponent(consentId))) {
      const answer = await bank.call({ ...call, certificate: other });
      const { tppMessages } = answer.body;
      assert.deepEqual(
        [answer.status, tppMessages],
        [403, [{ category: "ERROR", code: "CONSENT_UNKNOWN", text: "The consent is unknown." }]],
        `${call.method} ${call.path}`,
      );
    }
  }
  assert.equal(await consentStatus(bank, reply.body.consentId), "received");
});

test("B1: an authorisation of another consent, and of a payment, is unknown under this one", async () => {
  const [one, two] = await Promise.all([postConsent(bank), postConsent(bank)]);
  const payment = await bank.initiate();
  const foreign = [authorisationIdOf(two), authorisationIdOf(payment), randomUUID(), "x"];
  for (const authorisationId of foreign) {
    const path = `/v1/consents/${one.body.consentId}/authorisations/${authorisationId}`;
    for (const call of [{ path }, { method: "PUT", path, body: {} }]) {
      const answer = await bank.call(call);
      assert.deepEqual([answer.status, codeOf(answer)], [404, "RESOURCE_UNKNOWN"]);
    }
  }
});

test("C7: without PSP_AI no operation on consents is served", async () => {
  const payer = issue(bank.authority, { roles: ["PSP_PI"] });
  const answer = await postConsent(bank, {}, { certificate: payer });
  assert.deepEqual([answer.status, codeOf(answer)], [401, "ROLE_INVALID"]);
});

test("rule 24: where one recurring consent is taken, the next one ends it when it is authorised, and not before", async (t) => {
  const profile = { ...testProfile, multipleConsents: false };
  const single = await openHttpBank({ profile });
  t.after(() => single.close());
  const status = (consentId: string) => consentStatus(single, consentId);
  const first = await giveConsent(single, {}, { profile });
  const created = await postConsent(single);
  assert.equal(created.headers["aspsp-multiple-consent-support"], undefined);
  assert.equal(await status(first), "valid");
  const oneOff = await giveConsent(single, { recurringIndicator: false, frequencyPerDay: 1 }, { profile });
  const ofBob = await giveConsent(single, { access: { allPsd2: "allAccounts" } }, { profile, psu: bob });
  const certificate = issue(single.authority, { organizationIdentifier: "PSDLT-BOL-654321" });
  const ofOther = await giveConsent(single, {}, { profile, certificate });
  assert.equal(await status(first), "valid");
  await authoriseConsent(single, authorisationIdOf(created), { profile });
  assert.equal(await status(first), "terminatedByTpp");
  const all = [created.body.consentId, oneOff, ofBob];
  assert.deepEqual(await Promise.all(all.map(status)), ["valid", "valid", "valid"]);
  const others = await single.call({ path: `/v1/consents/${ofOther}/status`, certificate });
  assert.equal(others.body.consentStatus, "valid");

  // In parallel: whichever comes last stays.
  for (let round = 0; round < 10; round++) {
    const made = [];
    for (let at = 0; at < 4; at++) {
      const reply = await postConsent(single);
      const answer = await reachAnswer(single, authorisationIdOf(reply), { profile });
      made.push({ consentId: reply.body.consentId as string, answer });
    }
    const outcomes = await Promise.all(made.map(({ answer }) => answer()));
    assert.ok(outcomes.every(({ kind }) => kind === "finalised"));
    const after = await Promise.all(made.map(({ consentId }) => status(consentId)));
    assert.equal(after.filter((one) => one === "valid").length, 1, after.join(" "));
  }
});

test("where several are offered, they stand side by side", async () => {
  const [one, two] = [await giveConsent(bank), await giveConsent(bank)];
  assert.deepEqual([await consentStatus(bank, one), await consentStatus(bank, two)], ["valid", "valid"]);
});
