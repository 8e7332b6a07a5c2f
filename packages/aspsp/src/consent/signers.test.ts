/** Proves: a consent that several PSUs have to authorise opens its accounts when each of them has, and not before. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { chooseAccounts } from "../authorisation/choose.ts";
import { finishAuthorisation } from "../authorisation/finish.ts";
import { identifyPsu } from "../authorisation/identify.ts";
import { refuseAuthorisation } from "../authorisation/refuse.ts";
import { findOpenChallenge } from "../authorisation/store.ts";
import { askAt, outcomeOf } from "../testing/access.ts";
import { issue } from "../testing/certificates.ts";
import {
  authoriseConsent,
  consentAuthorisation,
  consentStatus,
  postConsent,
  reachAnswer,
  resourceIdOf,
} from "../testing/consents.ts";
import { alice, carol, dan, erin, type FakePsu } from "../testing/fake-core-banking.ts";
import { codeOf, openHttpBank, type HttpBank } from "../testing/http-bank.ts";
import { sharedAccount } from "../testing/payments.ts";
import { StandingClock } from "../testing/standing-clock.ts";
import { testTpp } from "../testing/test-bank.ts";

const hourMs = 3_600_000;
const shared = { access: { balances: [sharedAccount] } };
let bank: HttpBank;
before(async () => {
  bank = await openHttpBank({ clock: new StandingClock() });
});
after(() => bank.close());

const create = async (change: object = shared): Promise<string> => (await postConsent(bank, change)).body.consentId;
const status = (consentId: string) => consentStatus(bank, consentId);
const read = (consentId: string) => bank.call({ path: "/v1/accounts", headers: { "Consent-ID": consentId } });

async function start(consentId: string): Promise<string> {
  const reply = await bank.call({ method: "POST", path: `/v1/consents/${consentId}/authorisations`, body: {} });
  assert.equal(reply.status, 201, reply.text);
  return reply.body.authorisationId;
}

/** One signer's whole authorisation. */
const sign = async (consentId: string, psu: FakePsu) => authoriseConsent(bank, await start(consentId), { psu });
const logIn = async (consentId: string, { login, secret }: FakePsu) =>
  (await identifyPsu(consentAuthorisation(bank), { authorisationId: await start(consentId), login, secret })).kind;

test("nothing starts by itself; the first signature is partiallyAuthorised and opens nothing, the last valid", async () => {
  const created = await postConsent(bank, shared);
  const { consentId, _links: links } = created.body;
  assert.deepEqual(Object.keys(links).sort(), ["self", "startAuthorisation", "status"]);
  assert.equal(created.headers["aspsp-sca-approach"], undefined);
  const path = `/v1/consents/${consentId}`;
  assert.deepEqual((await bank.call({ path: `${path}/authorisations` })).body, { authorisationIds: [] });
  await sign(consentId, carol);
  const partly = (await bank.call({ path })).body;
  assert.deepEqual([partly.consentStatus, partly._links], ["partiallyAuthorised", undefined]);
  const refused = await read(consentId);
  assert.deepEqual([refused.status, codeOf(refused)], [401, "CONSENT_INVALID"]);
  bank.clock.advance(hourMs);
  await sign(consentId, dan);
  assert.equal((await bank.call({ path })).body.consentStatus, "valid");
  const { accounts } = (await read(consentId)).body;
  assert.deepEqual(
    accounts.map(({ iban }: { iban: string }) => iban),
    [sharedAccount.iban],
  );
  const events = await bank.database.db
    .selectFrom("consent_event")
    .select("to_status")
    .where("consent_id", "=", consentId)
    .orderBy("sequence")
    .execute();
  assert.deepEqual(
    events.map(({ to_status: to }) => to),
    ["received", "partiallyAuthorised", "valid"],
  );
  const row = await sql<{ sca_at: Date }>`select sca_at from consent where consent_id = ${consentId}`.execute(
    bank.database.db,
  );
  assert.deepEqual(row.rows[0]?.sca_at, bank.clock.now(), "the SCA's age counts from the last signature");
  const late = await bank.call({ method: "POST", path: `${path}/authorisations`, body: {} });
  assert.deepEqual([late.status, codeOf(late)], [409, "STATUS_INVALID"], "two of three holders are enough");
});

test("the same PSU does not count twice, and a stranger not at all", async () => {
  const consentId = await create();
  const both = [];
  for (let n = 0; n < 2; n++) both.push(await reachAnswer(bank, await start(consentId), { psu: carol }));
  assert.deepEqual([(await both[0]!()).kind, (await both[1]!()).kind], ["finalised", "stale"]);
  assert.equal(await logIn(consentId, carol), "other_psu");
  assert.equal(await logIn(consentId, alice), "not_account_holder");
  assert.equal(await status(consentId), "partiallyAuthorised");
});

