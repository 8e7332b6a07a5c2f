import assert from "node:assert/strict";
import { test } from "node:test";
import { endingOfFailure } from "./failure.ts";

const codeOf = (code: string, message = "") => endingOfFailure({ code, message }).code;

test("what the payer did, what the bank did and what did not work end differently", () => {
  assert.equal(codeOf("refused_by_payer"), "refused_by_you");
  assert.equal(codeOf("code_locked"), "code_locked");
  assert.equal(codeOf("not_confirmed"), "bank_timeout");
  assert.equal(codeOf("bank_unavailable"), "bank_down");
  assert.equal(codeOf("bank_answered_strangely"), "bank_strange");
  assert.deepEqual(endingOfFailure({ code: "insufficient_funds", message: "" }), {
    code: "refused_by_bank",
    why: "funds",
  });
});

test("a bank's own sentence is quoted, the hub's is said in the reader's language", () => {
  const quoted = endingOfFailure({ code: "rejected_by_bank", message: "Cont blocat la cererea titularului." });
  assert.deepEqual(quoted, { code: "refused_by_bank", says: "Cont blocat la cererea titularului." });
  const own = "The bank did not execute the payment: it was refused, or not confirmed in time.";
  assert.deepEqual(endingOfFailure({ code: "rejected_by_bank", message: own }), { code: "refused_by_bank" });
});

test("a code that is not known, or none, is a refusal without a cause", () => {
  for (const code of ["", "new_code", "__proto__", "constructor", "toString"])
    assert.equal(codeOf(code), "refused_by_bank", code);
  assert.deepEqual(endingOfFailure(undefined), { code: "refused_by_bank" });
});
