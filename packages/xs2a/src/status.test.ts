import assert from "node:assert/strict";
import { test } from "node:test";
import {
  consentStatuses,
  isFinalScaStatus,
  isFinalTransactionStatus,
  isScaStatus,
  isTransactionStatus,
  scaStatuses,
  transactionStatuses,
  transactionStatusesSince1316,
} from "./status.ts";
import { enumOf, readOpenApi } from "./testing/openapi.ts";

test("the status lists are those of the standard's OpenAPI file, with the three codes that 1.3.16 adds", (t) => {
  const file = readOpenApi(t);
  if (file === undefined) return;
  const since: readonly string[] = transactionStatusesSince1316;
  const in1311 = transactionStatuses.filter((status) => !since.includes(status));
  assert.deepEqual(in1311.toSorted(), enumOf(file, "transactionStatus").toSorted());
  assert.equal(transactionStatuses.length, 17);
  assert.deepEqual(consentStatuses.toSorted(), enumOf(file, "consentStatus").toSorted());
  assert.deepEqual(scaStatuses.toSorted(), enumOf(file, "scaStatus").toSorted());
});

test("four payment statuses and three SCA statuses are final", () => {
  assert.deepEqual(transactionStatuses.filter(isFinalTransactionStatus), ["ACCC", "ACSC", "RJCT", "CANC"]);
  assert.deepEqual(scaStatuses.filter(isFinalScaStatus), ["finalised", "failed", "exempted"]);
});

test("a text from the wire is a status only when spelt exactly", () => {
  assert.ok(transactionStatuses.every(isTransactionStatus) && scaStatuses.every(isScaStatus));
  for (const value of ["acsc", "ACSC ", "", "toString", undefined, null, 1, ["ACSC"], {}]) {
    assert.equal(isTransactionStatus(value), false);
    assert.equal(isScaStatus(value), false);
  }
});
