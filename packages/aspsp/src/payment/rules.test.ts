/** Proves: every pair of payment statuses is either one of the listed moves or refused, and final ones are never left. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isFinalTransactionStatus, transactionStatuses } from "@tallystick/xs2a";
import { mayMove, reasonText } from "./rules.ts";

const allowed = new Set([
  "RCVD PATC",
  "RCVD ACTC",
  "RCVD RJCT",
  "RCVD CANC",
  "PATC ACTC",
  "PATC RJCT",
  "PATC CANC",
  "ACTC ACSP",
  "ACTC ACSC",
  "ACTC RJCT",
  "ACTC CANC",
  "ACSP ACSC",
  "ACSP PART",
  "ACSP RJCT",
  "ACSP CANC",
]);

test("P13: of all pairs of statuses exactly the listed moves are allowed", () => {
  for (const from of transactionStatuses) {
    for (const to of transactionStatuses) {
      assert.equal(mayMove(from, to), allowed.has(`${from} ${to}`), `${from} -> ${to}`);
    }
  }
});

test("a final status is never left", () => {
  const final = transactionStatuses.filter(isFinalTransactionStatus);
  assert.deepEqual(
    final.flatMap((from) => transactionStatuses.filter((to) => mayMove(from, to))),
    [],
  );
});

test("a reason of ours is told in words, and one of core banking as it is", () => {
  assert.match(reasonText("expired"), /not authorised in time/);
  assert.equal(reasonText("Insufficient funds"), "Insufficient funds");
});