test("a refusal by any signer rejects it, with the reason in words; whoever merely holds the link cannot", async () => {
  const consentId = await create();
  await sign(consentId, carol);
  const deps = consentAuthorisation(bank);
  const authorisationId = await start(consentId);
  assert.equal((await refuseAuthorisation(deps, { authorisationId })).kind, "out_of_order");
  assert.equal(await status(consentId), "partiallyAuthorised");
  const { login, secret, psuId } = dan;
  await identifyPsu(deps, { authorisationId, login, secret });
  assert.equal((await refuseAuthorisation(deps, { authorisationId, psuId })).kind, "refused");
  const { body } = await bank.call({ path: `/v1/consents/${consentId}/status` });
  assert.deepEqual(body, {
    consentStatus: "rejected",
    psuMessage: "One of those who have to allow the access refused it.",
  });
});

test("S1: a stranger's five wrong logins end one authorisation, and undo no signature", async () => {
  const [signed, bare] = [await create(), await create()];
  await sign(signed, carol);
  for (const [consentId, then] of [
    [signed, "partiallyAuthorised"],
    [bare, "rejected"],
  ] as const) {
    const authorisationId = await start(consentId);
    const guess = async (secret: string) =>
      (await identifyPsu(consentAuthorisation(bank), { authorisationId, login: `stranger ${then}`, secret })).kind;
    for (let n = 0; n < 4; n++) assert.equal(await guess(`no-${n}`), "wrong_credentials");
    assert.equal(await guess("no-4"), "failed");
    const path = `/v1/consents/${consentId}/authorisations/${authorisationId}`;
    assert.deepEqual((await bank.call({ path })).body, { scaStatus: "failed" });
    assert.equal(await status(consentId), then);
  }
  await sign(signed, dan);
  assert.equal(await status(signed), "valid");
});

test("the TPP may end it while a signature is missing, and no other follows", async () => {
  const consentId = await create();
  await sign(consentId, carol);
  const answer = await reachAnswer(bank, await start(consentId), { psu: dan });
  assert.equal((await bank.call({ method: "DELETE", path: `/v1/consents/${consentId}` })).status, 204);
  assert.equal((await answer()).kind, "ended");
  assert.equal(await status(consentId), "terminatedByTpp");
});

test("with the first signature there are 24 hours for the others, and then it ends by the sweep as by a read", async () => {
  const [signed, unread, bare] = [await create(), await create(), await create()];
  bank.clock.advance(23 * hourMs);
  for (const consentId of [signed, unread]) await sign(consentId, carol);
  bank.clock.advance(24 * hourMs - 60_000);
  assert.deepEqual([await status(signed), await status(bare)], ["partiallyAuthorised", "expired"]);
  const answer = await reachAnswer(bank, await start(signed), { psu: dan });
  bank.clock.advance(60_000);
  assert.equal((await answer()).kind, "ended");
  await bank.bank.drainDue();
  const { rows } = await sql`select status from consent where consent_id in (${signed}, ${unread})`.execute(
    bank.database.db,
  );
  assert.deepEqual(rows, [{ status: "expired" }, { status: "expired" }]);
});

test("P6: what was changed between two signatures gets no second one", async () => {
  const consentId = await create();
  await sign(consentId, carol);
  await sql`update consent set valid_until = valid_until + 1 where consent_id = ${consentId}`.execute(bank.database.db);
  const answer = await reachAnswer(bank, await start(consentId), { psu: dan });
  assert.equal((await answer()).kind, "stale");
  assert.equal(await status(consentId), "partiallyAuthorised");
});

test("P8: two signers at once, 60 times each, are two signatures and one consent", async () => {
  const consentId = await create();
  const challenges: Awaited<ReturnType<typeof findOpenChallenge>>[] = [];
  for (const psu of [carol, dan]) {
    const authorisationId = await start(consentId);
    await reachAnswer(bank, authorisationId, { psu });
    challenges.push(await findOpenChallenge(bank.database.db, { authorisationId, at: bank.clock.now() }));
  }
  const deps = consentAuthorisation(bank);
  const outcomes = await Promise.all(
    Array.from({ length: 120 }, (_, n) => finishAuthorisation(deps, challenges[n % 2]!)),
  );
  assert.equal(outcomes.filter(({ kind }) => kind === "finalised").length, 2);
  assert.equal(await status(consentId), "valid");
});

test("P9: the last signature against DELETE and against another's refusal, 50 times: one wins, for good", async () => {
  const deps = consentAuthorisation(bank);
  for (let round = 0; round < 50; round++) {
    const consentId = await create();
    await sign(consentId, carol);
    const answer = await reachAnswer(bank, await start(consentId), { psu: dan });
    const authorisationId = await start(consentId);
    const { login, secret, psuId } = erin;
    await identifyPsu(deps, { authorisationId, login, secret });
    const against =
      round % 2 === 0
        ? bank.call({ method: "DELETE", path: `/v1/consents/${consentId}` }).then(({ status: code }) => code === 204)
        : refuseAuthorisation(deps, { authorisationId, psuId }).then(({ kind }) => kind === "refused");
    const [ended, signed] = await Promise.all([against, answer()]);
    const expected = round % 2 === 0 ? "terminatedByTpp" : ended ? "rejected" : "valid";
    assert.equal(await status(consentId), expected, `round ${round}: ${String(ended)} ${signed.kind}`);
    if (round % 2 === 1) assert.equal(signed.kind === "finalised", !ended);
  }
});

