/** Proves: the check finds the operation for a request, and each kind of fault in an answer by its name. */
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { operationsOf, readOpenApi } from "@tallystick/xs2a/testing";
import { createCheckAnswer } from "./check-answer.ts";
import type { Exchange } from "./exchange.ts";
import { createFindOperation } from "./operation.ts";

const requestId = "99391c7e-ad88-49ec-a2ad-99ddcb1f7721";
const base = "/test_ro/xs2a/berlin/1.3";
const payment = `${base}/v1/payments/sepa-credit-transfers/p1`;
const initiated = {
  transactionStatus: "RCVD",
  paymentId: "p1",
  _links: { scaRedirect: { href: "https://bank.example/sca/1" }, self: { href: "/v1/payments/x/p1" } },
};
const created = {
  location: `https://localhost:4443${payment}`,
  "aspsp-sca-approach": "REDIRECT",
};
const message = (code: string) => ({ tppMessages: [{ category: "ERROR", code, text: "No." }] });

/** The violations, each as its kind and place. */
function found(t: TestContext, change: Partial<Exchange> & { body?: unknown; type?: string }): string[] | undefined {
  const file = readOpenApi(t);
  if (file === undefined) return undefined;
  const { body, type = "application/json; charset=utf-8", headers, ...rest } = change;
  const text = body === undefined ? "" : JSON.stringify(body);
  const violations = createCheckAnswer(
    file,
    () => false,
  )({
    method: "GET",
    path: payment,
    requestId,
    status: 200,
    text,
    profile: { errorForm: "tppMessages" },
    ...rest,
    headers: { "x-request-id": requestId, ...(text === "" ? {} : { "content-type": type }), ...headers },
  });
  return violations?.map(({ kind, at, operation }) => `${operation} ${kind} ${at}`.trim());
}

test("each of the 38 operations is found by its own path, the one with most literal text first", (t) => {
  const file = readOpenApi(t);
  if (file === undefined) return;
  const find = createFindOperation(file);
  const operations = operationsOf(file);
  assert.equal(operations.length, 38);
  for (const { operationId, method, path } of operations) {
    const filled = path.replace("{payment-service}", "payments").replaceAll(/\{[^}]*\}/g, "x");
    assert.equal(find(method, filled).operation?.operationId, operationId, `${method} ${filled}`);
  }
  assert.equal(find("HEAD", "/v1/accounts").operation?.operationId, "getAccountList");
  const wrongMethod = find("PATCH", "/v1/consents/1/status");
  assert.deepEqual([wrongMethod.operation, wrongMethod.answering.length], [undefined, 1]);
  assert.equal(find("POST", "/v1/elsewhere/sepa-credit-transfers").operation, undefined);
});

test("answers as the file has them pass, in both forms of an error", (t) => {
  const right: Parameters<typeof found>[1][] = [
    { method: "POST", path: payment.slice(0, -3), status: 201, body: initiated, headers: created },
    { path: `${payment}/status?x=1`, body: { transactionStatus: "ACSC", fundsAvailable: true } },
    { method: "DELETE", status: 204 },
    { status: 404, body: message("RESOURCE_UNKNOWN") },
    { method: "PUT", status: 405, body: message("SERVICE_INVALID") },
    { path: `${base}/v1/nothing`, status: 404, body: message("RESOURCE_UNKNOWN") },
    {
      status: 400,
      type: "application/problem+json",
      body: { type: "about:blank", title: "Bad Request", detail: "No.", code: "FORMAT_ERROR" },
    },
    { status: 503, headers: { "retry-after": "1" } },
    { path: `${base}/v1/accounts`, status: 429, body: message("ACCESS_EXCEEDED") },
    { path: `${base}/v1/accounts`, body: { accounts: [{ resourceId: "1", currency: "EUR" }] } },
  ];
  for (const one of right) assert.deepEqual(found(t, one) ?? [], [], JSON.stringify(one));
  assert.equal(found(t, { path: `${base}/oauth/token`, status: 418 }), undefined);
});

