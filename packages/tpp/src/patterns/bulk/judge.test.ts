import assert from "node:assert/strict";
import { test } from "node:test";
import { adviceOf, factsOf, judge, type Judgement } from "./judge.ts";
import { bankError } from "./testing/open-bulk.ts";

const again = (isOpen: boolean): Judgement => ({ kind: "again", isOpen });
const failed: Judgement = { kind: "failed" };
const unknown: Judgement = { kind: "unknown" };

// Error, then what it is at a first try, at a repetition of one that may have arrived, and at the last of either.
const rows: [string, Error, first: Judgement, repeated: Judgement, last: Judgement, lastRepeated: Judgement][] = [
  ["no connection", bankError({ code: "network", outcome: "not_sent" }), again(false), again(true), failed, unknown],
  ["broken connection", bankError({ code: "network", outcome: "unknown" }), again(true), again(true), unknown, unknown],
  ["no answer in time", bankError({ code: "timeout", outcome: "unknown" }), again(true), again(true), unknown, unknown],
  [
    "HTML with status 200",
    bankError({ code: "bad_answer", outcome: "unknown" }),
    again(true),
    again(true),
    unknown,
    unknown,
  ],
  ["500", bankError({ status: 500, outcome: "unknown" }), again(true), again(true), unknown, unknown],
  ["503", bankError({ status: 503, outcome: "unknown" }), again(true), again(true), unknown, unknown],
  ["429", bankError({ status: 429, code: "ACCESS_EXCEEDED" }), again(false), again(true), failed, unknown],
  ["400", bankError({ status: 400, code: "PAYMENT_FAILED" }), failed, failed, failed, failed],
  ["401", bankError({ status: 401, code: "CERTIFICATE_EXPIRED" }), failed, unknown, failed, unknown],
  ["403", bankError({ status: 403, code: "SERVICE_BLOCKED" }), failed, unknown, failed, unknown],
  ["409", bankError({ status: 409, code: "STATUS_INVALID" }), failed, again(true), failed, unknown],
  ["another body", bankError({ status: 400, code: "PARAMETER_NOT_CONSISTENT" }), failed, unknown, failed, unknown],
  ["a fault of ours", new TypeError("no"), again(true), again(true), unknown, unknown],
];

for (const [name, error, first, repeated, last, lastRepeated] of rows) {
  test(`${name}: a refusal is final, what may have arrived is never called failed`, () => {
    assert.deepEqual(judge(error, { repeats: false, isLast: false }), first);
    assert.deepEqual(judge(error, { repeats: true, isLast: false }), repeated);
    assert.deepEqual(judge(error, { repeats: false, isLast: true }), last);
    assert.deepEqual(judge(error, { repeats: true, isLast: true }), lastRepeated);
  });
}

test("an open outcome is advised to be asked for or repeated, never to be paid again", () => {
  for (const [, error] of rows) {
    assert.match(adviceOf(factsOf(error), "unknown"), /ask the bank, or repeat it with the same X-Request-ID/);
  }
  assert.match(adviceOf({ code: "PAYMENT_FAILED", status: 400 }, "failed"), /new batch/);
});
