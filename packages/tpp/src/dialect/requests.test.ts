// Proves each member of a dialect that shapes what is sent, before a bank that would have it no other way.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test, type TestContext } from "node:test";
import type { BankClient } from "../client/bank-client.ts";
import { openSmallBank, type Asked, type Reply } from "../client/testing/small-bank.ts";
import { berlinGroup, type Dialect } from "./dialect.ts";

const psu = { ipAddress: "203.0.113.7", userAgent: "Browser/1.0" };
const redirectUri = "https://tpp.example/back";
const wanted = {
  access: { allPsd2: "allAccounts" } as const,
  recurringIndicator: false,
  validUntil: "9999-12-31",
  frequencyPerDay: 9,
  psu,
  redirectUri,
};
const payment = {
  instructedAmount: { currency: "EUR", amount: "1.00" },
  creditorAccount: { iban: "LT803500010001234567" },
  creditorName: "Shop",
};
const paid = { payment, psuIpAddress: psu.ipAddress, redirectUri };
const ofAccount = { consentId: "c1", accountId: "r1" };
const refused: Reply = { status: 400, body: { tppMessages: [{ category: "ERROR", code: "FORMAT_ERROR" }] } };

/** What the standard would answer. */
function answerOf({ method, path }: Asked): Reply {
  const sca = { scaRedirect: { href: "/sca" } };
  if (path.endsWith("/consents") && method === "POST") {
    return { status: 201, body: { consentId: "c1", consentStatus: "received", _links: sca } };
  }
  if (method === "POST" && path.endsWith("/authorisations")) {
    return { status: 201, body: { scaStatus: "received", authorisationId: "a1", _links: sca } };
  }
  if (method === "POST") return { status: 201, body: { paymentId: "p1", transactionStatus: "RCVD", _links: sca } };
  if (path.endsWith("/accounts")) return { body: { accounts: [] } };
  if (path.endsWith("/transactions")) return { body: { transactions: { booked: [], _links: {} } } };
  return { body: { scaStatus: "received", consentStatus: "received", transactionStatus: "RCVD" } };
}

/** A bank that takes only what `takes` says; the client speaks its dialect, and the plain one is refused. */
async function only(
  t: TestContext,
  dialect: Partial<Dialect>,
  takes: (asked: Asked) => boolean,
  by: (client: BankClient) => Promise<unknown>,
): Promise<readonly Asked[]> {
  const bank = await openSmallBank(t, (asked) => (takes(asked) ? answerOf(asked) : refused));
  await assert.rejects(by(bank.client()), { code: "FORMAT_ERROR" }, "the standard's way is refused here");
  const before = bank.asked.length;
  await by(bank.client({ dialect }));
  return bank.asked.slice(before);
}

const list = (client: BankClient) => client.listAccounts(ofAccount);
const listPresent = (client: BankClient) => client.listAccounts({ ...ofAccount, psu });
const consent = (client: BankClient) => client.createConsent({ ...wanted, frequencyPerDay: 4 });

describe("where and in which form", () => {
  test("basePath, which a base URL that ends in it does not get twice", async (t) => {
    const bank = await openSmallBank(t, (asked) => (asked.path === "/bg13/v1/accounts" ? answerOf(asked) : refused));
    const dialect = { basePath: "/bg13" };
    for (const baseUrl of [bank.url, `${bank.url}/`, `${bank.url}/bg13`, `${bank.url}/bg13/`]) {
      await list(bank.client({ dialect, baseUrl }));
    }
  });

  test("accept", async (t) => {
    await only(t, { accept: "text/plain" }, ({ headers }) => headers["accept"] === "text/plain", list);
  });

  test("defaultProduct is what the shorthand /v1/payments means", async (t) => {
    const domestic = ({ path }: Asked) => path === "/v1/payments/domestic";
    await only(t, { defaultProduct: "domestic" }, domestic, (client) => client.initiatePayment(paid));
  });

  test("dates in queries", async (t) => {
    const german = ({ query }: Asked) => query.get("dateFrom") === "01.11.2026";
    const read = (client: BankClient) =>
      Array.fromAsync(client.transactions({ ...ofAccount, dateFrom: "2026-11-01", dateTo: "2026-11-02" }));
    const [asked] = await only(t, { dates: { form: "DD.MM.YYYY" } }, german, read);
    assert.equal(asked?.query.get("dateTo"), "02.11.2026");
  });

  test("bookingStatuses: what the bank has not is not asked for", async (t) => {
    const dialect: Partial<Dialect> = { bookingStatuses: ["booked", "information"] };
    const booked = ({ query }: Asked) => query.get("bookingStatus") === "booked";
    await only(t, dialect, booked, (client) => Array.fromAsync(client.transactions(ofAccount)));
    const bank = await openSmallBank(t, answerOf);
    const pending = bank.client({ dialect }).transactions({ ...ofAccount, bookingStatus: "pending" });
    await assert.rejects(Array.fromAsync(pending), { code: "bad_input", path: "bookingStatus", outcome: "not_sent" });
    assert.equal(bank.asked.length, 0);
  });
});

