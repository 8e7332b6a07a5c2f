/** Proves, over real mutual TLS and with real consents: each read of account data, whose it is, and what it is refused for. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { addDays, checkShape, dateOf, endpoints, pathOf, type EndpointRow, type OperationId } from "@tallystick/xs2a";
import { issue } from "../testing/certificates.ts";
import { aliceEur, aliceRon, bobRon, giveConsent } from "../testing/consents.ts";
import { alice, bob } from "../testing/fake-core-banking.ts";
import { codeOf, messagesOf, openHttpBank, type HttpBank, type Reply } from "../testing/http-bank.ts";
import { testProfile } from "../testing/test-bank.ts";

const card = { accountId: "a-card", maskedPan: "525412******3241", currency: "EUR" };
let bank: HttpBank;
let consentId: string;
before(async () => {
  bank = await openHttpBank();
  bank.spi.addCard(alice.psuId, { ...card, name: "Credit card", ownerName: "Alice", creditLimit: 1_000n });
  const today = dateOf(bank.clock.now());
  for (let age = 5; age >= 0; age--) {
    bank.spi.book("a-ron", { bookingDate: addDays(today, -age)!, amount: -BigInt(age), remittance: `Order ${age}` });
  }
  bank.spi.pend("a-ron", { entryDate: today, amount: 7n });
  bank.spi.addCardEntry(card.accountId, { transactionDate: today, bookingDate: today, amount: -1n });
  bank.spi.addStandingOrder("a-ron", {
    transactionId: "so",
    amount: 1n,
    currency: "RON",
    creditor: { name: "Landlord", iban: bobRon },
    startDate: today,
    frequency: "Monthly",
  });
  consentId = await giveConsent(bank, { access: { allPsd2: "allAccounts" } });
});
after(() => bank.close());

/** The PSU is there: such reads are not counted. */
const attended = { "PSU-IP-Address": "8.8.8.8" };
type Headers = Record<string, string | undefined>;
const get = (path: string, headers: Headers = {}, more: object = {}): Promise<Reply> =>
  bank.call({ path, headers: { "Consent-ID": consentId, ...attended, ...headers }, ...more });
const pathIn = (href: string): string => href.slice(href.indexOf("/v1/"));

/** The ids of the PSU's account and card under the consent. */
async function idsOf(headers: Headers = {}): Promise<{ ron: string; card: string }> {
  const { accounts } = (await get("/v1/accounts", headers)).body;
  const { cardAccounts = [] } = (await get("/v1/card-accounts", headers)).body;
  const ron = accounts.find((one: { iban: string }) => one.iban === aliceRon).resourceId;
  return { ron, card: cardAccounts[0]?.resourceId };
}

const report = `bookingStatus=both&dateFrom=2020-01-01`;

/** Every operation on accounts with a path that works. */
async function everyRead(ids: { ron: string; card: string }): Promise<[OperationId, string][]> {
  const [account, ofCard] = [{ "account-id": ids.ron }, { "account-id": ids.card }];
  const { booked } = (await get(`/v1/accounts/${ids.ron}/transactions?${report}`)).body.transactions;
  return [
    ["getAccountList", pathOf("getAccountList", {})],
    ["readAccountDetails", pathOf("readAccountDetails", account)],
    ["getBalances", pathOf("getBalances", account)],
    ["getTransactionList", `${pathOf("getTransactionList", account)}?${report}`],
    ["getTransactionDetails", pathIn(booked[0]._links.transactionDetails.href)],
    ["getCardAccountList", pathOf("getCardAccountList", {})],
    ["readCardAccountDetails", pathOf("readCardAccountDetails", ofCard)],
    ["getCardAccountBalances", pathOf("getCardAccountBalances", ofCard)],
    ["getCardAccountTransactionList", `${pathOf("getCardAccountTransactionList", ofCard)}?${report}`],
  ];
}

test("each read answers 200 in the shape of its row, X-Request-ID back, never stored by anybody between", async () => {
  const reads = await everyRead(await idsOf());
  assert.deepEqual(new Set(reads.map(([id]) => id)).size, 9);
  for (const [id, path] of reads) {
    const reply = await get(path);
    assert.equal(reply.status, 200, `${path} ${reply.text}`);
    const schema = (endpoints[id] as EndpointRow).responses[200]!;
    assert.ok(checkShape(schema, reply.body).ok, reply.text);
    assert.equal(reply.headers["cache-control"], "no-store");
    assert.deepEqual(reply.deviations, []);
  }
});

