import assert from "node:assert/strict";
import { test } from "node:test";
import { isCreditorReference } from "./creditor-reference.ts";

const good = ["RF18539007547034", "RF712348231", "RF97C2H5OH", "RF45G72UUR", "RF6518K5"];

test("a creditor reference of ISO 11649 has right check digits, capitals and at most 25 characters", () => {
  for (const reference of good) assert.equal(isCreditorReference(reference), true, reference);
  for (const reference of [
    "RF19539007547034",
    "RF18 5390 0754 7034",
    "rf18539007547034",
    "RF18",
    "RF00",
    "",
    "RF18539007547034\n",
  ]) {
    assert.equal(isCreditorReference(reference), false, reference);
  }
  assert.equal(isCreditorReference(`RF18${"0".repeat(22)}`), false);
});

test("every single wrong digit of a creditor reference is noticed", () => {
  for (const reference of good) {
    for (let at = 2; at < reference.length; at += 1) {
      const here = reference.charAt(at);
      if (!/[0-9]/.test(here)) continue;
      for (const digit of "0123456789") {
        if (digit === here) continue;
        assert.equal(isCreditorReference(reference.slice(0, at) + digit + reference.slice(at + 1)), false);
      }
    }
  }
});
