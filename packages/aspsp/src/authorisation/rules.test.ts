/** Proves: every pair of SCA statuses is either one of the listed moves or refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { scaStatuses } from "@tallystick/xs2a";
import { hasEnded, mayMove, sourcesOf } from "./rules.ts";

const allowed = new Set([
  "received psuIdentified",
  "received psuAuthenticated",
  "received failed",
  "psuIdentified psuAuthenticated",
  "psuIdentified failed",
  "psuAuthenticated scaMethodSelected",
  "psuAuthenticated failed",
  "scaMethodSelected started",
  "scaMethodSelected failed",
  "started unconfirmed",
  "started finalised",
  "started failed",
  "unconfirmed finalised",
  "unconfirmed failed",
]);

test("of all pairs of SCA statuses exactly the listed moves are allowed", () => {
  for (const from of scaStatuses) {
    for (const to of scaStatuses) {
      assert.equal(mayMove(from, to), allowed.has(`${from} ${to}`), `${from} -> ${to}`);
      assert.equal(sourcesOf(to).includes(from), mayMove(from, to));
    }
  }
});

test("finalised, failed and exempted are the ends", () => {
  assert.deepEqual(scaStatuses.filter(hasEnded), ["finalised", "failed", "exempted"]);
});
