// Proves that requests as the bank's published samples send them are taken at paysera_lt (decision 34), with what they
// leave out and what they put in, and that no other bank takes them so. Bodies and headers are those of xs2a-bank.md 4-6.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { codeChallengeOf, createCodeVerifier } from "@tallystick/tpp";
import { createMutualTlsRequest } from "@tallystick/tpp/node";
import { authoriseAtBank } from "../../journeys/harness/account-holder.ts";
import { openSystem, type OwnSystem } from "../../journeys/harness/system.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const back = "https://tpp.example/callback";
const clientId = "PSDLT-BOL-123456";

let own: OwnSystem;
let send: ReturnType<typeof createMutualTlsRequest>;
before(async () => {
  own = await openSystem();
  const { ca, tppCert, tppKey } = own.system.files;
  const [cert, key, root] = await Promise.all([tppCert, tppKey, ca].map((file) => readFile(file, "utf8")));
  send = createMutualTlsRequest({ cert: cert!, key: key!, ca: root! });
});
after(async () => {
  await send.close();
  await own.end();
});

interface Sample {
  readonly bank?: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly form?: Record<string, string>;
}

/** Nothing is added to what the sample says. */
async function call({ bank = "paysera_lt", path, headers = {}, json, form, ...sample }: Sample) {
  // The bank takes ten requests a second, by its own clock.
  own.clock.advance(200);
  const body = json === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(json);
  const type = json === undefined ? "application/x-www-form-urlencoded" : "application/json";
  const answer = await send({
    method: sample.method ?? (body === undefined ? "GET" : "POST"),
    url: `${own.system.addresses.banksXs2a}/${bank}/xs2a/berlin/1.3${path}`,
    headers: { ...(body === undefined ? {} : { "Content-Type": type }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = Buffer.from(answer.body).toString("utf8");
  return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
}

const dayIn = (days: number): string =>
  new Date(own.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

const consentSample = () => ({
  access: { allPsd2: "allAccounts" },
  recurringIndicator: true,
  validUntil: dayIn(180),
  frequencyPerDay: 4,
});

const paymentSample = {
  instructedAmount: { currency: "EUR", amount: "123.50" },
  debtorAccount: { iban: "LT123456789012345678" },
  creditorAccount: { iban: "LT987654321098765432" },
  creditorName: "Merchant123",
  remittanceInformationUnstructured: "Ref Number Merchant",
};

function sampleHolder() {
  const code = (): string =>
    /sample: code (\d{7})/.exec(own.codes.findLast((line) => /of sample: code/.test(line)) ?? "")![1]!;
  return { login: "sample", password: "sample-of-the-docs", code };
}

/** As the samples authorise: the documented plain scopes, and a secret that nothing here needs (C6). */
async function authorize(scope = "accounts transactions payments") {
  const { body: metadata } = await call({ path: "/.well-known/oauth-authorization-server" });
  const verifier = createCodeVerifier();
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: back,
    scope,
    state: "a-state-of-the-sample",
    code_challenge: await codeChallengeOf(verifier),
    code_challenge_method: "S256",
  });
  const came = await authoriseAtBank(`${metadata.authorization_endpoint}?${query}`, sampleHolder(), back);
  assert.equal(came.searchParams.get("state"), "a-state-of-the-sample");
  const form = {
    code: came.searchParams.get("code")!,
    redirect_uri: back,
    client_id: clientId,
    code_verifier: verifier,
  };
  const tokens = await call({
    path: "/oauth/token",
    form: { grant_type: "authorization_code", client_secret: "of-the-sample", ...form },
  });
  assert.equal(tokens.status, 200, JSON.stringify(tokens.body));
  return tokens.body as { access_token: string; refresh_token: string; expires_in: number; scope: string };
}

describe("the published samples at paysera_lt", () => {
  test("the curl sample of a consent: Content-Type alone", async () => {
    const made = await call({ path: "/v1/consents", json: consentSample() });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    assert.match(made.headers["x-request-id"] ?? "", uuid);
    assert.match(made.body._links.scaRedirect.href, /^http:/);
    const { body } = await call({ path: `/v1/consents/${made.body.consentId}` });
    assert.deepEqual([body.consentStatus, body.validUntil, body.frequencyPerDay], ["received", dayIn(180), 4]);
  });

  test("the curl sample of a payment: no debtor, no address of the PSU; GET says paymentId", async () => {
    const { debtorAccount: _, ...withoutDebtor } = paymentSample;
    const path = "/v1/payments/sepa-credit-transfers";
    const made = await call({ path, json: withoutDebtor });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    const { status, headers, body } = await call({ path: `${path}/${made.body.paymentId}` });
    assert.equal(status, 200);
    assert.match(headers["x-request-id"] ?? "", uuid);
    assert.deepEqual([body.paymentId, body.transactionStatus], [made.body.paymentId, "RCVD"]);
    assert.ok(!("expectedExecutionDate" in body), "not known before it is authorised");
  });

  test("without X-Request-ID nothing is idempotent; two of the same are two", async () => {
    const sample = { path: "/v1/payments/sepa-credit-transfers", json: paymentSample };
    const [one, other] = [await call(sample), await call(sample)];
    assert.deepEqual([one.status, other.status], [201, 201]);
    assert.notEqual(one.body.paymentId, other.body.paymentId);
    assert.notEqual(one.headers["x-request-id"], other.headers["x-request-id"]);
  });

  test("from code: with a token of the documented scopes accounts, balances and transactions are read as the samples read them", async () => {
    const { access_token } = await authorize();
    const headers = { Authorization: `Bearer ${access_token}`, Accept: "application/json" };
    const accounts = await call({ path: "/v1/accounts", headers });
    assert.equal(accounts.status, 200, JSON.stringify(accounts.body));
    const [account] = accounts.body.accounts;
    assert.deepEqual(
      [account.iban, account.currency, account.status, account.usage, typeof account.product],
      ["LT123456789012345678", "EUR", "enabled", "PRIV", "string"],
    );
    const { balances, transactions } = account._links;
    assert.ok(balances.href.endsWith(`/v1/accounts/${account.resourceId}/balances`), balances.href);
    assert.ok(transactions.href.endsWith(`/v1/accounts/${account.resourceId}/transactions`), transactions.href);
    const read = await call({ path: `/v1/accounts/${account.resourceId}/balances`, headers });
    const types = read.body.balances.map(({ balanceType }: { balanceType: string }) => balanceType);
    assert.ok(types.includes("interimAvailable"), types.join());
    const range = `dateFrom=${dayIn(-90)}&dateTo=${dayIn(0)}&bookingStatus=both`;
    const report = await call({ path: `/v1/accounts/${account.resourceId}/transactions?${range}`, headers });
    assert.equal(report.status, 200, JSON.stringify(report.body));
    assert.ok(Array.isArray(report.body.transactions.booked) && Array.isArray(report.body.transactions.pending));
  });

  test("from code: a payment with bearer and Digest is authorised by scaRedirect, and then says when it is executed", async () => {
    const { access_token, scope } = await authorize();
    assert.deepEqual(scope.split(" ").toSorted(), ["accounts", "payments", "transactions"]);
    const path = "/v1/payments/sepa-credit-transfers";
    const digest = createHash("sha256").update(JSON.stringify(paymentSample)).digest("base64");
    const bearer = { Authorization: `Bearer ${access_token}` };
    const headers = {
      ...bearer,
      Digest: `SHA-256=${digest}`,
      "PSU-IP-Address": "192.168.1.1",
      "TPP-Redirect-URI": back,
    };
    const made = await call({ path, headers, json: paymentSample });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    await authoriseAtBank(made.body._links.scaRedirect.href, sampleHolder(), back);
    const read = () => call({ path: `${path}/${made.body.paymentId}`, headers: bearer });
    const { body } = await read();
    assert.equal(body.paymentId, made.body.paymentId);
    assert.match(body.transactionStatus, /^(ACTC|ACSC)$/);
    assert.equal(body.expectedExecutionDate, dayIn(0));
    const status = await call({ path: `${path}/${made.body.paymentId}/status`, headers: bearer });
    assert.equal(status.status, 200);
    const late = await call({ method: "DELETE", path: `${path}/${made.body.paymentId}`, headers: bearer });
    assert.deepEqual([late.status, late.body?.code], [405, "SERVICE_INVALID"]);
  });

  test("a token refreshed 60 s before it ends is followed by one that works", async () => {
    const first = await authorize();
    assert.ok(first.expires_in > 60, String(first.expires_in));
    own.clock.advance((first.expires_in - 60) * 1_000);
    const form = { grant_type: "refresh_token", refresh_token: first.refresh_token, client_id: clientId };
    const { status, body } = await call({ path: "/oauth/token", form: { ...form, client_secret: "of-the-sample" } });
    assert.equal(status, 200, JSON.stringify(body));
    assert.ok(body.expires_in > 60 && typeof body.refresh_token === "string");
    const accounts = await call({ path: "/v1/accounts", headers: { Authorization: `Bearer ${body.access_token}` } });
    assert.equal(accounts.status, 200, JSON.stringify(accounts.body));
  });

  test("C13: the shorthand /v1/payments is nobody's address; 404 in the documented form", async () => {
    const { status, body } = await call({ path: "/v1/payments", json: paymentSample });
    assert.deepEqual([status, body.code], [404, "RESOURCE_UNKNOWN"]);
  });
});

describe("several consents of one PSU at paysera_lt, which keeps one", () => {
  const create = () => call({ path: "/v1/consents", headers: { "TPP-Redirect-URI": back }, json: consentSample() });
  const consent = async () => {
    const made = await create();
    await authoriseAtBank(made.body._links.scaRedirect.href, sampleHolder(), back);
    return made.body.consentId as string;
  };
  const accountsWith = (token: string, consentId?: string) =>
    call({
      path: "/v1/accounts",
      headers: { Authorization: `Bearer ${token}`, ...(consentId === undefined ? {} : { "Consent-ID": consentId }) },
    });

  test("C8: authorised first, consent after it: the token of the plain scopes goes on under the consent, and is refreshed", async () => {
    const tokens = await authorize();
    const consentId = await consent();
    for (const named of [consentId, undefined]) {
      const { status, body } = await accountsWith(tokens.access_token, named);
      assert.equal(status, 200, JSON.stringify(body));
      assert.equal(body.accounts[0].iban, "LT123456789012345678");
    }
    const form = { grant_type: "refresh_token", refresh_token: tokens.refresh_token, client_id: clientId };
    const { status, body } = await call({ path: "/oauth/token", form });
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal((await accountsWith(body.access_token, consentId)).status, 200);
    assert.equal((await call({ method: "DELETE", path: `/v1/consents/${consentId}` })).status, 204);
    assert.equal((await accountsWith(body.access_token)).body.code, "TOKEN_INVALID", "O16: with that one it ends");
  });

  test("O16: a token that is bound to a consent by its scope ends when that one is replaced", async () => {
    const replaced = (await create()).body.consentId as string;
    const tokens = await authorize(`AIS:${replaced}`);
    assert.equal((await accountsWith(tokens.access_token)).status, 200);
    const consentId = await consent();
    for (const named of [consentId, replaced, undefined])
      assert.equal((await accountsWith(tokens.access_token, named)).body.code, "TOKEN_INVALID");
  });
});

describe("what paysera_lt tolerates, no other bank does", () => {
  const header = { "X-Request-ID": "0c4bd0f6-9c47-4a86-8d5c-5e0b6a0c7d11", "TPP-Redirect-URI": back };
  for (const bank of ["rzb_ro", "bt_ro", "cec_ro", "libra_ro"]) {
    test(`${bank}: X-Request-ID and PSU-IP-Address are named`, async () => {
      const made = { bank, path: "/v1/consents", json: { ...consentSample(), combinedServiceIndicator: false } };
      const missing = async (headers: Record<string, string>) => {
        const { status, body } = await call({ ...made, headers });
        return [status, body.tppMessages?.[0]?.code, body.tppMessages?.[0]?.path];
      };
      const { "X-Request-ID": _, ...without } = header;
      assert.deepEqual(await missing({ ...without, "PSU-IP-Address": "192.0.2.7" }), [
        400,
        "FORMAT_ERROR",
        "X-Request-ID",
      ]);
      assert.deepEqual(await missing(header), [400, "FORMAT_ERROR", "PSU-IP-Address"]);
    });
  }
});
