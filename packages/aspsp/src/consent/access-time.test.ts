/** Proves: what is over is over at that very moment, in the bank's time zone, and says so. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addDays, dateOf } from "@tallystick/xs2a";
import { askAt, outcomeOf, type Ask } from "../testing/access.ts";
import { issue } from "../testing/certificates.ts";
import { consentStatus, giveConsent, resourceIdOf } from "../testing/consents.ts";
import { openHttpBank, type HttpBank } from "../testing/http-bank.ts";
import { StandingClock } from "../testing/standing-clock.ts";
import { flatProfile, testProfile } from "../testing/test-bank.ts";

let bank: HttpBank;
let ask: Ask;
before(async () => {
  bank = await openHttpBank({ clock: new StandingClock() });
  ask = askAt(bank);
});
after(() => bank.close());

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const present = { psuIpAddress: "192.0.2.1" };
const all = { access: { allPsd2: "allAccounts" } } as const;

for (const [timeZone, day, lastSecond] of [
  ["Europe/Bucharest", "2027-03-28", "2027-03-28T20:59:59Z"],
  ["Europe/Bucharest", "2027-10-31", "2027-10-31T21:59:59Z"],
  ["Europe/Vilnius", "2027-01-15", "2027-01-15T21:59:59Z"],
  ["Europe/Bucharest", "2027-07-01", "2027-07-01T20:59:59Z"],
  ["Asia/Tbilisi", "2028-02-29", "2028-02-29T19:59:59Z"],
] as const) {
  test(`A3: valid until the last second of ${day} in ${timeZone}, and expired with the next`, async (t) => {
    const profile = { ...testProfile, timeZone };
    const clock = new StandingClock();
    const local = await openHttpBank({ profile, clock });
    t.after(() => local.close());
    clock.advance(new Date(`${addDays(day, -30)}T12:00:00Z`).getTime() - clock.now().getTime());
    const certificate = issue(local.authority, { notAfter: new Date("2029-01-01") });
    const consentId = await giveConsent(local, { ...all, validUntil: day }, { profile, certificate });
    const check = askAt(local, profile);
    clock.advance(new Date(lastSecond).getTime() - clock.now().getTime());
    assert.equal(await outcomeOf(check({ consentId, ...present })), "200");
    clock.advance(1_000);
    assert.equal(await outcomeOf(check({ consentId, ...present })), "401 CONSENT_EXPIRED");
    assert.equal(await consentStatus(local, consentId, certificate), "expired");
  });
}

test("A3: the age of the SCA is a clock of its own, and reads end what is over so that its status says so", async () => {
  const profile = { ...testProfile, lifetimes: { scaDays: 90 } };
  const consentId = await giveConsent(bank, all);
  bank.clock.advance(90 * 24 * hourMs - 1);
  assert.equal(await outcomeOf(askAt(bank, profile)({ consentId, ...present })), "200");
  bank.clock.advance(1);
  assert.equal(await outcomeOf(ask({ consentId, ...present })), "200");
  const paysera = { ...flatProfile, lifetimes: { scaDays: 90 } };
  assert.equal(await outcomeOf(askAt(bank, paysera)({ consentId, ...present })), "403 CONSENT_EXPIRED");
  assert.equal(await consentStatus(bank, consentId), "expired");
  assert.equal(await outcomeOf(ask({ consentId, ...present })), "401 CONSENT_EXPIRED");
});

test("A3: a one-off consent is good for an hour, in one sitting of 20 minutes, and for each resource once", async () => {
  const once = { ...all, recurringIndicator: false, frequencyPerDay: 1 };
  const consentId = await giveConsent(bank, once);
  const resourceId = await resourceIdOf(bank, consentId, "a-ron");
  bank.clock.advance(30 * minuteMs);
  const many = Array.from({ length: 50 }, () => outcomeOf(ask({ consentId, ...present })));
  const outcomes = (await Promise.all(many)).toSorted();
  assert.deepEqual(outcomes, ["200", ...Array<string>(49).fill("401 CONSENT_EXPIRED")]);
  assert.equal(await outcomeOf(ask({ consentId, endpoint: "balances", resourceId, ...present })), "200");
  assert.equal(await consentStatus(bank, consentId), "valid");
  bank.clock.advance(20 * minuteMs);
  assert.equal(await outcomeOf(ask({ consentId, endpoint: "account", resourceId })), "401 CONSENT_EXPIRED");
  assert.equal(await consentStatus(bank, consentId), "expired");
  const unused = await giveConsent(bank, once);
  bank.clock.advance(60 * minuteMs);
  assert.equal(await outcomeOf(ask({ consentId: unused, ...present })), "401 CONSENT_EXPIRED");
});

test("A4: history reaches 90 days back, and further only shortly after the SCA", async () => {
  const consentId = await giveConsent(bank, all);
  bank.clock.advance(59 * minuteMs);
  assert.equal((await ask({ consentId, ...present })).historyFrom, undefined);
  bank.clock.advance(minuteMs);
  const today = dateOf(bank.clock.now());
  assert.equal((await ask({ consentId, ...present })).historyFrom, addDays(today, -90));
  const kept = { ...testProfile, lifetimes: { historyDays: 30 } };
  assert.equal((await askAt(bank, kept)({ consentId, ...present })).historyFrom, addDays(today, -30));
});
