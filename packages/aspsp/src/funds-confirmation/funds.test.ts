/** Proves, over HTTP: funds are confirmed under a consent of the account's PSU alone, and the answer is yes or no and nothing else. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { issue, type TestCertificate } from "../testing/certificates.ts";
import { aliceEur, aliceRon, authorisationIdOf, authoriseConsent, bobRon, giveConsent } from "../testing/consents.ts";
import { alice, bob } from "../testing/fake-core-banking.ts";
import { codeOf, messagesOf, openHttpBank, type HttpBank, type Reply } from "../testing/http-bank.ts";
import { storeToken } from "../testing/store-token.ts";
import { flatProfile } from "../testing/test-bank.ts";

const consents = "/v2/consents/confirmation-of-funds";
let bank: HttpBank;
let certificate: TestCertificate;
let stranger: TestCertificate;
before(async () => {
  bank = await openHttpBank();
  const roles = ["PSP_IC"];
  certificate = issue(bank.authority, { roles });
  stranger = issue(bank.authority, { roles, organizationIdentifier: "PSDLT-BOL-999999" });
});
after(() => bank.close());

type Options = Partial<Parameters<HttpBank["call"]>[0]>;

const call = (path: string, more: Options = {}): Promise<Reply> => bank.call({ path, certificate, ...more });
const post = (path: string, body: unknown, more: Options = {}): Promise<Reply> =>
  call(path, { method: "POST", body, ...more });
const ask = (change: object = {}, more: Options = {}): Promise<Reply> => {
  const body = { account: { iban: aliceRon }, instructedAmount: { currency: "RON", amount: "12.50" }, ...change };
  return post("/v1/funds-confirmations", body, more);
};

/** A valid consent of the account's PSU. */
async function consented(body: { account: object } & Record<string, unknown>, psu = alice, more: Options = {}) {
  const reply = await post(consents, body, more);
  assert.equal(reply.status, 201, reply.text);
  await authoriseConsent(bank, authorisationIdOf(reply), { psu });
  return { path: `${consents}/${reply.body.consentId}`, consentId: reply.body.consentId as string };
}

const refusedAs = (reply: Reply): unknown[] => [reply.status, ...messagesOf(reply)];
const none = [400, "NO_PIIS_ACTIVATION account"];

test("yes and no, to the last bani, and nothing but that", async () => {
  const { path } = await consented({ account: { iban: aliceRon } });
  for (const [amount, fundsAvailable] of [
    ["0.01", true],
    ["1000.00", true],
    ["1000.01", false],
    ["99999999999999.99", false],
  ] as const) {
    const reply = await ask({ instructedAmount: { currency: "RON", amount } });
    assert.deepEqual([reply.status, reply.body], [200, { fundsAvailable }], amount);
  }
  const payee = await ask({ payee: "Shop" });
  assert.deepEqual(payee.body, { fundsAvailable: true });
  assert.equal((await call(path, { method: "DELETE" })).status, 204);
  assert.deepEqual(refusedAs(await ask()), none);
  assert.equal((await call(`${path}/status`)).body.consentStatus, "terminatedByTpp");
});

test("B1: without a valid consent to this very account of this very TPP there is no answer", async () => {
  assert.deepEqual(refusedAs(await ask()), none, "no consent");
  const { consentId, path } = await consented({ account: { iban: aliceRon, currency: "RON" } });
  assert.equal((await ask()).status, 200);
  assert.deepEqual(refusedAs(await ask({}, { certificate: stranger })), none, "another TPP");
  assert.deepEqual(refusedAs(await ask({ account: { iban: bobRon } })), none, "another PSU's account");
  const eur = { account: { iban: aliceEur }, instructedAmount: { currency: "EUR", amount: "1.00" } };
  assert.deepEqual(refusedAs(await ask(eur)), none, "another account of the PSU");
  assert.deepEqual(refusedAs(await ask({ account: { iban: aliceRon, currency: "EUR" } })), none, "another currency");
  await bank.database.db
    .updateTable("consent")
    .set({ status: "revokedByPsu" })
    .where("consent_id", "=", consentId)
    .execute();
  assert.deepEqual(refusedAs(await ask()), none, "revoked");
  await call(path, { method: "DELETE" });
});

test("a consent to account information does not open funds confirmations, nor the other way round", async () => {
  const accounts = await giveConsent(bank, { access: { allPsd2: "allAccounts" } });
  assert.deepEqual(refusedAs(await ask()), none);
  const { path, consentId } = await consented({ account: { iban: aliceRon } });
  for (const at of [
    `${consents}/${accounts}`,
    `${consents}/${accounts}/status`,
    `${consents}/${accounts}/authorisations`,
  ]) {
    assert.deepEqual([(await call(at)).status, codeOf(await call(at))], [403, "CONSENT_UNKNOWN"], at);
  }
  const read = await bank.call({ path: "/v1/accounts", headers: { "Consent-ID": consentId } });
  assert.ok([400, 401].includes(read.status), read.text);
  assert.equal((await bank.call({ path: `/v1/consents/${consentId}` })).status, 403);
  await call(path, { method: "DELETE" });
});

