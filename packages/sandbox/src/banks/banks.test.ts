import assert from "node:assert/strict";
import { test } from "node:test";
import { sandboxBanks } from "./all.ts";

const bankCodes: Readonly<Record<string, RegExp>> = {
  rzb_ro: /^RO\d\dRZBR[A-Z0-9]{16}$/,
  bt_ro: /^RO\d\dBTRL[A-Z0-9]{16}$/,
  cec_ro: /^RO\d\dCECE[A-Z0-9]{16}$/,
  libra_ro: /^RO\d\dBREL[A-Z0-9]{16}$/,
  paysera_lt: /^LT\d\d35000\d{11}$/,
  paysera_ge: /^GE\d\dPS00\d{14}$/,
};

test("every account has an IBAN of its bank that passes mod 97, but the published samples", () => {
  for (const { profile, users } of sandboxBanks) {
    for (const { iban } of users.flatMap((user) => user.accounts)) {
      if (profile.sampleIbans.includes(iban)) continue;
      assert.match(iban, bankCodes[profile.providerId]!);
      assert.equal(mod97(iban), 1n, iban);
    }
  }
});

test("no account stands twice but the one that two hold, no card, and within a bank no login", () => {
  const users = sandboxBanks.flatMap((bank) => bank.users);
  const accounts = new Set(users.flatMap((user) => user.accounts));
  assert.equal(new Set([...accounts].map(({ currency, iban }) => `${iban} ${currency}`)).size, accounts.size);
  const pans = users.flatMap(({ cards = [] }) => cards.map(({ maskedPan }) => maskedPan));
  assert.equal(new Set(pans).size, pans.length);
  for (const { users } of sandboxBanks) assert.equal(new Set(users.map(({ login }) => login)).size, users.length);
});

test("the documented people are there, with the documented accounts and ways to authorise", () => {
  const user = (providerId: string, login: string) =>
    sandboxBanks.find(({ profile }) => profile.providerId === providerId)?.users.find((one) => one.login === login);
  assert.equal(user("rzb_ro", "9999999998")?.accounts[0]?.iban, "RO03RZBR0000069999999999");
  assert.equal(user("rzb_ro", "9999999998")?.password, "9999999998");
  assert.equal(user("rzb_ro", "9999999970")?.accounts[0]?.iban, "RO10RZBR0000069999999970");
  assert.deepEqual([user("bt_ro", "testbt")?.password, user("bt_ro", "testbt")?.pin], ["testbt", "1234567"]);
  assert.equal(user("bt_ro", "testbt")?.sca, "static_pin");
  assert.equal(user("cec_ro", "testcecapi")?.password, "testcecapi");
  assert.equal(user("cec_ro", "testcecapi")?.accounts[0]?.iban, "RO42CECEAG0202RON0007466");
  assert.equal(user("cec_ro", "testcecapi")?.sca, "push");
});

test("each bank has somebody with less than a link usually asks for, and one with both currencies or two accounts", () => {
  for (const { profile, users } of sandboxBanks) {
    assert.ok(
      users.some(({ accounts }) => accounts.every(({ balance }) => balance < 1_250n)),
      profile.providerId,
    );
    assert.ok(
      users.some(({ accounts }) => accounts.length > 1),
      profile.providerId,
    );
  }
});

test("each bank says where its day begins, and has somebody with a past", () => {
  for (const { profile, users } of sandboxBanks) {
    assert.ok(profile.timeZone !== undefined, profile.providerId);
    assert.ok(
      users.some(({ accounts }) => accounts.some(({ history }) => history !== undefined)),
      profile.providerId,
    );
  }
});

test("as many hold an account as have to sign; one account has two currencies, one is blocked", () => {
  const users = sandboxBanks.flatMap((bank) => bank.users);
  const accounts = [...new Set(users.flatMap((user) => user.accounts))];
  for (const account of accounts) {
    const holders = users.filter((user) => user.accounts.includes(account)).length;
    assert.equal(holders, account.signatures ?? 1, account.iban);
  }
  assert.equal(accounts.filter(({ signatures }) => signatures === 2).length, 1);
  assert.equal(new Set(accounts.map(({ iban }) => iban)).size, accounts.length - 1);
  assert.equal(accounts.filter(({ status }) => status === "blocked").length, 1);
});

test("decision 19: a person on this machine counts as present at every bank of the sandbox", () => {
  for (const { profile } of sandboxBanks) assert.equal(profile.localPsuIsPresent, true, profile.providerId);
});

test("no two banks look alike", () => {
  const looks = sandboxBanks.map(({ profile }) => profile.brand);
  assert.equal(new Set(looks.map(({ colour }) => colour)).size, looks.length);
  assert.equal(new Set(looks.map(({ accent }) => accent)).size, looks.length);
});

function mod97(iban: string): bigint {
  const moved = iban.slice(4) + iban.slice(0, 4);
  return BigInt(moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) % 97n;
}

test("limits are those of paysera_lt's documentation there, and generous at the other banks (decision 18)", () => {
  for (const { profile } of sandboxBanks) {
    const documented = { perSecond: 10, perHour: 1_000, concurrent: 20 };
    const expected = profile.providerId === "paysera_lt" ? documented : { perSecond: 100 };
    assert.deepEqual(profile.limits, expected, profile.providerId);
  }
});
