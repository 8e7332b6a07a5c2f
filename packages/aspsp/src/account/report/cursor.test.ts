/** Proves: a report's cursor is read back only as it was written, for the report that it was written for (row B8). */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { createPageCursors, type PageScope } from "./cursor.ts";

const cursors = createPageCursors(randomBytes(32));
const scope: PageScope = {
  tppId: "PSDLT-BOL-123456",
  endpoint: "transactions",
  resourceId: "0195b3c4-0000-7000-8000-0123456789ab",
  query: '{"bookingStatus":"booked","dateFrom":"2026-01-01"}',
};
const position = {
  consentId: "1b3dfcae-a9cc-4f3c-8b85-0123456789ab",
  core: "2026-02-01.4711",
  endsAt: 1_772_355_600,
};

test("what was written is read back, for every cursor of core banking", () => {
  const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
  const core = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(core, fc.uuid(), fc.nat(999_999_999), (one, consentId, endsAt) => {
      const written = { core: one, consentId, endsAt };
      assert.deepEqual(cursors.read(cursors.write(written, scope), scope), written);
    }),
  );
});

test("B8: 10,000 mutations are nobody's cursor", () => {
  const written = cursors.write(position, scope);
  const characters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ '%\u0000é");
  fc.assert(
    fc.property(
      fc.nat(written.length),
      fc.constantFrom(...characters),
      fc.constantFrom("replace", "insert", "cut"),
      (at, character, how) => {
        const tail = written.slice(how === "insert" ? at : at + 1);
        const changed = how === "cut" ? written.slice(0, at) : written.slice(0, at) + character + tail;
        if (changed !== written) assert.equal(cursors.read(changed, scope), undefined);
      },
    ),
    { numRuns: 10_000 },
  );
});

test("B8: it is bound to TPP, endpoint, account, query and key", () => {
  const written = cursors.write(position, scope);
  const others: PageScope[] = [
    { ...scope, tppId: "PSDLT-BOL-999999" },
    { ...scope, endpoint: "card-transactions" },
    { ...scope, resourceId: position.consentId },
    { ...scope, query: '{"bookingStatus":"booked","dateFrom":"2020-01-01"}' },
  ];
  for (const other of others) assert.equal(cursors.read(written, other), undefined);
  assert.equal(createPageCursors(randomBytes(32)).read(written, scope), undefined);
  assert.deepEqual(cursors.read(written, scope), position);
});
