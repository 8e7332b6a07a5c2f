/** Proves: each read of account data is decided by its own consent, in time, and counted before it is served. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { openDb } from "@tallystick/kit";
import type { AccessEndpoint } from "../account/ports.ts";
import type { BankSchema } from "../migrations/schema.ts";
import { askAt, outcomeOf, type Ask } from "../testing/access.ts";
import { aliceEur, aliceRon, giveConsent, postConsent, resourceIdOf } from "../testing/consents.ts";
import { alice, bob } from "../testing/fake-core-banking.ts";
import { openHttpBank, type HttpBank } from "../testing/http-bank.ts";
import { StandingClock } from "../testing/standing-clock.ts";
import { testProfile, testTpp } from "../testing/test-bank.ts";

let bank: HttpBank;
let ask: Ask;
before(async () => {
  bank = await openHttpBank({ clock: new StandingClock() });
  ask = askAt(bank);
});
after(() => bank.close());

const hourMs = 3_600_000;
const present = { psuIpAddress: "192.0.2.1" };
const all = { access: { allPsd2: "allAccounts" } } as const;

const resourceOf = (consentId: string, accountId: string) => resourceIdOf(bank, consentId, accountId);

async function outcomes(many: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of await Promise.all(many.map(outcomeOf))) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

test("A1: of 100 unattended reads at once over two pools exactly 4 are served, round after round", async (t) => {
  const { url, schema } = bank.database;
  const second = openDb<BankSchema>({ url, schema });
  t.after(() => second.destroy());
  const askers = [ask, askAt(bank, testProfile, second)];
  const consentId = await giveConsent(bank, all);
  const resourceId = await resourceOf(consentId, "a-ron");
  const read = { consentId, endpoint: "balances", resourceId } as const;
  for (let round = 0; round < 20; round++) {
    const many = Array.from({ length: 100 }, (_, at) => askers[at % 2]!(read));
    assert.deepEqual(await outcomes(many), { 200: 4, "429 ACCESS_EXCEEDED": 96 });
    bank.clock.advance(24 * hourMs);
  }
});

test("A1: the 24 hours roll, by consent, endpoint, account and transaction; a further page is not counted", async () => {
  const consentId = await giveConsent(bank, { ...all, frequencyPerDay: 2 });
  const [ron, eur] = [await resourceOf(consentId, "a-ron"), await resourceOf(consentId, "a-eur")];
  const read = (endpoint: AccessEndpoint, resourceId: string, more: object = {}) =>
    outcomeOf(ask({ consentId, endpoint, resourceId, ...more }));
  assert.equal(await read("balances", ron), "200");
  bank.clock.advance(hourMs);
  assert.equal(await read("balances", ron), "200");
  assert.equal(await read("balances", ron), "429 ACCESS_EXCEEDED");
  for (const [endpoint, resourceId] of [
    ["balances", eur],
    ["account", ron],
    ["transactions", ron],
  ] as const) {
    assert.equal(await read(endpoint, resourceId), "200");
  }
  assert.equal(await read("balances", ron, present), "200");
  assert.equal(await read("balances", ron, { isFurtherPage: true }), "200");
  for (const transactionId of ["1", "2", `${"x".repeat(9_000)}\0`]) {
    assert.equal(await read("transaction", ron, { transactionId }), "200");
    assert.equal(await read("transaction", ron, { transactionId }), "200");
    assert.equal(await read("transaction", ron, { transactionId }), "429 ACCESS_EXCEEDED");
  }
  // The first one leaves the window, the second one is in it still.
  bank.clock.advance(23 * hourMs - 1);
  assert.equal(await read("balances", ron), "429 ACCESS_EXCEEDED");
  bank.clock.advance(1);
  assert.equal(await read("balances", ron), "200");
  assert.equal(await read("balances", ron), "429 ACCESS_EXCEEDED");
  const refused = await ask({ consentId, endpoint: "balances", resourceId: ron }).catch((error: unknown) => error);
  assert.equal((refused as { headers: Record<string, string> }).headers["retry-after"], "3600");
});

test("A2: only an address of the public internet says that the PSU is there, save where a profile takes any", async () => {
  const strict = askAt(bank, { ...testProfile, localPsuIsPresent: false });
  const consentId = await giveConsent(bank, { ...all, frequencyPerDay: 1 });
  assert.equal(await outcomeOf(strict({ consentId })), "200");
  const nowhere = ["127.0.0.1", "10.1.2.3", "192.168.0.1", "192.0.2.1", "::1", "fe80::1", "::ffff:8.8.8.8", "x", ""];
  for (const psuIpAddress of nowhere) {
    assert.equal(await outcomeOf(strict({ consentId, psuIpAddress })), "429 ACCESS_EXCEEDED", psuIpAddress);
  }
  for (const psuIpAddress of ["8.8.8.8", "2a00:1450:4001:831::200e"]) {
    assert.equal(await outcomeOf(strict({ consentId, psuIpAddress })), "200", psuIpAddress);
  }
  assert.equal(await outcomeOf(ask({ consentId, psuIpAddress: "127.0.0.1" })), "200");
  assert.equal(await outcomeOf(ask({ consentId, psuIpAddress: "x" })), "429 ACCESS_EXCEEDED");
});

test("B1: another TPP's consent, an unknown one and what is no id are unknown; without any the header is missing", async () => {
  const consentId = await giveConsent(bank, all);
  const stranger = { ...testTpp, tppId: "PSDLT-BOL-654321" };
  const unknown = "400 CONSENT_UNKNOWN";
  assert.equal(await outcomeOf(ask({ consentId, tpp: stranger })), unknown);
  assert.equal(await outcomeOf(ask({ consentId: randomUUID() })), unknown);
  assert.equal(await outcomeOf(ask({ consentId: "x'; select 1" })), unknown);
  assert.equal(await outcomeOf(ask({})), "400 FORMAT_ERROR");
});

test("B2: an account of another PSU's consent, of another TPP's, and an unknown one are 404 alike", async () => {
  const mine = await giveConsent(bank, all);
  const ofBob = await giveConsent(bank, all, { psu: bob });
  const resourceId = await resourceOf(ofBob, "b-ron");
  const read = (consentId: string, resource: string, more = {}) =>
    outcomeOf(ask({ consentId, endpoint: "balances", resourceId: resource, ...present, ...more }));
  assert.equal(await read(ofBob, resourceId), "200");
  assert.equal(await read(mine, resourceId), "404 RESOURCE_UNKNOWN");
  assert.equal(await read(mine, randomUUID()), "404 RESOURCE_UNKNOWN");
  assert.equal(await read(mine, "b-ron"), "404 RESOURCE_UNKNOWN");
  const { db } = bank.database;
  const stranger = { ...testTpp, tppId: "PSDLT-BOL-654321" };
  await db
    .insertInto("tpp")
    .values({ tpp_id: stranger.tppId, name: "", country: "LT", nca_id: "LT-BOL", enrolled_at: new Date() })
    .execute();
  await db.updateTable("consent").set({ tpp_id: stranger.tppId }).where("consent_id", "=", ofBob).execute();
  assert.equal(await read(mine, resourceId), "404 RESOURCE_UNKNOWN");
});

test("BG-5: rights are those of this consent, and do not add up over several", async () => {
  const balances = await giveConsent(bank, { access: { balances: [{ iban: aliceRon }] } });
  await giveConsent(bank, { access: { transactions: [{ iban: aliceRon }, { iban: aliceEur }] } });
  const resourceId = await resourceOf(balances, "a-ron");
  const read = (endpoint: AccessEndpoint, more = {}) =>
    outcomeOf(ask({ consentId: balances, endpoint, resourceId, ...present, ...more }));
  assert.equal(await read("balances"), "200");
  assert.equal(await read("account"), "200");
  assert.equal(await read("account", { withBalance: true }), "200");
  assert.equal(await read("transactions"), "401 CONSENT_INVALID");
  assert.equal(await read("transaction", { transactionId: "1" }), "401 CONSENT_INVALID");
  assert.equal(await read("card-account"), "404 RESOURCE_UNKNOWN");
  const list = await ask({ consentId: balances, ...present });
  assert.deepEqual(
    list.accounts.map(({ iban, balances: b, transactions: t }) => [iban, b, t]),
    [[aliceRon, true, false]],
  );
  const bare = await giveConsent(bank, { access: { accounts: [{ iban: aliceRon }] } });
  assert.equal(await outcomeOf(ask({ consentId: bare, ...present })), "200");
  assert.equal(await outcomeOf(ask({ consentId: bare, withBalance: true, ...present })), "401 CONSENT_INVALID");
});

test("a list of available accounts opens none of them, and shows balances only where they were asked for", async () => {
  const list = await giveConsent(bank, { access: { availableAccounts: "allAccountsWithOwnerName" } });
  const withBalance = await giveConsent(bank, { access: { availableAccountsWithBalance: "allAccounts" } });
  const shown = await ask({ consentId: list, ...present });
  assert.deepEqual([shown.ownerName, shown.kind, shown.accounts.length], [true, "availableAccounts", 2]);
  assert.equal(await outcomeOf(ask({ consentId: list, withBalance: true, ...present })), "401 CONSENT_INVALID");
  const more = await ask({ consentId: withBalance, withBalance: true, ...present });
  assert.ok(more.accounts.every(({ balances, transactions }) => balances && !transactions));
  const resourceId = await resourceOf(withBalance, "a-ron");
  const read = { consentId: withBalance, endpoint: "balances", resourceId, ...present } as const;
  assert.equal(await outcomeOf(ask(read)), "401 CONSENT_INVALID");
});

test("only a valid consent is good: not received, terminated or revoked", async () => {
  const received = (await postConsent(bank)).body.consentId;
  const terminated = await giveConsent(bank);
  await bank.call({ method: "DELETE", path: `/v1/consents/${terminated}` });
  for (const consentId of [received, terminated]) {
    assert.equal(await outcomeOf(ask({ consentId, ...present })), "401 CONSENT_INVALID");
  }
});

test("a global consent opens accounts that the PSU gets later, under one name for all who ask at once", async (t) => {
  const consentId = await giveConsent(bank, all);
  const before = await ask({ consentId, ...present });
  const held = bank.spi.accounts.bind(bank.spi);
  t.after(() => void (bank.spi.accounts = held));
  const added = { ...alice.accounts[0]!, accountId: "a-new", iban: "RO52RZBR0000060000000001" };
  bank.spi.accounts = async (psuId) => [...(await held(psuId)), ...(psuId === alice.psuId ? [added] : [])];
  const lists = await Promise.all(Array.from({ length: 20 }, () => ask({ consentId, ...present })));
  assert.ok(lists.every(({ held: told }) => told?.accounts.length === 3));
  const names = new Set(
    lists.map(({ accounts }) => accounts.find(({ accountId }) => accountId === "a-new")?.resourceId),
  );
  assert.equal(names.size, 1);
  for (const { accounts } of lists) {
    assert.equal(accounts.length, before.accounts.length + 1);
    for (const one of before.accounts) assert.ok(accounts.some(({ resourceId }) => resourceId === one.resourceId));
  }
  const [resourceId = ""] = names;
  assert.equal(await outcomeOf(ask({ consentId, endpoint: "balances", resourceId, ...present })), "200");
});

test("resource ids mean nothing outside their consent", async () => {
  const [one, two] = [await giveConsent(bank, all), await giveConsent(bank, all)];
  assert.notEqual(await resourceOf(one, "a-ron"), await resourceOf(two, "a-ron"));
});

test("C8: a token is for its own consent; plain scopes let Consent-ID select another of the same PSU", async () => {
  const [one, two] = [await giveConsent(bank, all), await giveConsent(bank, all)];
  const ofBob = await giveConsent(bank, all, { psu: bob });
  const common = { tppId: testTpp.tppId, psuId: alice.psuId, consentId: one };
  const bound = { ...common, scopes: [`AIS:${one}`] };
  const plain = { ...common, scopes: ["accounts", "transactions"] };
  const of = async (request: object) => (await ask({ ...present, ...request })).consentId;
  assert.equal(await of({ grant: bound }), one);
  assert.equal(await of({ grant: bound, consentId: one }), one);
  assert.equal(await outcomeOf(ask({ grant: bound, consentId: two })), "401 CONSENT_INVALID");
  assert.equal(await of({ grant: plain }), one);
  assert.equal(await of({ grant: plain, consentId: two }), two);
  assert.equal(await outcomeOf(ask({ grant: plain, consentId: ofBob })), "401 CONSENT_INVALID");
  assert.equal(await outcomeOf(ask({ grant: plain, consentId: randomUUID() })), "400 CONSENT_UNKNOWN");
  assert.equal(await outcomeOf(ask({ grant: { ...bound, psuId: bob.psuId } })), "401 CONSENT_INVALID");
  const { psuId: _, ...nobody } = plain;
  assert.equal(await outcomeOf(ask({ grant: nobody, consentId: two })), "401 TOKEN_INVALID");
});

test("O15: a token of scope accounts alone reads no transactions, and one of transactions no balances", async () => {
  const consentId = await giveConsent(bank, all);
  const resourceId = await resourceOf(consentId, "a-ron");
  const grant = { tppId: testTpp.tppId, psuId: alice.psuId, consentId };
  const read = (scope: string, endpoint: AccessEndpoint) =>
    outcomeOf(ask({ grant: { ...grant, scopes: [scope] }, endpoint, resourceId, ...present }));
  assert.equal(await read("accounts", "balances"), "200");
  assert.equal(await read("transactions", "transactions"), "200");
  assert.equal(await read("accounts", "transactions"), "401 TOKEN_INVALID");
  assert.equal(await read("transactions", "balances"), "401 TOKEN_INVALID");
  const [account] = (await ask({ grant: { ...grant, scopes: ["accounts"] }, endpoint: "account", resourceId }))
    .accounts;
  assert.deepEqual([account?.balances, account?.transactions], [true, false]);
});