test("a card's number must be the consent's, the amount's currency the account's", async () => {
  const cardNumber = "4000056655665556";
  const plain = await consented({ account: { iban: aliceRon } });
  assert.deepEqual(refusedAs(await ask({ cardNumber })), [400, "CARD_INVALID cardNumber"]);
  const card = await consented({ account: { iban: aliceRon }, cardNumber, cardInformation: "Gold" });
  assert.equal((await ask({ cardNumber })).status, 200);
  assert.deepEqual(refusedAs(await ask({ cardNumber: "4000056655665557" })), [400, "CARD_INVALID cardNumber"]);
  const other = await ask({ instructedAmount: { currency: "EUR", amount: "1.00" } });
  assert.deepEqual(refusedAs(other), [400, "FORMAT_ERROR instructedAmount.currency"]);
  for (const { path } of [plain, card]) await call(path, { method: "DELETE" });
});

test("each wrong member of a question is refused by name", async () => {
  const cases: [change: Record<string, unknown>, path: string][] = [
    [{ account: undefined }, "account"],
    [{ account: {} }, "account.iban"],
    [{ account: { iban: "RO00RZBR0000069999999999" } }, "account.iban"],
    [{ account: { pan: "4000056655665556" } }, "account.iban"],
    [{ account: { iban: aliceRon, currency: "XXA" } }, "account.currency"],
    [{ instructedAmount: { currency: "RON", amount: "-1.00" } }, "instructedAmount.amount"],
    [{ instructedAmount: { currency: "RON", amount: "0.00" } }, "instructedAmount.amount"],
    [{ instructedAmount: { currency: "RON", amount: "1.001" } }, "instructedAmount.amount"],
    [{ instructedAmount: { currency: "QQQ", amount: "1.00" } }, "instructedAmount.currency"],
    [{ payee: "x".repeat(71) }, "payee"],
    [{ payee: "Shop\u202e" }, "payee"],
    [{ payee: "Shop\t" }, "payee"],
    [{ cardNumber: "" }, "cardNumber"],
    [{ cardNumber: "\u20661" }, "cardNumber"],
    [{ psuId: "x" }, "psuId"],
  ];
  for (const [change, path] of cases) {
    const reply = await ask(change);
    assert.equal(reply.status, 400, JSON.stringify(change));
    assert.ok(messagesOf(reply).includes(`FORMAT_ERROR ${path}`), reply.text);
  }
});

test("a blocked account is RESOURCE_BLOCKED, one that is no longer the PSU's RESOURCE_UNKNOWN", async (t) => {
  const { path } = await consented({ account: { iban: aliceRon } });
  t.mock.method(bank.spi, "fundsAvailable", async () => undefined);
  const blocked = alice.accounts.map((one) => ({ ...one, status: "blocked" as const }));
  const accounts = t.mock.method(bank.spi, "accounts", async () => blocked);
  assert.deepEqual(refusedAs(await ask()), [400, "RESOURCE_BLOCKED account"]);
  accounts.mock.mockImplementation(async () => []);
  assert.deepEqual(refusedAs(await ask()), [400, "RESOURCE_UNKNOWN account"]);
  t.mock.restoreAll();
  await call(path, { method: "DELETE" });
});

test("a token bound to a consent asks under that consent alone; at an OAuth bank there has to be one", async () => {
  const oauth = await openHttpBank({ profile: flatProfile });
  try {
    const own = issue(oauth.authority, { roles: ["PSP_IC"] });
    const body = { account: { iban: aliceRon }, instructedAmount: { currency: "RON", amount: "1.00" } };
    const tokenOf = async (iban: string): Promise<string> => {
      const options = { method: "POST", path: consents, body: { account: { iban } }, certificate: own };
      const reply = await oauth.call(options);
      await authoriseConsent(oauth, authorisationIdOf(reply));
      const consent = { consentId: reply.body.consentId as string, psuId: alice.psuId };
      const scope = `PIIS:${consent.consentId}`;
      return storeToken(oauth, { scope, aliveMs: 3_600_000, consent, certificate: own });
    };
    const asked = async (token?: string): Promise<unknown[]> => {
      const headers = { Authorization: token === undefined ? undefined : `Bearer ${token}` };
      const options = { method: "POST", path: "/v1/funds-confirmations", body, headers, certificate: own };
      const reply = await oauth.call(options);
      return [reply.status, reply.body.code ?? reply.body.fundsAvailable];
    };
    assert.deepEqual(await asked(), [403, "TOKEN_UNKNOWN"]);
    assert.deepEqual(await asked(await tokenOf(aliceRon)), [200, true]);
    assert.deepEqual(await asked(await tokenOf(aliceEur)), [400, "NO_PIIS_ACTIVATION"]);
  } finally {
    await oauth.close();
  }
});

test("C7: only PSP_IC asks for funds and for the consent to it", async () => {
  const others = issue(bank.authority, { roles: ["PSP_AI", "PSP_PI"] });
  for (const reply of [
    await ask({}, { certificate: others }),
    await post(consents, { account: { iban: aliceRon } }, { certificate: others }),
    await call(`${consents}/${randomUUID()}`, { certificate: others }),
  ]) {
    assert.deepEqual([reply.status, codeOf(reply)], [401, "ROLE_INVALID"]);
  }
});