describe("headers", () => {
  test("dropHeaders, and dropHeadersOf one operation", async (t) => {
    const without = ({ headers }: Asked) => headers["tpp-redirect-preferred"] === undefined;
    await only(t, { dropHeaders: ["tpp-redirect-preferred"] }, without, consent);
    const nameless = ({ headers }: Asked) => headers["psu-id"] === undefined;
    const dialect = { dropHeadersOf: { createConsent: ["psu-id"] } };
    const named = (client: BankClient) => client.createConsent({ ...wanted, psuId: "anna" });
    await only(t, dialect, nameless, named);
    const bank = await openSmallBank(t, answerOf);
    await bank.client({ dialect }).initiatePayment({ ...paid, psuId: "anna" });
    assert.equal(bank.asked[0]?.headers["psu-id"], "anna", "on a payment it is wanted");
  });

  test("emptyHeaders are sent empty; what is blank, quoted or not, is otherwise left out", async (t) => {
    const shown = ({ headers }: Asked) => headers["psu-id-type"] === "";
    await only(t, { emptyHeaders: ["psu-id-type"] }, shown, consent);
    const bank = await openSmallBank(t, answerOf);
    await bank.client().createConsent({ ...wanted, psuId: '""', psuIdType: " ", psuCorporateId: "" });
    assert.deepEqual(
      Object.keys(bank.asked[0]!.headers).filter((name) => /^psu-(?:id|corporate)/.test(name)),
      [],
    );
  });

  test("extraHeaders on every call", async (t) => {
    const key = ({ headers }: Asked) => headers["x-api-key"] === "of-ours";
    await only(t, { extraHeaders: { "x-api-key": "of-ours" } }, key, list);
  });

  test("dateHeader", async (t) => {
    const dated = ({ headers }: Asked) => headers["date"] === "Wed, 25 Nov 2026 10:00:00 GMT";
    await only(t, { dateHeader: true }, dated, list);
  });

  test("requiredHeaders: a call without one is not sent, and says which", async (t) => {
    const bank = await openSmallBank(t, answerOf);
    const client = bank.client({ dialect: { requiredHeaders: ["psu-device-id"] } });
    await assert.rejects(listPresent(client), { code: "bad_input", path: "psu-device-id", outcome: "not_sent" });
    assert.equal(bank.asked.length, 0);
    await client.listAccounts({ ...ofAccount, psu: { ...psu, deviceId: "99435c7e-ad88-49ec-a2ad-99ddcb1f5555" } });
    assert.equal(bank.asked.length, 1);
  });

  test("psuIpOnReads: never, or not without a PSU", async (t) => {
    const without = ({ headers }: Asked) => headers["psu-ip-address"] === undefined;
    await only(t, { psuIpOnReads: "never" }, without, listPresent);
    const bank = await openSmallBank(t, answerOf);
    const client = bank.client({ dialect: { psuIpOnReads: "required" } });
    await assert.rejects(list(client), { code: "bad_input", path: "psu", outcome: "not_sent" });
    await listPresent(client);
    assert.deepEqual(
      bank.asked.map(({ headers }) => headers["psu-ip-address"]),
      [psu.ipAddress],
    );
  });

  test("digest, by the hash of the bank's signatures", async (t) => {
    const hash512 = ({ headers, body }: Asked) =>
      headers["digest"] === `SHA-512=${createHash("sha512").update(JSON.stringify(body)).digest("base64")}`;
    await only(t, { signature: { ...berlinGroup.signature, hash: "SHA-512" } }, hash512, consent);
    await only(t, { digest: false }, ({ headers }) => headers["digest"] === undefined, consent);
  });

  test("a signature over the date has a date to be over", async (t) => {
    const signature = { ...berlinGroup.signature, headers: ["digest", "x-request-id", "date"] };
    await only(t, { signature }, ({ headers }) => headers["date"] !== undefined, list);
  });
});

