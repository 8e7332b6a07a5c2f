/** Proves: a consent makes exactly the documented moves, and what has ended is never left. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { consentStatuses } from "@tallystick/xs2a";
import { awaitsAuthorisation, mayMove } from "./rules.ts";

const documented = new Set([
  "received partiallyAuthorised",
  "received valid",
  "received rejected",
  "received expired",
  "received terminatedByTpp",
  "partiallyAuthorised valid",
  "partiallyAuthorised rejected",
  "partiallyAuthorised expired",
  "partiallyAuthorised revokedByPsu",
  "partiallyAuthorised terminatedByTpp",
  "valid expired",
  "valid revokedByPsu",
  "valid terminatedByTpp",
]);

test("of all pairs of statuses only the documented ones are moves", () => {
  for (const from of consentStatuses) {
    for (const to of consentStatuses) assert.equal(mayMove(from, to), documented.has(`${from} ${to}`), `${from} ${to}`);
  }
});

test("only one that nobody has authorised, or some of several, may still be authorised", () => {
  const awaiting = new Set<string>(["received", "partiallyAuthorised"]);
  for (const status of consentStatuses) assert.equal(awaitsAuthorisation(status), awaiting.has(status), status);
});