test("accounts that the PSU chooses say how many sign, and stay chosen then", async () => {
  const reply = await postConsent(bank, { access: { balances: [], accounts: [] } });
  const { consentId } = reply.body;
  const authorisationId = await start(consentId);
  const deps = consentAuthorisation(bank);
  const { login, secret, psuId } = carol;
  await identifyPsu(deps, { authorisationId, login, secret });
  const choose = async (...accountIds: string[]) =>
    (await chooseAccounts(deps, { authorisationId, psuId, accountIds })).kind;
  assert.equal(await choose("c-ron"), "chosen");
  assert.equal(await choose("s-ron"), "chosen");
  assert.equal(await choose("c-ron"), "out_of_order");
  await authoriseConsent(bank, authorisationId, { psu: carol });
  assert.equal(await status(consentId), "partiallyAuthorised");
  assert.equal(await logIn(consentId, alice), "not_account_holder");
  await sign(consentId, dan);
  assert.equal(await status(consentId), "valid");
});

test("who signs holds every account, those too that take one signature alone", async () => {
  const consentId = await create({ access: { balances: [sharedAccount, { iban: carol.accounts[1]!.iban }] } });
  await sign(consentId, carol);
  assert.equal(await logIn(consentId, dan), "not_account_holder");
  assert.equal(await status(consentId), "partiallyAuthorised");
});

test("a consent to all accounts, which names none, does not open one that others have to open too", async () => {
  const created = await postConsent(bank, { access: { allPsd2: "allAccounts" } });
  const authorisationId = created.body._links.scaStatus.href.split("/").at(-1);
  await authoriseConsent(bank, authorisationId, { psu: carol });
  const { accounts } = (await read(created.body.consentId)).body;
  assert.deepEqual(
    accounts.map(({ iban }: { iban: string }) => iban),
    [carol.accounts[1]!.iban],
  );
});

test("core banking that tells of signatures with the PSU's accounts alone is believed at the first signature", async (t) => {
  const known = bank.spi.accessSignatures;
  t.after(() => void (bank.spi.accessSignatures = known));
  bank.spi.accessSignatures = async () => 1;
  const created = await postConsent(bank, shared);
  await authoriseConsent(bank, created.body._links.scaStatus.href.split("/").at(-1), { psu: carol });
  assert.equal(await status(created.body.consentId), "partiallyAuthorised");
  await sign(created.body.consentId, dan);
  assert.equal(await status(created.body.consentId), "valid");
});

test("it is read as the last signer, by a token of any signer and of nobody else; reads count together", async () => {
  const consentId = await create();
  await sign(consentId, carol);
  await sign(consentId, dan);
  const ask = askAt(bank);
  const resourceId = await resourceIdOf(bank, consentId, "s-ron");
  const asked = ({ psuId }: FakePsu) => {
    const grant = { tppId: testTpp.tppId, psuId, consentId, scopes: [`AIS:${consentId}`] };
    return ask({ grant, endpoint: "balances", resourceId });
  };
  assert.equal((await asked(carol)).psuId, dan.psuId);
  assert.equal(await outcomeOf(asked(erin)), "401 CONSENT_INVALID", "a holder who has not signed");
  for (const psu of [dan, carol, dan]) assert.equal(await outcomeOf(asked(psu)), "200");
  assert.equal(await outcomeOf(asked(carol)), "429 ACCESS_EXCEEDED", "four a day in all, not each");
});

test("a consent to funds confirmations of such an account takes the same signatures", async () => {
  const certificate = issue(bank.authority, { roles: ["PSP_IC"] });
  const call = (path: string, body?: object) =>
    bank.call({ path, certificate, ...(body === undefined ? {} : { method: "POST", body }) });
  const consents = "/v2/consents/confirmation-of-funds";
  const { consentId, _links: links } = (await call(consents, { account: sharedAccount })).body;
  assert.equal(links.scaRedirect, undefined);
  const question = { account: sharedAccount, instructedAmount: { currency: "RON", amount: "1.00" } };
  const path = `${consents}/${consentId}`;
  for (const [psu, then] of [
    [carol, "received"],
    [dan, "valid"],
  ] as const) {
    assert.equal(codeOf(await call("/v1/funds-confirmations", question)), "NO_PIIS_ACTIVATION");
    await authoriseConsent(bank, (await call(`${path}/authorisations`, {})).body.authorisationId, { psu });
    assert.equal((await call(`${path}/status`)).body.consentStatus, then);
  }
  assert.deepEqual((await call("/v1/funds-confirmations", question)).body, { fundsAvailable: true });
});