test("the list is core banking's accounts, and its links lead on", async () => {
  const { accounts } = (await get("/v1/accounts?withBalance=true")).body;
  const held = new Map(alice.accounts.map((one) => [one.iban, one]));
  assert.deepEqual(new Set(accounts.map(({ iban }: { iban: string }) => iban)), new Set([aliceRon, aliceEur]));
  for (const { iban, currency, balances, bic, _links: links } of accounts) {
    assert.deepEqual([currency, bic], [held.get(iban)!.currency, testProfile.bic]);
    assert.equal(balances[0].balanceType, "interimAvailable");
    const again = await get(pathIn(links.balances.href));
    assert.deepEqual(again.body.balances, balances);
    assert.equal((await get(`${pathIn(links.transactions.href)}?${report}`)).status, 200);
  }
});

test("a report leads through its pages to the last, with pending entries on the first", async () => {
  const { ron } = await idsOf();
  let path: string | undefined = `/v1/accounts/${ron}/transactions?${report}&itemsPerPage=4&whatever=x`;
  const pages: Record<string, any>[] = [];
  for (; path !== undefined && pages.length < 5;) {
    const { transactions }: { transactions: Record<string, any> } = (await get(path)).body;
    pages.push(transactions);
    path = transactions._links.next === undefined ? undefined : pathIn(transactions._links.next.href);
  }
  const texts = pages.flatMap(({ booked }) => booked.map((one: any) => one.remittanceInformationUnstructured));
  assert.deepEqual(
    texts,
    [0, 1, 2, 3, 4, 5].map((age) => `Order ${age}`),
  );
  assert.deepEqual(
    pages.map(({ pending }) => pending?.length),
    [1, undefined],
  );
  const orders = (await get(`/v1/accounts/${ron}/transactions?bookingStatus=information`)).body.transactions;
  assert.equal(orders.information[0].additionalInformationStructured.standingOrderDetails.frequency, "Monthly");
});

test("B1, B2: another TPP's consent, another PSU's account and an unknown one are unknown on every read", async () => {
  const ids = await idsOf();
  const reads = await everyRead(ids);
  const stranger = issue(bank.authority, { organizationIdentifier: "PSDLT-BOL-999999" });
  const unknown = randomUUID();
  const bobs = await giveConsent(bank, { access: { allPsd2: "allAccounts" } }, { psu: bob });
  const [{ resourceId: bobsAccount }] = (await get("/v1/accounts", { "Consent-ID": bobs })).body.accounts;
  const twin = await idsOf({ "Consent-ID": await giveConsent(bank, { access: { allPsd2: "allAccounts" } }) });
  for (const [, path] of reads) {
    const foreign = await get(path, {}, { certificate: stranger });
    const none = await get(path, { "Consent-ID": unknown });
    assert.deepEqual([foreign.status, codeOf(foreign)], [400, "CONSENT_UNKNOWN"], path);
    assert.deepEqual([none.status, none.text], [foreign.status, foreign.text], "foreign is as unknown");
    if (!path.includes(ids.ron) && !path.includes(ids.card)) continue;
    const at = (id: string) => path.replace(ids.ron, id).replace(ids.card, id);
    for (const odd of [unknown, "x", "%27%20or%201=1", "__proto__", "%F0%9F%92%A3"]) {
      const reply = await get(at(odd));
      assert.deepEqual([reply.status, codeOf(reply)], [404, "RESOURCE_UNKNOWN"], at(odd));
    }
    for (const id of [bobsAccount, path.includes("card") ? twin.card : twin.ron]) {
      const other = await get(at(id));
      assert.deepEqual([other.status, codeOf(other)], [404, "RESOURCE_UNKNOWN"], "under another consent");
    }
    const mixed = await get(at(path.includes("card") ? ids.ron : ids.card));
    assert.deepEqual([mixed.status, codeOf(mixed)], [404, "RESOURCE_UNKNOWN"], path);
  }
  const [first] = (await get(`/v1/accounts/${ids.ron}/transactions?${report}`)).body.transactions.booked;
  const eur = (await get("/v1/accounts")).body.accounts.find((one: any) => one.iban === aliceEur).resourceId;
  const elsewhere = await get(`/v1/accounts/${eur}/transactions/${first.transactionId}`);
  assert.deepEqual([elsewhere.status, codeOf(elsewhere)], [404, "RESOURCE_UNKNOWN"], "an entry of another account");
});

