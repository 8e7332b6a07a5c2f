// Proves what the client sends by each row of the endpoint table, and that every failure is one BankError that says
// whether the bank may have acted.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { SinglePayment } from "@tallystick/xs2a";
import { createBankClient, type BankClient } from "./bank-client.ts";
import { BankError } from "./bank-error.ts";
import type { Dialect } from "../dialect/dialect.ts";
import type { HttpAnswer, HttpRequestInput } from "./transport.ts";

const baseUrl = "https://bank.example/rzb/xs2a/berlin/1.3";
const payment: SinglePayment = {
  instructedAmount: { amount: "12.50", currency: "RON" },
  creditorAccount: { iban: "RO10RZBR0000069999999970" },
  creditorName: "Shop",
};
const initiation = {
  payment,
  product: "domestic-ron-transfers",
  psuIpAddress: "203.0.113.7",
  redirectUri: "https://tpp.example/back",
};
const reference = { product: "domestic-ron-transfers", paymentId: "p1" };
const created = {
  transactionStatus: "RCVD",
  paymentId: "p1",
  _links: {
    scaRedirect: { href: "https://bank.example/sca/a1" },
    status: { href: "/rzb/xs2a/berlin/1.3/v1/payments/x/p1/status" },
  },
};

function bankThatAnswers(
  answer: { status: number; body?: unknown; headers?: Record<string, string> } | Error,
  dialect: Partial<Dialect> = {},
): { client: BankClient; asked: HttpRequestInput[] } {
  const asked: HttpRequestInput[] = [];
  const request = async (input: HttpRequestInput): Promise<HttpAnswer> => {
    asked.push(input);
    if (answer instanceof Error) throw answer;
    const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? "");
    const headers = { "content-type": "application/json", ...answer.headers };
    return { status: answer.status, headers, body: new TextEncoder().encode(answer.body === undefined ? "" : text) };
  };
  return { client: createBankClient({ baseUrl, request, dialect }), asked };
}

async function failure(promise: Promise<unknown>): Promise<BankError> {
  const error = await promise.catch((caught: unknown) => caught);
  assert.ok(error instanceof BankError, String(error));
  return error;
}

describe("a payment's initiation", () => {
  test("is one POST with request id, digest, the payer's address and where to come back", async () => {
    const { client, asked } = bankThatAnswers({
      status: 201,
      body: created,
      headers: { "aspsp-sca-approach": "REDIRECT" },
    });
    const requestId = "0b1f6f9e-5a3b-4a58-9c5e-0d6c3a2f7b11";
    const answer = await client.initiatePayment({ ...initiation, requestId });
    assert.equal(answer.scaRedirect, "https://bank.example/sca/a1");
    assert.equal(answer.scaApproach, "REDIRECT");
    assert.equal(answer.links["status"]?.href, "https://bank.example/rzb/xs2a/berlin/1.3/v1/payments/x/p1/status");
    const [sent] = asked;
    assert.equal(`${sent?.method} ${sent?.url}`, `POST ${baseUrl}/v1/payments/domestic-ron-transfers`);
    assert.deepEqual(sent?.headers, {
      accept: "application/json",
      "content-type": "application/json",
      // SHA-256 of the body below, by openssl.
      digest: "SHA-256=a2+ofSGZHGX7f7y8C5IdlujH91vq9ioYUhBRQ4GRpdk=",
      "psu-ip-address": "203.0.113.7",
      "tpp-redirect-preferred": "true",
      "tpp-redirect-uri": "https://tpp.example/back",
      "x-request-id": requestId,
    });
    assert.equal(sent?.body, JSON.stringify(payment));
  });

  test("makes a request id of its own when the caller has none, a new one per call", async () => {
    const { client, asked } = bankThatAnswers({ status: 201, body: created });
    await client.initiatePayment(initiation);
    await client.initiatePayment(initiation);
    const ids = asked.map(({ headers }) => headers?.["x-request-id"]);
    assert.equal(new Set(ids).size, 2);
  });

  test("speaks the bank's dialect", async () => {
    const { client, asked } = bankThatAnswers(
      { status: 201, body: { ...created, _links: { redirect: "https://bank.example/sca/a2" } } },
      {
        basePath: "/bg13",
        dropHeaders: ["tpp-redirect-preferred"],
        extraHeaders: { "x-api-key": "k" },
        digest: false,
        linkNames: { redirect: "scaRedirect" },
      },
    );
    assert.equal((await client.initiatePayment(initiation)).scaRedirect, "https://bank.example/sca/a2");
    assert.match(asked[0]?.url ?? "", /\/bg13\/v1\/payments/);
    const names = Object.keys(asked[0]?.headers ?? {});
    assert.ok(names.includes("x-api-key") && !names.includes("digest") && !names.includes("tpp-redirect-preferred"));
  });

  test("a redirect that is no web address is not handed on", async () => {
    const body = { ...created, _links: { scaRedirect: { href: "javascript:alert(1)" } } };
    assert.equal(
      (await bankThatAnswers({ status: 201, body }).client.initiatePayment(initiation)).scaRedirect,
      undefined,
    );
  });
});

