/** Proves: a consent makes exactly the documented moves, and what has ended is never left. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { consentStatuses } from "@tallystick/xs2a";
import { awaitsAuthorisation, mayMove } from "./rules.ts";

const documented = new Set([
  "received valid",
  "received rejected",
  "received expired",
  "received terminatedByTpp",
  "valid expired",
  "valid revokedByPsu",
  "valid terminatedByTpp",
]);

test("of all pairs of statuses only the documented ones are moves", () => {
  for (const from of consentStatuses) {
    for (const to of consentStatuses) assert.equal(mayMove(from, to), documented.has(`${from} ${to}`), `${from} ${to}`);
  }
});

test("only a received consent may still be authorised", () => {
  for (const status of consentStatuses) assert.equal(awaitsAuthorisation(status), status === "received", status);
});
