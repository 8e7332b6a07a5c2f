/** Proves: a consent is made of what the guidelines allow and of nothing else, once per X-Request-ID. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { addDays, dateOf } from "@tallystick/xs2a";
import { aliceEur, aliceRon, postConsent, sampleConsent } from "../testing/consents.ts";
import { messagesOf, openHttpBank, type HttpBank } from "../testing/http-bank.ts";
import { flatProfile, testProfile } from "../testing/test-bank.ts";

let bank: HttpBank;
before(async () => {
  bank = await openHttpBank();
});
after(() => bank.close());

const account = { iban: aliceRon };
const today = () => dateOf(bank.clock.now());

async function refused(change: object, of: HttpBank = bank): Promise<string[]> {
  const reply = await postConsent(of, change);
  assert.equal(reply.status, 400, reply.text);
  return messagesOf(reply);
}

test("a consent is created as received, with its links, and the approach in a header", async () => {
  const reply = await postConsent(bank);
  assert.equal(reply.status, 201, reply.text);
  const { consentId, consentStatus, _links: links } = reply.body;
  const self = `https://localhost:4443${bank.base}/v1/consents/${consentId}`;
  assert.equal(consentStatus, "received");
  assert.equal(reply.headers["location"], self);
  assert.equal(reply.headers["aspsp-sca-approach"], "REDIRECT");
  assert.equal(reply.headers["aspsp-multiple-consent-support"], "true");
  assert.deepEqual(Object.keys(links).toSorted(), ["scaRedirect", "scaStatus", "self", "status"]);
  assert.equal(links.self.href, self);
  assert.equal(links.status.href, `${self}/status`);
  assert.match(links.scaRedirect.href, /^http:\/\/127\.0\.0\.1:4080\/test_ro\/sca\/[0-9a-f-]{36}$/);
  assert.ok(links.scaStatus.href.startsWith(`${self}/authorisations/`));
});

test("explicit start: the TPP is told where to start, and no approach is fixed yet", async () => {
  const headers = { "TPP-Explicit-Authorisation-Preferred": "true" };
  const reply = await postConsent(bank, {}, { headers });
  assert.equal(reply.status, 201, reply.text);
  const { consentId, _links: links } = reply.body;
  assert.deepEqual(Object.keys(links).toSorted(), ["self", "startAuthorisation", "status"]);
  assert.ok(links.startAuthorisation.href.endsWith(`/v1/consents/${consentId}/authorisations`));
  assert.equal(reply.headers["aspsp-sca-approach"], undefined);
  const list = await bank.call({ path: `/v1/consents/${consentId}/authorisations` });
  assert.deepEqual(list.body, { authorisationIds: [] });
});

test("every kind of consent is created, balances or transactions alone as well", async () => {
  const accesses = [
    { accounts: [account] },
    { balances: [account] },
    { transactions: [account, { iban: aliceEur, currency: "EUR" }] },
    { accounts: [{ maskedPan: "525412******3241" }] },
    { accounts: [], balances: [], transactions: [] },
    { balances: [] },
    { accounts: [], restrictedTo: ["CACC", "SVGS"] },
    { allPsd2: "allAccounts" },
    { allPsd2: "allAccountsWithOwnerName", accounts: [], restrictedTo: ["CACC"] },
    { availableAccounts: "allAccounts" },
    { availableAccountsWithBalance: "allAccountsWithOwnerName" },
    { accounts: [account], additionalInformation: { ownerName: [account] } },
    { accounts: [], additionalInformation: { ownerName: [] } },
    { accounts: [account], additionalInformation: { trustedBeneficiaries: [account] } },
  ];
  for (const access of accesses) {
    const reply = await postConsent(bank, { access });
    assert.equal(reply.status, 201, `${JSON.stringify(access)} ${reply.text}`);
    const read = await bank.call({ path: `/v1/consents/${reply.body.consentId}` });
    assert.deepEqual(read.body.access, access);
  }
});

test("what does not go together is refused by name", async () => {
  const cases: [access: object, ...messages: string[]][] = [
    [{}, "FORMAT_ERROR access"],
    [{ accounts: [account], balances: [] }, "FORMAT_ERROR access.balances"],
    [{ accounts: [], transactions: [account] }, "FORMAT_ERROR access.accounts"],
    [{ allPsd2: "allAccounts", availableAccounts: "allAccounts" }, "FORMAT_ERROR access.availableAccounts"],
    [{ allPsd2: "allAccounts", balances: [account] }, "FORMAT_ERROR access.balances"],
    [{ additionalInformation: { ownerName: [] } }, "FORMAT_ERROR access.additionalInformation"],
    [{ allPsd2: "allAccounts", additionalInformation: { ownerName: [] } }, "FORMAT_ERROR access.additionalInformation"],
    [{ accounts: [account], restrictedTo: ["CACC"] }, "FORMAT_ERROR access.restrictedTo"],
    [
      { accounts: [account], additionalInformation: { ownerName: [] } },
      "FORMAT_ERROR access.additionalInformation.ownerName",
    ],
    [
      { accounts: [account], additionalInformation: { ownerName: [{ iban: aliceEur }] } },
      "PARAMETER_NOT_SUPPORTED access.additionalInformation.ownerName",
    ],
    [{ accounts: [{}] }, "FORMAT_ERROR access.accounts.0"],
    [{ accounts: [{ iban: "RO03RZBR0000069999999998" }] }, "FORMAT_ERROR access.accounts.0.iban"],
    [{ accounts: [account, { iban: "LT123456789012345678" }] }, "FORMAT_ERROR access.accounts.1.iban"],
    [{ balances: [{ ...account, maskedPan: "1234" }] }, "FORMAT_ERROR access.balances.0.maskedPan"],
    [{ balances: [{ ...account, currency: "QQQ" }] }, "FORMAT_ERROR access.balances.0.currency"],
    [{ accounts: [{ bban: "1234567" }] }, "PARAMETER_NOT_SUPPORTED access.accounts.0.bban"],
    [{ accounts: [{ msisdn: "+40" }] }, "PARAMETER_NOT_SUPPORTED access.accounts.0.msisdn"],
    [{ allPsd2: "someAccounts" }, "FORMAT_ERROR access.allPsd2"],
    [{ accounts: [account], everything: true }, "FORMAT_ERROR access.everything"],
  ];
  for (const [access, ...messages] of cases) {
    assert.deepEqual(await refused({ access }), messages, JSON.stringify(access));
  }
});

test("terms are held against the bank's: days, times a day, members", async () => {
  const yesterday = addDays(today(), -1);
  const cases: [change: object, message: string][] = [
    [{ validUntil: yesterday }, "FORMAT_ERROR validUntil"],
    [{ validUntil: "2027-02-30" }, "FORMAT_ERROR validUntil"],
    [{ validUntil: 20270101 }, "FORMAT_ERROR validUntil"],
    [{ frequencyPerDay: 0 }, "FORMAT_ERROR frequencyPerDay"],
    [{ frequencyPerDay: 5 }, "FORMAT_ERROR frequencyPerDay"],
    [{ frequencyPerDay: 1.5 }, "FORMAT_ERROR frequencyPerDay"],
    [{ recurringIndicator: false, frequencyPerDay: 2 }, "FORMAT_ERROR frequencyPerDay"],
    [{ recurringIndicator: "yes" }, "FORMAT_ERROR recurringIndicator"],
    [{ access: undefined }, "FORMAT_ERROR access"],
    [{ consentStatus: "valid" }, "FORMAT_ERROR consentStatus"],
  ];
  for (const [change, message] of cases) assert.deepEqual(await refused(change), [message], JSON.stringify(change));
  assert.deepEqual(await refused({ access: {}, validUntil: yesterday, frequencyPerDay: 9 }), [
    "FORMAT_ERROR access",
    "FORMAT_ERROR validUntil",
    "FORMAT_ERROR frequencyPerDay",
  ]);
  const many = bank.database.db.selectFrom("consent").select("valid_until").where("frequency_per_day", ">", 4);
  assert.deepEqual(await many.execute(), []);
});

test("the last day is the standard's at most, and GET shows what the bank has made of it; today is possible", async () => {
  const cap = addDays(today(), 180);
  for (const [validUntil, adjusted] of [
    ["9999-12-31", cap],
    [cap, cap],
    [addDays(today(), 181), cap],
    [today(), today()],
  ]) {
    const reply = await postConsent(bank, { validUntil });
    const read = await bank.call({ path: `/v1/consents/${reply.body.consentId}` });
    const { validUntil: shown, frequencyPerDay, recurringIndicator, consentStatus, lastActionDate } = read.body;
    const rest = [shown, frequencyPerDay, recurringIndicator, consentStatus, lastActionDate];
    assert.deepEqual(rest, [adjusted, 4, true, "received", today()]);
    assert.equal(read.body._links, undefined);
  }
});

test("combinedServiceIndicator may be left out, as published samples leave it out", async () => {
  const reply = await postConsent(bank, { combinedServiceIndicator: undefined });
  assert.equal(reply.status, 201, reply.text);
});

test("a kind that the bank does not offer is refused with the guidelines' code", async (t) => {
  const narrow = await openHttpBank({
    profile: { ...testProfile, consentKinds: ["dedicated"], ownerName: false, cardAccounts: false },
  });
  t.after(() => narrow.close());
  const cases: [access: object, message: string][] = [
    [{ allPsd2: "allAccounts" }, "PARAMETER_NOT_SUPPORTED access.allPsd2"],
    [{ availableAccounts: "allAccounts" }, "PARAMETER_NOT_SUPPORTED access.availableAccounts"],
    [{ accounts: [], balances: [] }, "SERVICE_INVALID access"],
    [{ accounts: [{ maskedPan: "525412******3241" }] }, "PARAMETER_NOT_SUPPORTED access.accounts.0.maskedPan"],
  ];
  for (const [access, message] of cases) assert.deepEqual(await refused({ access }, narrow), [message]);
  const ignored = { accounts: [account], additionalInformation: { ownerName: [{ iban: aliceEur }] } };
  assert.equal((await postConsent(narrow, { access: ignored })).status, 201);
  const row = await narrow.database.db.selectFrom("consent").select("owner_name").executeTakeFirstOrThrow();
  assert.equal(row.owner_name, false);
});

test("P2: of 50 calls with one X-Request-ID one makes a consent; the others repeat its answer or are told 409", async () => {
  const headers = { "X-Request-ID": randomUUID() };
  const replies = await Promise.all(Array.from({ length: 50 }, () => postConsent(bank, {}, { headers })));
  const created = replies.filter(({ status }) => status === 201);
  assert.equal(new Set(created.map(({ body }) => body.consentId)).size, 1);
  assert.ok(replies.every(({ status }) => status === 201 || status === 409));
  const again = await postConsent(bank, {}, { headers });
  assert.equal(again.text, created[0]?.text);
  const other = await postConsent(bank, { frequencyPerDay: 1 }, { headers });
  assert.deepEqual([other.status, ...messagesOf(other)], [400, "PARAMETER_NOT_CONSISTENT X-Request-ID"]);
});

test("headers: PSU-IP-Address and a redirect are needed, one outside the certificate is warned about", async () => {
  const without = await postConsent(bank, {}, { headers: { "PSU-IP-Address": undefined } });
  assert.deepEqual(messagesOf(without), ["FORMAT_ERROR PSU-IP-Address"]);
  const nowhere = await postConsent(bank, {}, { headers: { "TPP-Redirect-URI": undefined } });
  assert.deepEqual(messagesOf(nowhere), ["FORMAT_ERROR TPP-Redirect-URI"]);
  const foreign = await postConsent(bank, {}, { headers: { "TPP-Redirect-URI": "https://elsewhere.example/" } });
  assert.equal(foreign.status, 201);
  assert.deepEqual(messagesOf(foreign), ["WARNING TPP-Redirect-URI"]);
});

test("documented samples: a bank may take their IBANs, answer scaOAuth and ask for a confirmation", async (t) => {
  const profile = { ...flatProfile, confirmationCode: true, sampleIbans: ["LT123456789012345678"] };
  const lenient = await openHttpBank({ profile });
  t.after(() => lenient.close());
  const access = { accounts: [{ iban: "LT123456789012345678" }] };
  const reply = await postConsent(
    lenient,
    { ...sampleConsent, access },
    { headers: { "TPP-Redirect-URI": undefined } },
  );
  assert.equal(reply.status, 201, reply.text);
  const links = Object.keys(reply.body._links).toSorted();
  assert.deepEqual(links, ["confirmation", "scaOAuth", "scaRedirect", "scaStatus", "self", "status"]);
});
