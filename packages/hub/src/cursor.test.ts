// Proves that a cursor is read back only as it was written, by whom it was written for (row B8).
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { canonical, createCursors } from "./cursor.ts";

const cursors = createCursors(randomBytes(32));
const now = new Date("2026-11-21T09:00:00Z");
const scope = { clientId: "a", route: "links.list", filter: { status: "created" } };
const position = { at: new Date("2026-11-20T10:00:00.123Z"), id: "0195b3c4-0000-7000-8000-0123456789ab" };

test("what was written is read back, for every instant and id", () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), fc.uuid(), (at, id) => {
      assert.deepEqual(cursors.read(cursors.write({ at, id }, scope, now), scope, now), { at, id });
    }),
  );
});

test("B8: 10,000 mutations are nobody's cursor", () => {
  const written = cursors.write(position, scope, now);
  const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ \u0000é";
  fc.assert(
    fc.property(
      fc.nat(written.length),
      fc.constantFrom(...Array.from(characters)),
      fc.constantFrom("replace", "insert", "cut"),
      (at, character, how) => {
        const tail = written.slice(how === "insert" ? at : at + 1);
        const changed = how === "cut" ? written.slice(0, at) : written.slice(0, at) + character + tail;
        if (changed !== written) assert.equal(cursors.read(changed, scope, now), undefined);
      },
    ),
    { numRuns: 10_000 },
  );
});

test("B8: it is bound to client, route, filter, key and a week", () => {
  const written = cursors.write(position, scope, now);
  for (const other of [
    { ...scope, clientId: "b" },
    { ...scope, route: "events.list" },
    { ...scope, filter: {} },
    { ...scope, filter: { status: "failed" } },
  ]) {
    assert.equal(cursors.read(written, other, now), undefined);
  }
  assert.equal(createCursors(randomBytes(32)).read(written, scope, now), undefined);
  const week = 7 * 24 * 3_600_000;
  assert.notEqual(cursors.read(written, scope, new Date(now.getTime() + week - 1_000)), undefined);
  assert.equal(cursors.read(written, scope, new Date(now.getTime() + week)), undefined);
});

test("the order of a filter's members does not matter", () => {
  assert.equal(canonical({ b: 1, a: { d: [1, { z: 1, y: 2 }], c: 2 } }), '{"a":{"c":2,"d":[1,{"y":2,"z":1}]},"b":1}');
});