test("each fault is told by its kind and place", (t) => {
  const post = { method: "POST", path: payment.slice(0, -3), status: 201, headers: created } as const;
  const status = { path: `${payment}/status` } as const;
  const wrong: [string, Parameters<typeof found>[1]][] = [
    ["getPaymentInitiationStatus status", { ...status, status: 418 }],
    ["getPaymentInitiationStatus body", { ...status }],
    ["getPaymentInitiationStatus body", { ...status, status: 503, body: message("FORMAT_ERROR") }],
    ["getPaymentInitiationStatus missing transactionStatus", { ...status, body: {} }],
    ["getPaymentInitiationStatus value transactionStatus", { ...status, body: { transactionStatus: "DONE" } }],
    [
      "getPaymentInitiationStatus value fundsAvailable",
      { ...status, body: { transactionStatus: "RCVD", fundsAvailable: 1 } },
    ],
    ["getPaymentInitiationStatus member x", { ...status, body: { transactionStatus: "RCVD", x: 1 } }],
    [
      "getPaymentInitiationStatus type content-type",
      { ...status, body: { transactionStatus: "RCVD" }, type: "text/html" },
    ],
    ["getPaymentInitiationStatus code tppMessages.0.code", { ...status, status: 403, body: message("TOKEN_INVALID") }],
    ["getPaymentInitiationStatus missing tppMessages", { ...status, status: 400, body: {} }],
    [
      "getPaymentInitiationStatus missing tppMessages.0.category",
      { ...status, status: 400, body: { tppMessages: [{ code: "FORMAT_ERROR" }] } },
    ],
    [
      "getPaymentInitiationStatus header x-request-id",
      { ...status, status: 503, headers: { "x-request-id": undefined } },
    ],
    [
      "getPaymentInitiationStatus header x-request-id",
      { ...status, status: 503, headers: { "x-request-id": requestId.replace("9", "8") } },
    ],
    ["getPaymentInitiationStatus header server", { ...status, status: 503, headers: { server: "x" } }],
    [
      "getPaymentInitiationStatus header aspsp-sca-approach",
      { ...status, body: { transactionStatus: "RCVD" }, headers: { "aspsp-sca-approach": "REDIRECT" } },
    ],
    ["initiatePayment header location", { ...post, body: initiated, headers: { ...created, location: undefined } }],
    [
      "initiatePayment header location",
      { ...post, body: initiated, headers: { ...created, location: "https://bank.example/x" } },
    ],
    [
      "initiatePayment header aspsp-sca-approach",
      { ...post, body: initiated, headers: { ...created, "aspsp-sca-approach": undefined } },
    ],
    [
      "initiatePayment header aspsp-sca-approach",
      { ...post, body: initiated, headers: { ...created, "aspsp-sca-approach": "OAUTH" } },
    ],
    [
      "initiatePayment value _links.self",
      { ...post, body: { ...initiated, _links: { ...initiated._links, self: "/x" } } },
    ],
    ["cancelPayment body", { method: "DELETE", status: 204, body: {} }],
  ];
  for (const [expected, one] of wrong) {
    const is = found(t, one);
    if (is !== undefined) assert.ok(is.includes(expected), `${expected}: ${is.join(", ")}`);
  }
});

test("a code where none is defined is refused in either form, a flat body of other members too", (t) => {
  const flat = { title: "Unsupported Media Type", detail: "No." };
  const at415 = (body: unknown) => found(t, { status: 415, body });
  assert.deepEqual(at415(flat) ?? [], ["getPaymentInformation body"].slice(0, at415(flat)?.length));
  assert.ok(at415({ ...flat, code: "FORMAT_ERROR" })?.includes("getPaymentInformation code code") ?? true);
  assert.ok(at415({ ...flat, hint: "x" })?.includes("getPaymentInformation member hint") ?? true);
  assert.ok(at415(message("FORMAT_ERROR"))?.includes("getPaymentInformation code code") ?? true);
});
