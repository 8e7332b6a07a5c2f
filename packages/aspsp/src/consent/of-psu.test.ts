/** Proves: a PSU sees the consents given, takes back their own and nobody else's, and is offered one by OAuth. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { silentLog, systemRandom } from "@tallystick/kit";
import { addDays, dateOf } from "@tallystick/xs2a";
import { askAt, outcomeOf } from "../testing/access.ts";
import { aliceRon, authoriseConsent, consentStatus, giveConsent, postConsent } from "../testing/consents.ts";
import { alice, bob } from "../testing/fake-core-banking.ts";
import { openHttpBank, type HttpBank } from "../testing/http-bank.ts";
import { testProfile, testTpp } from "../testing/test-bank.ts";
import { createBankOfferedConsent } from "./offer.ts";
import { listConsentsOfPsu, revokeByPsu } from "./of-psu.ts";

let bank: HttpBank;
before(async () => {
  bank = await openHttpBank();
});
after(() => bank.close());

const deps = () => ({
  db: bank.database.db,
  clock: bank.clock,
  random: systemRandom,
  log: silentLog,
  profile: testProfile,
});

test("a PSU sees what they have given, the valid ones first; what waits or is another's is not there", async () => {
  const oneOff = await giveConsent(bank, { recurringIndicator: false, frequencyPerDay: 1 });
  const recurring = await giveConsent(bank);
  await giveConsent(bank, { access: { allPsd2: "allAccounts" } }, { psu: bob });
  await postConsent(bank);
  bank.clock.advance(2 * 3_600_000);
  const list = await listConsentsOfPsu(deps(), alice.psuId);
  assert.deepEqual(
    list.map(({ consentId, status }) => [consentId, status]),
    [
      [recurring, "valid"],
      [oneOff, "expired"],
    ],
  );
  assert.deepEqual(
    list[0]?.accounts.map(({ iban, balances }) => [iban, balances]),
    [[aliceRon, true]],
  );
  assert.equal(list[0]?.tppName, "Test TPP");
});

test("A3: what its PSU takes back opens nothing any more; nobody else takes it back", async () => {
  const consentId = await giveConsent(bank);
  const ask = askAt(bank);
  for (const psuId of [bob.psuId, ""]) assert.equal(await revokeByPsu(deps(), { psuId, consentId }), false);
  assert.equal(await revokeByPsu(deps(), { psuId: alice.psuId, consentId: randomUUID() }), false);
  assert.equal(await revokeByPsu(deps(), { psuId: alice.psuId, consentId: "x" }), false);
  assert.equal(await outcomeOf(ask({ consentId })), "200");
  const many = Array.from({ length: 50 }, () => revokeByPsu(deps(), { psuId: alice.psuId, consentId }));
  assert.equal((await Promise.all(many)).filter(Boolean).length, 1);
  assert.equal(await consentStatus(bank, consentId), "revokedByPsu");
  assert.equal(await outcomeOf(ask({ consentId })), "401 CONSENT_INVALID");
});

test("C15: a consent that OAuth offers is of the accounts that the PSU chooses, and gives what the scopes say", async () => {
  await postConsent(bank);
  const of = { tpp: testTpp, scopes: ["accounts"], redirectUri: "https://tpp.example/back" };
  const { consentId, authorisationId } = await createBankOfferedConsent(deps(), of);
  await authoriseConsent(bank, authorisationId, { accountIds: ["a-ron"] });
  const { body } = await bank.call({ path: `/v1/consents/${consentId}` });
  const chosen = [{ iban: aliceRon, currency: "RON" }];
  assert.deepEqual(body.access, { accounts: chosen, balances: chosen });
  assert.equal(body.validUntil, addDays(dateOf(bank.clock.now()), 180));
  assert.equal(body.frequencyPerDay, 4);
  const [account] = (await askAt(bank)({ consentId })).accounts;
  assert.deepEqual([account?.balances, account?.transactions], [true, false]);
});
