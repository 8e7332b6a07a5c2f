/** Proves how scope parameters are read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseScope, rolesOf } from "./scope.ts";

test("a scope is one payment, or plain ones, and nothing in between", () => {
  assert.deepEqual(parseScope("PIS:p-1"), { kind: "payment", paymentId: "p-1" });
  assert.deepEqual(parseScope("pis:p-1"), { kind: "payment", paymentId: "p-1" }, "case does not matter (rule 43)");
  assert.deepEqual(parseScope("PIS:p-1 offline_access"), { kind: "payment", paymentId: "p-1" });
  assert.deepEqual(parseScope("payments accounts payments"), { kind: "plain", names: ["payments", "accounts"] });
  for (const text of [
    undefined,
    "",
    " ",
    "offline_access",
    "PIS:",
    "PIS:a PIS:b",
    "PIS:a accounts",
    "AIS:1",
    "Payments",
  ]) {
    assert.equal(parseScope(text).kind, "invalid", String(text));
  }
});

test("O15: each scope needs its role", () => {
  assert.deepEqual(rolesOf(parseScope("PIS:a")), ["PSP_PI"]);
  assert.deepEqual(rolesOf(parseScope("payments")), ["PSP_PI"]);
  assert.deepEqual(rolesOf(parseScope("accounts transactions")), ["PSP_AI"]);
  assert.deepEqual(rolesOf(parseScope("transactions payments")), ["PSP_AI", "PSP_PI"]);
});

test("any text is read without an error, and what is accepted names what was asked", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = parseScope(text);
      if (read.kind === "payment") assert.ok(text.toLowerCase().includes(`pis:${read.paymentId.toLowerCase()}`));
      if (read.kind === "plain") for (const name of read.names) assert.ok(text.includes(name));
    }),
  );
});
