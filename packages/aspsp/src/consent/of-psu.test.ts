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
import { StandingClock } from "../testing/standing-clock.ts";
import { testProfile, testTpp } from "../testing/test-bank.ts";
import { createBankOfferedConsent } from "./offer.ts";
import { findConsentOfPsu, listConsentsOfPsu, revokeByPsu } from "./of-psu.ts";

let bank: HttpBank;
before(async () => {
  bank = await openHttpBank({ clock: new StandingClock() });
});
after(() => bank.close());

const deps = () => ({
  db: bank.database.db,
  clock: bank.clock,
  random: systemRandom,
  log: silentLog,
  profile: testProfile,
});

const listed = async (which: "open" | "ended") =>
  (await listConsentsOfPsu(deps(), { psuId: alice.psuId, which, limit: 100 })) ?? [];

test("a PSU sees what they have given, what is valid apart from what has ended; what waits or is another's is not there", async () => {
  const oneOff = await giveConsent(bank, { recurringIndicator: false, frequencyPerDay: 1 });
  const recurring = await giveConsent(bank);
  await giveConsent(bank, { access: { allPsd2: "allAccounts" } }, { psu: bob });
  await postConsent(bank);
  bank.clock.advance(2 * 3_600_000);
  const [valid, ended] = [await listed("open"), await listed("ended")];
  assert.deepEqual(
    [...valid, ...ended].map(({ consentId, status, statusReason }) => [consentId, status, statusReason]),
    [
      [recurring, "valid", undefined],
      [oneOff, "expired", "over"],
    ],
  );
  assert.deepEqual(
    valid[0]?.accounts.map(({ iban, balances }) => [iban, balances]),
    [[aliceRon, true]],
  );
  assert.equal(valid[0]?.tppName, "Test TPP");
  assert.ok(ended[0]!.endedAt!.getTime() - ended[0]!.authorisedAt.getTime() >= 2 * 3_600_000);
});

test("it is told when a consent was used last, by the bank's day", async () => {
  const consentId = await giveConsent(bank);
  const day = async () => (await findConsentOfPsu(deps(), { psuId: alice.psuId, consentId }))?.lastUsedOn;
  assert.equal(await day(), undefined);
  for (const hours of [0, 48]) {
    bank.clock.advance(hours * 3_600_000);
    const asked = Array.from({ length: 4 }, () => askAt(bank)({ consentId }));
    await Promise.all(asked);
    assert.equal(await day(), dateOf(bank.clock.now()));
  }
});

test("both lists go on where a page ended, whatever has ended meanwhile; B2: but not from a consent of another's", async () => {
  const given: string[] = [];
  for (let n = 0; n < 4; n++) {
    bank.clock.advance(1_000);
    given.unshift(await giveConsent(bank));
  }
  const { psuId } = alice;
  const first = await listConsentsOfPsu(deps(), { psuId, which: "open", limit: 2 });
  assert.deepEqual(
    first?.map(({ consentId }) => consentId),
    given.slice(0, 2),
  );
  await revokeByPsu(deps(), { psuId, consentId: given[1]! });
  const next = await listConsentsOfPsu(deps(), { psuId, which: "open", before: given[1]!, limit: 2 });
  assert.deepEqual(
    next?.map(({ consentId }) => consentId),
    given.slice(2),
  );
  assert.equal((await listed("ended"))[0]?.consentId, given[1]);
  const bobs = await giveConsent(bank, { access: { allPsd2: "allAccounts" } }, { psu: bob });
  for (const before of [bobs, randomUUID(), "", "'"]) {
    assert.equal(await listConsentsOfPsu(deps(), { psuId, which: "open", before, limit: 2 }), undefined);
  }
  assert.equal(await findConsentOfPsu(deps(), { psuId, consentId: bobs }), undefined);
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