test("the consent is created, read, authorised in a second try and ended; its PSU alone can give it", async () => {
  const request = {
    account: { iban: bobRon, currency: "RON" },
    cardNumber: "4000056655665556",
    cardExpiryDate: "2099-12-31",
    cardInformation: "Gold",
    registrationInformation: "Contract 7",
  };
  const headers = { "TPP-Explicit-Authorisation-Preferred": "true" };
  const created = await post(consents, request, { headers });
  assert.equal(created.status, 201, created.text);
  const { consentId, consentStatus, _links: links } = created.body;
  const path = `${consents}/${consentId}`;
  const self = `https://localhost:4443${bank.base}${path}`;
  assert.equal(consentStatus, "received");
  assert.deepEqual([created.headers["location"], links.self.href], [self, self]);
  assert.deepEqual(Object.keys(links).toSorted(), ["self", "startAuthorisation", "status"]);
  assert.deepEqual((await call(path)).body, { ...request, consentStatus: "received" });

  const begun = await post(`${path}/authorisations`, {});
  assert.equal(begun.status, 201, begun.text);
  const id = begun.body.authorisationId;
  assert.equal(begun.body._links.scaStatus.href, `${self}/authorisations/${id}`);
  assert.deepEqual((await call(`${path}/authorisations`)).body, { authorisationIds: [id] });
  assert.deepEqual((await call(`${path}/authorisations/${id}`)).body, { scaStatus: "received" });
  const named = await call(`${path}/authorisations/${id}`, { method: "PUT", body: {}, headers: { "PSU-ID": "bob" } });
  assert.deepEqual([named.status, named.body.scaStatus], [200, "psuIdentified"]);
  await assert.rejects(authoriseConsent(bank, id, { psu: alice }), "not the account's holder");

  const again = await post(`${path}/authorisations`, {});
  await authoriseConsent(bank, again.body.authorisationId, { psu: bob });
  assert.deepEqual((await call(`${path}/status`)).body, { consentStatus: "valid" });
  assert.equal((await post(`${path}/authorisations`, {})).status, 409);
  const gone = await call(path, { method: "DELETE" });
  assert.deepEqual([gone.status, gone.text], [204, ""]);
  assert.equal((await call(path)).body.consentStatus, "terminatedByTpp");
});

test("B1: another TPP's consent, an unknown one and odd texts are one and the same 403", async () => {
  const created = await post(consents, { account: { iban: aliceRon } });
  const { consentId } = created.body;
  const authorisationId = authorisationIdOf(created);
  const texts = new Set<string>();
  for (const [method, below] of [
    ["GET", ""],
    ["DELETE", ""],
    ["GET", "/status"],
    ["GET", "/authorisations"],
    ["POST", "/authorisations"],
    ["GET", `/authorisations/${authorisationId}`],
    ["PUT", `/authorisations/${authorisationId}`],
  ] as const) {
    const body = method === "POST" || method === "PUT" ? { body: {} } : {};
    const foreign = await call(`${consents}/${consentId}${below}`, { method, ...body, certificate: stranger });
    const unknown = await call(`${consents}/${randomUUID()}${below}`, { method, ...body });
    const odd = await call(`${consents}/%27%20or%201=1${below}`, { method, ...body });
    for (const reply of [foreign, unknown, odd]) {
      assert.equal(reply.status, 403, `${method} ${below} ${reply.text}`);
      texts.add(reply.text);
    }
  }
  assert.equal(texts.size, 1);
});

test("each wrong member of the consent is refused by name; a repeated X-Request-ID creates once", async () => {
  const account = { iban: aliceRon };
  const cases: [body: object, path: string][] = [
    [{}, "account"],
    [{ account: { iban: "RO00" } }, "account.iban"],
    [{ account, cardExpiryDate: "2099-02-30" }, "cardExpiryDate"],
    [{ account, cardExpiryDate: "2001-01-01" }, "cardExpiryDate"],
    [{ account, cardInformation: "x".repeat(141) }, "cardInformation"],
    [{ account, cardInformation: "safe \u202egnp.exe" }, "cardInformation"],
    [{ account, registrationInformation: "a\u0000" }, "registrationInformation"],
    [{ account, access: {} }, "access"],
  ];
  for (const [body, path] of cases) {
    const reply = await post(consents, body);
    assert.deepEqual(refusedAs(reply), [400, `FORMAT_ERROR ${path}`], JSON.stringify(body));
  }
  const noRedirect = await post(consents, { account }, { headers: { "TPP-Redirect-URI": undefined } });
  assert.deepEqual(refusedAs(noRedirect), [400, "FORMAT_ERROR TPP-Redirect-URI"]);
  const headers = { "X-Request-ID": randomUUID() };
  const [one, two] = [await post(consents, { account }, { headers }), await post(consents, { account }, { headers })];
  assert.equal(one.text, two.text);
});