test("C7: without PSP_AI nothing is read", async () => {
  const certificate = issue(bank.authority, { roles: ["PSP_PI", "PSP_IC"] });
  for (const [, path] of await everyRead(await idsOf())) {
    const reply = await get(path, {}, { certificate });
    assert.deepEqual([reply.status, codeOf(reply)], [401, "ROLE_INVALID"], path);
  }
});

test("a consent to balances alone links to balances alone, and its reports are refused", async () => {
  const narrow = { "Consent-ID": await giveConsent(bank, { access: { balances: [{ iban: aliceRon }] } }) };
  const [account, ...others] = (await get("/v1/accounts", narrow)).body.accounts;
  assert.deepEqual([others, Object.keys(account._links)], [[], ["balances"]]);
  const path = `/v1/accounts/${account.resourceId}`;
  assert.equal((await get(`${path}/balances`, narrow)).status, 200);
  for (const below of [`/transactions?${report}`, "/transactions/1"]) {
    const reply = await get(path + below, narrow);
    assert.deepEqual([reply.status, codeOf(reply)], [401, "CONSENT_INVALID"], below);
  }
});

test("what is wrong with a query is 400 under its name, before the consent is looked at", async () => {
  const { ron, card: cardId } = await idsOf();
  const cases: [query: string, message: string][] = [
    ["dateFrom=2026-01-01", "FORMAT_ERROR bookingStatus"],
    ["bookingStatus=some&dateFrom=2026-01-01", "FORMAT_ERROR bookingStatus"],
    ["bookingStatus=booked", "FORMAT_ERROR dateFrom"],
    ["bookingStatus=booked&dateFrom=2026-02-30", "FORMAT_ERROR dateFrom"],
    ["bookingStatus=booked&dateFrom=2026-01-02&dateTo=2026-01-01", "PERIOD_INVALID dateFrom"],
    ["bookingStatus=booked&deltaList=true", "PARAMETER_NOT_SUPPORTED deltaList"],
    [`${report}&page=2`, "PARAMETER_NOT_SUPPORTED page"],
    [`${report}&itemsPerPage=251`, "FORMAT_ERROR itemsPerPage"],
    [`${report}&withBalance=yes`, "FORMAT_ERROR withBalance"],
    [`${report}&cursor=x`, "FORMAT_ERROR cursor"],
    [`${report}&dateFrom=2026-01-01`, "FORMAT_ERROR dateFrom"],
    ["bookingStatus=booked&entryReferenceFrom=nothing", "RESOURCE_UNKNOWN entryReferenceFrom"],
  ];
  for (const kind of [`accounts/${ron}`, `card-accounts/${cardId}`]) {
    for (const [query, message] of cases) {
      const reply = await get(`/v1/${kind}/transactions?${query}`);
      assert.deepEqual([reply.status, messagesOf(reply)], [400, [message]], `${kind} ${query}`);
    }
  }
  const lists = await get("/v1/accounts?withBalance=1");
  assert.deepEqual([lists.status, messagesOf(lists)], [400, ["FORMAT_ERROR withBalance"]]);
  const orders = await get(`/v1/card-accounts/${cardId}/transactions?bookingStatus=information`);
  assert.deepEqual(messagesOf(orders), ["FORMAT_ERROR bookingStatus"]);
});

test("camt.053, MT940 and whatever else is no JSON are 406 REQUESTED_FORMATS_INVALID", async () => {
  for (const [, path] of await everyRead(await idsOf())) {
    for (const Accept of ["application/xml", "text/plain", "application/json;q=0, application/xml"]) {
      const reply = await get(path, { Accept });
      assert.deepEqual([reply.status, codeOf(reply)], [406, "REQUESTED_FORMATS_INVALID"], `${path} ${Accept}`);
    }
    assert.equal((await get(path, { Accept: "application/xml, application/json;q=0.1" })).status, 200);
  }
});
