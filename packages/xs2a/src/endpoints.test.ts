import assert from "node:assert/strict";
import { test } from "node:test";
import { checkShape } from "./check-shape.ts";
import { endpoints, pathOf, type EndpointRow, type OperationId } from "./endpoints.ts";
import { blockOf } from "./testing/openapi.ts";
import { readShared } from "./testing/shared.ts";

const rows = Object.entries(endpoints) as [OperationId, EndpointRow][];

test("each row is an operation of the standard's OpenAPI file: path, method, statuses, PSU address, consent", (t) => {
  const yaml = readShared(t, "spec/psd2-api-1.3.11.yaml");
  if (yaml === undefined) return;
  for (const [operationId, row] of rows) {
    assert.equal(row.operationId, operationId);
    const path = blockOf(yaml, row.path, 2);
    assert.ok(path, row.path);
    const operation = blockOf(path, row.method.toLowerCase(), 4);
    assert.ok(operation, `${row.method} ${row.path}`);
    assert.match(operation, new RegExp(`operationId: ${operationId}\\s`));
    const statuses = [...operation.matchAll(/^ {8}'?(2\d\d)'?:/gm)].map((match) => match[1] ?? "");
    assert.deepEqual(Object.keys(row.responses).toSorted(), statuses.toSorted(), operationId);
    const mandatory = operation.includes("PSU-IP-Address_mandatory");
    assert.equal(row.headers.psuIpAddress, mandatory ? "required" : "optional", operationId);
    assert.equal(
      row.headers.consentId,
      operation.includes("consentId_HEADER_optional") ? "optional" : "none",
      operationId,
    );
    assert.equal(row.headers.tppRedirect, operation.includes("TPP-Redirect-URI"), operationId);
    assert.equal(row.headers.psuId, /PSU-ID"?$/m.test(operation), operationId);
    assert.equal(row.role, "PSP_PI");
  }
});

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