describe("consents", () => {
  const bodyOf = async (t: TestContext, dialect: Partial<Dialect>) => {
    const bank = await openSmallBank(t, answerOf);
    const { asked } = await bank.client({ dialect }).createConsent(wanted);
    assert.deepEqual(asked, bank.asked[0]?.body, "the caller learns what was asked for");
    return bank.asked[0]!.body;
  };

  test("recurringIndicator is forced where the bank knows no other", async (t) => {
    await only(t, { recurringIndicator: true }, ({ body }) => body.recurringIndicator === true, consent);
    assert.equal((await bodyOf(t, {})).recurringIndicator, false);
  });

  test("validUntil is at most what the bank takes, counted from today", async (t) => {
    const soon = ({ body }: Asked) => body.validUntil <= "2027-02-23";
    await only(t, { validUntilMaximumDays: 90 }, soon, consent);
    assert.equal((await bodyOf(t, { validUntilMaximumDays: 90 })).validUntil, "2027-02-23");
    assert.equal((await bodyOf(t, {})).validUntil, "9999-12-31");
  });

  test("frequencyPerDay is at most the quota", async (t) => {
    assert.equal((await bodyOf(t, { quota: { ...berlinGroup.quota, perDay: 2 } })).frequencyPerDay, 2);
    assert.equal((await bodyOf(t, {})).frequencyPerDay, 4);
  });

  test("oauthPreStep and clientCredentialsFirst: nothing is created without a token", async (t) => {
    const bank = await openSmallBank(t, answerOf);
    const missing = { code: "bad_input", path: "accessToken", outcome: "not_sent" };
    for (const dialect of [{ oauthPreStep: true }, { clientCredentialsFirst: true }]) {
      await assert.rejects(bank.client({ dialect }).createConsent(wanted), missing);
      await bank.client({ dialect }).createConsent({ ...wanted, accessToken: "t" });
    }
    await assert.rejects(bank.client({ dialect: { oauthPreStep: true } }).initiatePayment(paid), missing);
    await bank.client({ dialect: { clientCredentialsFirst: true } }).initiatePayment(paid);
    assert.deepEqual(
      bank.asked.map(({ headers }) => headers["authorization"]),
      ["Bearer t", "Bearer t", undefined],
    );
  });

  test("scopeForm: the scope to ask for at scaOAuth", async (t) => {
    const bank = await openSmallBank(t, answerOf);
    const scopeForm = { ...berlinGroup.scopeForm, consent: "ais:{id} offline_access", payment: "pis:{id}" };
    const client = bank.client({ dialect: { scopeForm } });
    assert.equal((await client.createConsent(wanted)).oauthScope, "ais:c1 offline_access");
    assert.equal((await client.initiatePayment(paid)).oauthScope, "pis:p1");
    assert.equal((await bank.client().initiatePayment(paid)).oauthScope, "PIS:p1");
  });
});

describe("how an authorisation begins", () => {
  const apart = { "tpp-explicit-authorisation-preferred": "true" };

  test("implicit: with the resource, or apart when the TPP asks", async (t) => {
    const bank = await openSmallBank(t, answerOf);
    await bank.client().createConsent(wanted);
    await bank.client().createConsent({ ...wanted, explicitAuthorisation: true });
    const name = "tpp-explicit-authorisation-preferred";
    assert.deepEqual(
      bank.asked.map(({ headers }) => headers[name]),
      [undefined, apart[name]],
    );
  });

  test("implicit-only: the TPP cannot ask for it", async (t) => {
    const bank = await openSmallBank(t, answerOf);
    const client = bank.client({ dialect: { authorisationStart: "implicit-only" } });
    const asked = client.createConsent({ ...wanted, explicitAuthorisation: true });
    await assert.rejects(asked, { code: "not_offered", path: "explicitAuthorisation", outcome: "not_sent" });
    assert.equal(bank.asked.length, 0);
  });

  for (const [what, by, self] of [
    [
      "payment",
      (client: BankClient, more: object) => client.initiatePayment({ ...paid, ...more }),
      "/v1/payments/sepa-credit-transfers/p1",
    ],
    ["consent", (client: BankClient, more: object) => client.createConsent({ ...wanted, ...more }), "/v1/consents/c1"],
  ] as const) {
    test(`explicit: the client begins it for a ${what}, under the same id again when that is repeated`, async (t) => {
      const bank = await openSmallBank(t, (asked) => {
        const answer = answerOf(asked);
        if (asked.path.endsWith("/authorisations")) return answer;
        const links = { startAuthorisation: { href: `${asked.path}/x/authorisations` }, self: { href: asked.path } };
        return { ...answer, body: { ...(answer.body as object), _links: links } };
      });
      const client = bank.client({ dialect: { authorisationStart: "explicit" } });
      const requestId = "2f77a125-aa7a-45c0-b414-cea25a116035";
      for (let round = 0; round < 2; round += 1) {
        const created = await by(client, { requestId });
        assert.equal(created.scaRedirect, `${bank.url}/sca`);
        assert.ok(created.links["startAuthorisation"] !== undefined && created.requestId === requestId);
      }
      const [first, second, , fourth] = bank.asked;
      assert.equal(first?.headers["tpp-explicit-authorisation-preferred"], "true");
      assert.deepEqual([second?.method, second?.path], ["POST", `${self}/authorisations`]);
      assert.equal(second?.headers["tpp-redirect-uri"], redirectUri);
      assert.match(
        second?.headers["x-request-id"] ?? "",
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      assert.equal(second?.headers["x-request-id"], fourth?.headers["x-request-id"]);
      const own = await by(client, { explicitAuthorisation: true });
      assert.equal(own.scaRedirect, undefined, "a TPP that begins it itself is left to");
      assert.equal(bank.asked.length, 5);
    });
  }
});
