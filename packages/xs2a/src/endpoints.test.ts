import assert from "node:assert/strict";
import { test } from "node:test";
import { checkShape } from "./check-shape.ts";
import { endpoints, pathOf, type EndpointRow, type OperationId } from "./endpoints.ts";
import { operationsOf, readOpenApi, type Operation } from "./testing/openapi.ts";

const rows = Object.entries(endpoints) as [OperationId, EndpointRow][];

const roles: Readonly<Record<string, string>> = {
  "Payment Initiation Service (PIS)": "PSP_PI",
  "Account Information Service (AIS)": "PSP_AI",
  "Confirmation of Funds Service (PIIS)": "PSP_IC",
};

const ofVersion = (version: "v1" | "v2") => rows.filter(([, { path }]) => path.startsWith(`/${version}/`));

test("each row is an operation of the standard's OpenAPI file: path, method, role, statuses, headers", (t) => {
  const file = readOpenApi(t);
  if (file === undefined) return;
  const operations = operationsOf(file);
  assert.equal(operations.length, 38);
  for (const [operationId, row] of ofVersion("v1")) {
    const operation = operations.find((one) => one.operationId === operationId);
    assert.ok(operation, operationId);
    assert.equal(row.role, roles[operation.tags[0] ?? ""], operationId);
    assertDocumented(operationId, row, operation);
  }
});

test("the consent to funds confirmations is that of its own file, and its authorisations are those of any consent", (t) => {
  const file = readOpenApi(t, "v2");
  if (file === undefined) return;
  const documented = operationsOf(file).map((operation) => {
    const id = operation.operationId as OperationId;
    assertDocumented(id, endpoints[id], operation);
    return id;
  });
  const others = ofVersion("v2").filter(([id]) => !documented.includes(id));
  assert.deepEqual([documented.length, others.length], [4, 4]);
  for (const [operationId, { operationId: own, path, role, ...row }] of others) {
    assert.deepEqual([own, role], [operationId, "PSP_IC"]);
    const below = path.replace("/v2/consents/confirmation-of-funds/", "/v1/consents/");
    const twin = ofVersion("v1").find(([, one]) => one.path === below && one.method === row.method);
    assert.ok(twin, operationId);
    const { operationId: _id, path: _path, role: _role, ...same } = twin[1];
    assert.deepEqual(row, same);
  }
});

function assertDocumented(operationId: OperationId, row: EndpointRow, operation: Operation): void {
  assert.equal(row.operationId, operationId);
  assert.deepEqual([row.method, row.path], [operation.method, operation.path]);
  const statuses = [...operation.responses.keys()].filter((status) => status < 300);
  assert.deepEqual(new Set(Object.keys(row.responses).map(Number)), new Set(statuses), operationId);
  for (const [status, schema] of Object.entries(row.responses)) {
    const documented: boolean = operation.responses.get(Number(status))?.content !== undefined;
    assert.equal(schema !== null, documented, `${operationId} ${status} has a body`);
  }
  // "required", "optional" or absent.
  const dutyOf = (name: string): string => {
    const header = operation.parameters.find((one) => one.in === "header" && one.name === name);
    if (header === undefined) return "none";
    return header.required === true ? "required" : "optional";
  };
  const has = (name: string): boolean => dutyOf(name) !== "none";
  const { headers } = row;
  assert.equal(headers.psuIpAddress === "required", dutyOf("PSU-IP-Address") === "required", operationId);
  assert.equal(headers.consentId, dutyOf("Consent-ID"), operationId);
  assert.equal(headers.tppRedirect, has("TPP-Redirect-URI"), operationId);
  assert.equal(headers.psuId, has("PSU-ID"), operationId);
}

test("a path is filled segment by segment", () => {
  const params = { "payment-service": "payments", "payment-product": "domestic-ron-transfers", paymentId: "p 1/../ä" };
  assert.equal(
    pathOf("getPaymentInitiationStatus", params),
    "/v1/payments/domestic-ron-transfers/p%201%2F..%2F%C3%A4/status",
  );
  assert.equal(
    pathOf("getPaymentInitiationScaStatus", { ...params, paymentId: "1", authorisationId: "$&" }),
    "/v1/payments/domestic-ron-transfers/1/authorisations/%24%26",
  );
  for (const paymentId of ["", ".", ".."]) {
    assert.throws(() => pathOf("cancelPayment", { ...params, paymentId }), RangeError, JSON.stringify(paymentId));
  }
});

test("the standard's own example answers fit the rows' schemas", () => {
  const links = {
    scaRedirect: { href: "https://www.testbank.com/asdfasdfasdf" },
    self: { href: "/psd2/v1/payments/1" },
  };
  const initiated = endpoints.initiatePayment.responses[201];
  assert.ok(checkShape(initiated, { transactionStatus: "RCVD", paymentId: "1234-wertiq-983", _links: links }).ok);
  assert.ok(!checkShape(initiated, { transactionStatus: "RCVD", paymentId: "1234-wertiq-983" }).ok);
  assert.ok(!checkShape(initiated, { transactionStatus: "OKAY", paymentId: "1", _links: links }).ok);
  const status = endpoints.getPaymentInitiationStatus.responses[200];
  assert.ok(checkShape(status, { transactionStatus: "ACCP", fundsAvailable: true, bankOwnMember: 1 }).ok);
  const list = endpoints.getPaymentInitiationAuthorisation.responses[200];
  assert.ok(checkShape(list, { authorisationIds: ["123auth456"] }).ok);
  const sca = endpoints.getPaymentInitiationScaStatus.responses[200];
  assert.ok(checkShape(sca, { scaStatus: "finalised", trustedBeneficiaryFlag: false }).ok);
  const information = {
    debtorAccount: { iban: "DE40100100103307118608", bankOwnMember: "x" },
    instructedAmount: { currency: "EUR", amount: "123.50" },
    creditorName: "Merchant123",
    creditorAccount: { iban: "DE02100100109307118603" },
    transactionStatus: "ACCP",
  };
  assert.ok(checkShape(endpoints.getPaymentInformation.responses[200], information).ok);
});
