// Proves the presets: each is spoken to a bank that behaves as its group is told to.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openSmallBank, type Reply } from "../client/testing/small-bank.ts";
import * as banks from "./banks.ts";
import { dialectOf, type Dialect } from "./dialect.ts";

const psu = { ipAddress: "203.0.113.7" };
const redirectUri = "https://tpp.example/back";
const wanted = {
  access: { allPsd2: "allAccounts" } as const,
  recurringIndicator: false,
  validUntil: "2026-12-31",
  frequencyPerDay: 4,
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
const no = (status = 404): Reply => ({ status, body: {} });
const consented = { consentId: "c1", consentStatus: "received", _links: { scaRedirect: { href: "/sca" } } };

describe("unicredit", () => {
  test("is authorised by PUT on the consent, and answers its status where scaStatus is due", async (t) => {
    const next = { href: "/v1/consents/c1?authenticationCurrentNumber=n7" };
    const bank = await openSmallBank(t, ({ method, path, query }) => {
      const at = `${method} ${path}`;
      if (at === "POST /v1/consents") return { status: 201, body: { ...consented, _links: { next } } };
      if (at === "PUT /v1/consents/c1" && query.size === 0) {
        return { body: { consentStatus: "received", _links: { scaRedirect: "/sca", next } } };
      }
      if (at === "PUT /v1/consents/c1") return { body: { consentStatus: "valid" } };
      return at === "GET /v1/consents/c1/status" ? { body: { consentStatus: "valid" } } : no();
    });
    const client = bank.client({ dialect: banks.unicredit });
    const created = await client.createConsent(wanted);
    assert.equal(created.scaRedirect, `${bank.url}/sca`);
    assert.match(created.links["startAuthorisation"]?.href ?? "", /authenticationCurrentNumber=n7$/);
    const started = await client.startConsentAuthorisation({ consentId: "c1", redirectUri });
    assert.deepEqual([started.authorisationId, started.scaStatus], ["n7", "received"]);
    const confirmation = { consentId: "c1", authorisationId: "n7", confirmationCode: "code" };
    assert.deepEqual(await client.confirmConsent(confirmation), { scaStatus: "finalised" });
    const [sent] = bank.asked.slice(-1);
    assert.deepEqual(
      [sent?.query.get("authenticationCurrentNumber"), sent?.body],
      ["n7", { confirmationCode: "code" }],
    );
    const status = await client.getConsentScaStatus({ consentId: "c1", authorisationId: "n7" });
    assert.deepEqual(status, { scaStatus: "finalised" });
    await assert.rejects(client.listConsentAuthorisations({ consentId: "c1" }), { code: "not_offered" });
  });

  test("and by PUT on the payment", async (t) => {
    const self = "/v1/payments/sepa-credit-transfers/p1";
    const bank = await openSmallBank(t, ({ method, path }) => {
      if (method === "POST") return { status: 201, body: { paymentId: "p1", transactionStatus: "RCVD", _links: {} } };
      if (method === "PUT" && path === self)
        return { body: { transactionStatus: "RCVD", _links: { scaRedirect: "/sca" } } };
      return path === `${self}/status` ? { body: { transactionStatus: "RJCT" } } : no();
    });
    const client = bank.client({ dialect: banks.unicredit });
    assert.equal((await client.initiatePayment(paid)).scaRedirect, `${bank.url}/sca`);
    const authorisation = { paymentId: "p1", authorisationId: "" };
    assert.deepEqual(await client.getPaymentScaStatus(authorisation), { scaStatus: "failed" });
    const before = bank.asked.length;
    const end = client.startCancellationAuthorisation({ paymentId: "p1", redirectUri });
    await assert.rejects(end, { code: "not_offered" }, "a PUT would authorise the payment instead of its end");
    assert.equal(bank.asked.length, before);
  });
});

test("fiducia: below /bg13, recurring always, booked or information; signed, and not over the date", async (t) => {
  const bank = await openSmallBank(t, ({ method, path, query, body, headers }) => {
    if (!path.startsWith("/bg13/v1/") || headers["date"] !== undefined) return no();
    if (method === "POST") return body.recurringIndicator === true ? { status: 201, body: consented } : no(400);
    if (!["booked", "information"].includes(query.get("bookingStatus") ?? "")) return no(400);
    return { body: { transactions: { booked: [], _links: {} } } };
  });
  const client = bank.client({ dialect: banks.fiducia });
  assert.equal((await client.createConsent(wanted)).asked.recurringIndicator, true);
  await Array.fromAsync(client.transactions(ofAccount));
  const { signature } = dialectOf(banks.fiducia);
  assert.deepEqual([signature.when, signature.headers.includes("date")], ["always", false]);
});

test("verlag: 406 for any other Accept, in the sandbox another one; a blank PSU-ID-Type is dropped", async (t) => {
  for (const [dialect, accept] of [
    [banks.verlag, "application/json"],
    [banks.verlagSandbox, "text/plain"],
  ] as const) {
    const bank = await openSmallBank(t, ({ headers }) => {
      if (headers["accept"] !== accept || headers["x-key"] !== "k") return no(406);
      return headers["psu-id-type"] === undefined ? { status: 201, body: consented } : no(400);
    });
    const client = bank.client({ dialect: { ...dialect, extraHeaders: { "x-key": "k" } } });
    await client.createConsent({ ...wanted, psuIdType: "" });
  }
});

test("consors: no PSU-ID on the consent", async (t) => {
  const bank = await openSmallBank(t, ({ headers }) =>
    headers["psu-id"] === undefined ? { status: 201, body: consented } : no(400),
  );
  for (const psuId of ["anna", '""']) await bank.client({ dialect: banks.consors }).createConsent({ ...wanted, psuId });
});

test("santander, sparda, redsys: a token before anything is created", async (t) => {
  const bank = await openSmallBank(t, ({ headers, path }) => {
    const ready = headers["authorization"] === "Bearer t" && /^(?:\/caixa)?\/v1\/consents$/.test(path);
    return ready ? { status: 201, body: consented } : no(401);
  });
  for (const dialect of [banks.santander, banks.sparda, banks.redsys("caixa")]) {
    const client = bank.client({ dialect });
    await assert.rejects(client.createConsent(wanted), { code: "bad_input", path: "accessToken" });
    await client.createConsent({ ...wanted, accessToken: "t" });
  }
  const apart = bank.client({ dialect: banks.santander }).createConsent({
    ...wanted,
    accessToken: "t",
    explicitAuthorisation: true,
  });
  await assert.rejects(apart, { code: "not_offered" });
  for (const wrong of ["", "a/b", "a?b"]) assert.throws(() => banks.redsys(wrong), RangeError);
});

test("commerzbank, comdirect: instants where days are due", async (t) => {
  const bank = await openSmallBank(t, () => ({
    body: {
      transactions: {
        booked: [{ transactionAmount: { currency: "EUR", amount: "1.00" }, bookingDate: "2026-07-01T22:30:00Z" }],
        _links: {},
      },
    },
  }));
  const [entry] = await Array.fromAsync(bank.client({ dialect: banks.commerzbank }).transactions(ofAccount));
  assert.equal(entry?.bookingDate, "2026-07-02");
});

test("before 1.3.4 the date is sent, since it is signed; Open Bank Project wants it, and the device", async (t) => {
  const bank = await openSmallBank(t, ({ headers }) =>
    headers["date"] === undefined ? no(400) : { body: { accounts: [] } },
  );
  await bank.client({ dialect: banks.before134 }).listAccounts(ofAccount);
  assert.ok(banks.before134.signature?.headers.includes("date"));
  const client = bank.client({ dialect: banks.openBankProject });
  await assert.rejects(client.listAccounts({ ...ofAccount, psu }), { code: "bad_input", path: "psu-device-id" });
  const device = { deviceId: "99435c7e-ad88-49ec-a2ad-99ddcb1f5555", deviceName: "Phone" };
  await client.listAccounts({ ...ofAccount, psu: { ...psu, ...device } });
});

describe("the sandbox's own", () => {
  test("paysera_lt: tokens and consents end with 403, and CERTIFICATE_REVOKED is the revoked certificate", async (t) => {
    let code = "";
    let status = 403;
    const bank = await openSmallBank(t, ({ path }) =>
      path.startsWith("/xs2a/berlin/1.3/v1/") ? { status, body: { title: "Forbidden", detail: "no", code } } : no(),
    );
    const client = bank.client({ dialect: banks.payseraLt });
    for (code of ["TOKEN_EXPIRED", "TOKEN_INVALID", "CONSENT_EXPIRED"]) {
      await assert.rejects(client.listAccounts(ofAccount), { code, status: 403, outcome: "refused" });
    }
    [code, status] = ["CERTIFICATE_REVOKED", 401];
    await assert.rejects(client.listAccounts(ofAccount), {
      code: "CERTIFICATE_REVOKE",
      bankCode: "CERTIFICATE_REVOKED",
    });
  });

  test("paysera_ge: below georgia/0.8, domestic by default, consents of 90 days, the flat error form", async (t) => {
    const information = {
      access: { allPsd2: "allAccounts" },
      recurringIndicator: true,
      validUntil: "9999-12-31",
      frequencyPerDay: 4,
      lastActionDate: "2026-11-25",
      consentStatus: "valid",
    };
    const bank = await openSmallBank(t, ({ method, path }) => {
      if (path === "/xs2a/georgia/0.8/v1/consents/c1") return { body: information };
      const pays = method === "POST" && path === "/xs2a/georgia/0.8/v1/payments/domestic";
      return pays
        ? {
            status: 400,
            headers: { "content-type": "application/problem+json" },
            body: { title: "Bad Request", code: "PAYMENT_FAILED" },
          }
        : no();
    });
    const client = bank.client({ dialect: banks.payseraGe });
    await assert.rejects(client.initiatePayment(paid), { code: "PAYMENT_FAILED", bankText: "Bad Request" });
    assert.equal((await client.getConsent({ consentId: "c1" })).validUntil, "2027-02-23");
    assert.equal(dialectOf(banks.payseraGe).signature.form, "header-jws");
  });
});

test("a preset holds members of a dialect alone, and each is a difference", () => {
  const standard = dialectOf() as unknown as Record<string, unknown>;
  const presets = Object.entries(banks).filter(
    (entry): entry is [string, Partial<Dialect>] => typeof entry[1] === "object",
  );
  assert.ok(presets.length >= 10);
  for (const [name, preset] of presets) {
    for (const member of Object.keys(preset)) assert.ok(member in standard, `${name}.${member}`);
  }
});