describe("the other operations", () => {
  test("status, cancellation, authorisations and their scaStatus", async () => {
    const status = bankThatAnswers({ status: 200, body: { transactionStatus: "ACSC", fundsAvailable: true } });
    const answer = await status.client.getPaymentStatus({ ...reference, accessToken: "t" });
    assert.deepEqual([answer.transactionStatus, answer.fundsAvailable], ["ACSC", true]);
    assert.equal(status.asked[0]?.headers?.["authorization"], "Bearer t");
    assert.deepEqual(await bankThatAnswers({ status: 204 }).client.cancelPayment(reference), { outcome: "cancelled" });
    const needed = bankThatAnswers({
      status: 202,
      body: { transactionStatus: "ACTC", _links: { startAuthorisation: { href: "/a" } } },
    });
    assert.equal((await needed.client.cancelPayment(reference)).outcome, "authorisation_required");
    const list = bankThatAnswers({ status: 200, body: { authorisationIds: ["a1"] } });
    assert.deepEqual(await list.client.listPaymentAuthorisations(reference), ["a1"]);
    const sca = bankThatAnswers({ status: 200, body: { scaStatus: "finalised" } });
    assert.deepEqual(await sca.client.getPaymentScaStatus({ ...reference, authorisationId: "a1" }), {
      scaStatus: "finalised",
    });
    assert.equal(sca.asked[0]?.url, `${baseUrl}/v1/payments/domestic-ron-transfers/p1/authorisations/a1`);
  });

  test("an id cannot lead to another path", async () => {
    const { client, asked } = bankThatAnswers({ status: 200, body: { transactionStatus: "RCVD" } });
    await client.getPaymentStatus({ ...reference, paymentId: "../../x?y#z" });
    assert.match(asked[0]?.url ?? "", /domestic-ron-transfers\/\.\.%2F\.\.%2Fx%3Fy%23z\/status$/);
  });
});

describe("failures", () => {
  const messages = {
    tppMessages: [{ category: "ERROR", code: "FORMAT_ERROR", path: "creditorName", text: "too long" }],
  };
  const flat = { title: "Forbidden", detail: "gone", code: "TOKEN_EXPIRED" };
  const connection = (code: string) => Object.assign(new Error("x"), { code });
  const rows: [string, Parameters<typeof bankThatAnswers>[0], Partial<BankError>][] = [
    [
      "both body forms: tppMessages",
      { status: 400, body: messages },
      {
        code: "FORMAT_ERROR",
        status: 400,
        path: "creditorName",
        bankText: "too long",
        outcome: "refused",
        retryable: false,
      },
    ],
    ["both body forms: flat", { status: 403, body: flat }, { code: "TOKEN_EXPIRED", status: 403, outcome: "refused" }],
    [
      "too many requests",
      { status: 429, body: "", headers: { "retry-after": "7" } },
      { code: "unknown", retryable: true, retryAfterSeconds: 7, outcome: "refused" },
    ],
    [
      "a page of HTML with 500",
      { status: 500, body: "<h1>Oops</h1>", headers: { "content-type": "text/html" } },
      { code: "unknown", bankText: "Oops", retryable: true, outcome: "unknown" },
    ],
    [
      "a page of HTML with 201",
      { status: 201, body: "<h1>Done</h1>" },
      { code: "html", bankText: "Done", retryable: false, outcome: "unknown" },
    ],
    [
      "an answer without a payment id",
      { status: 201, body: { transactionStatus: "RCVD" } },
      { code: "bad_answer", outcome: "unknown" },
    ],
    [
      "a status that the standard does not know",
      { status: 201, body: { ...created, transactionStatus: "DONE" } },
      { code: "bad_answer", outcome: "unknown" },
    ],
    [
      "no connection",
      connection("ECONNREFUSED"),
      { code: "network", retryable: true, outcome: "not_sent", status: undefined },
    ],
    [
      "a call that the transport's own policy stopped",
      Object.assign(new Error("x"), { code: "address", sent: false }),
      { code: "network", outcome: "not_sent" },
    ],
    ["a broken connection", connection("ECONNRESET"), { code: "network", retryable: true, outcome: "unknown" }],
    [
      "no answer in time",
      Object.assign(new Error("x"), { name: "TimeoutError" }),
      { code: "timeout", retryable: true, outcome: "unknown" },
    ],
  ];
  for (const [what, answer, expected] of rows) {
    test(what, async () => {
      const requestId = "6f6d2f6e-7d3c-4a0e-8f59-4d2f0a7b9c33";
      const error = await failure(bankThatAnswers(answer).client.initiatePayment({ ...initiation, requestId }));
      assert.equal(error.requestId, requestId);
      for (const [member, value] of Object.entries(expected))
        assert.equal(error[member as keyof BankError], value, member);
    });
  }
});

test("a bank that wants a confirmation names the authorisation, and gets the code in one PUT", async () => {
  const confirmation = { href: "/rzb/xs2a/berlin/1.3/v1/payments/x/p1/authorisations/a1" };
  const body = { ...created, _links: { ...created._links, confirmation } };
  const initiated = await bankThatAnswers({ status: 201, body }).client.initiatePayment(initiation);
  assert.equal(initiated.confirmsAuthorisationId, "a1");
  const { client, asked } = bankThatAnswers({ status: 200, body: { scaStatus: "finalised", _links: {} } });
  const input = { ...reference, authorisationId: "a1", confirmationCode: "secret" };
  assert.deepEqual(await client.confirmPayment(input), { scaStatus: "finalised" });
  const [call] = asked;
  assert.equal(call?.method, "PUT");
  assert.equal(call?.url, `${baseUrl}/v1/payments/domestic-ron-transfers/p1/authorisations/a1`);
  assert.deepEqual(JSON.parse(String(call?.body)), { confirmationCode: "secret" });
  const strange = bankThatAnswers({ status: 200, body: { scaStatus: "done" } }).client;
  assert.equal((await failure(strange.confirmPayment(input))).code, "bad_answer");
});
