/** Proves how scope parameters are read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseScope, readsAccounts, rolesOf } from "./scope.ts";

test("a scope is bound to one resource, or plain ones, and nothing in between", () => {
  assert.deepEqual(parseScope("PIS:p-1"), { kind: "bound", to: "payment", id: "p-1" });
  assert.deepEqual(parseScope("AIS:c-1"), { kind: "bound", to: "consent", id: "c-1" });
  assert.deepEqual(parseScope("PIIS:c-1"), { kind: "bound", to: "funds", id: "c-1" });
  assert.deepEqual(
    parseScope("ais:C-1"),
    { kind: "bound", to: "consent", id: "C-1" },
    "case does not matter (rule 43)",
  );
  assert.deepEqual(parseScope("PIS:p-1 offline_access"), { kind: "bound", to: "payment", id: "p-1" });
  assert.deepEqual(parseScope("payments accounts payments"), { kind: "plain", names: ["payments", "accounts"] });
  for (const text of [
    undefined,
    "",
    " ",
    "offline_access",
    "PIS:",
    "AIS:",
    "IS:1",
    "AIIS:1",
    "AIS:1:2",
    "xAIS:1",
    "AIS:1\n",
    "PIS:a PIS:b",
    "AIS:a PIS:a",
    "PIS:a accounts",
    "Payments",
    "constructor:1",
  ]) {
    assert.equal(parseScope(text).kind, "invalid", String(text));
  }
});

test("O15: each scope needs its role", () => {
  assert.deepEqual(rolesOf(parseScope("PIS:a")), ["PSP_PI"]);
  assert.deepEqual(rolesOf(parseScope("AIS:a")), ["PSP_AI"]);
  assert.deepEqual(rolesOf(parseScope("PIIS:a")), ["PSP_IC"]);
  assert.deepEqual(rolesOf(parseScope("payments")), ["PSP_PI"]);
  assert.deepEqual(rolesOf(parseScope("accounts transactions")), ["PSP_AI"]);
  assert.deepEqual(rolesOf(parseScope("transactions payments")), ["PSP_AI", "PSP_PI"]);
});

test("only what reads accounts without naming a consent is offered one", () => {
  for (const text of ["accounts", "transactions", "accounts payments"])
    assert.ok(readsAccounts(parseScope(text)), text);
  for (const text of ["payments", "AIS:a", "PIS:a", "x"]) assert.ok(!readsAccounts(parseScope(text)), text);
});

test("any text is read without an error, and what is accepted names what was asked", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = parseScope(text);
      if (read.kind === "bound") assert.ok(text.toLowerCase().includes(`s:${read.id.toLowerCase()}`));
      if (read.kind === "plain") for (const name of read.names) assert.ok(text.includes(name));
    }),
  );
});
