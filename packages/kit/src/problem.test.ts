// Proves that bodies are checked without conversion, and that each violation names its member (F5, I1, B5).
import assert from "node:assert/strict";
import test from "node:test";
import { Type, type TSchema } from "typebox";
import { compileSchema, type Violation } from "./problem.ts";

function complaints(schema: TSchema, value: unknown): [path: string, code: string][] {
  return violations(schema, value).map(({ path, code }) => [path, code]);
}

function violations(schema: TSchema, value: unknown): Violation[] {
  const result = compileSchema(schema).check(value);
  assert.ok(!result.ok, "accepted");
  return result.violations;
}

const closed = { additionalProperties: false } as const;
const amount = Type.Object(
  {
    currency: Type.String({ pattern: "^[A-Z]{3}$", description: "must be three capital letters" }),
    content: Type.String({ maxLength: 16 }),
  },
  closed,
);
const intent = Type.Object(
  {
    amount,
    kind: Type.Union([Type.Literal("single"), Type.Literal("recurring")]),
    remittance: Type.Optional(Type.String({ minLength: 1, maxLength: 5 })),
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 250 })),
    tags: Type.Optional(Type.Array(Type.String({ maxLength: 3 }), { maxItems: 2 })),
  },
  closed,
);
const valid = { amount: { currency: "RON", content: "12.50" }, kind: "single" };

test("a valid value passes as it is, the same object", () => {
  const result = compileSchema(intent).check(valid);
  assert.ok(result.ok && result.value === valid);
  const typed: string = result.value.amount.currency;
  assert.equal(typed, "RON");
});

test("F5: nothing is converted, dropped or filled in", () => {
  assert.deepEqual(complaints(intent, { ...valid, count: "3" }), [["count", "type"]]);
  assert.deepEqual(complaints(intent, { ...valid, amount: { currency: "RON", content: 12.5 } }), [
    ["amount.content", "type"],
  ]);
  assert.deepEqual(complaints(intent, { ...valid, status: "completed" }), [["status", "unknown"]]);
  assert.deepEqual(complaints(intent, { ...valid, amount: { ...valid.amount, x: 1 } }), [["amount.x", "unknown"]]);
  assert.deepEqual(complaints(intent, { ...valid, remittance: null }), [["remittance", "type"]]);
});

test("every violation is named by its dotted member, with a code and a message without the value", () => {
  const found = violations(intent, {
    amount: { currency: "c4n4ry" },
    kind: "c4n4ry",
    remittance: "c4n4ry",
    count: 251,
    tags: ["ab", "c4n4ry"],
    extra: "c4n4ry",
  });
  assert.deepEqual(
    found.map(({ path, code, message }) => `${path} ${code}: ${message}`).sort(),
    [
      "amount.content required: is required",
      "amount.currency format: must be three capital letters",
      "count range: must be <= 250",
      "extra unknown: is not a member of this object",
      'kind enum: must be one of "single", "recurring"',
      "remittance length: must have 1 to 5 characters",
      "tags.1 length: must not have more than 3 characters",
    ].sort(),
  );
});

test("a body of another type, or none, is one violation of the body", () => {
  for (const value of [undefined, null, 3, "x", [], true]) {
    assert.deepEqual(complaints(intent, value), [["", "type"]], String(value));
  }
  assert.deepEqual(complaints(intent, { ...valid, amount: [] }), [["amount", "type"]]);
  assert.deepEqual(complaints(intent, { ...valid, tags: ["a", "b", "c"] }), [["tags", "length"]]);
});

test("I3: lengths count code points, so neither a flood of accents nor wide letters deceive them", () => {
  const five = Type.String({ maxLength: 5 });
  assert.ok(compileSchema(five).check("😀😀😀😀😀").ok);
  assert.ok(compileSchema(five).check("").ok);
  assert.deepEqual(complaints(five, "😀😀😀😀😀😀"), [["", "length"]]);
  assert.deepEqual(complaints(five, `a${"\u0301".repeat(10_000)}`), [["", "length"]]);
  assert.deepEqual(complaints(Type.String({ minLength: 1 }), ""), [["", "length"]]);
  assert.deepEqual(complaints(Type.String({ minLength: 2 }), "😀"), [["", "length"]]);
  assert.deepEqual(complaints(Type.String({ maxLength: 3, pattern: "^a+$" }), "aaaa"), [["", "length"]]);
  assert.deepEqual(complaints(Type.String({ maxLength: 3, pattern: "^a+$" }), "ab"), [["", "format"]]);
});

test("a union complains about the branch that was meant", () => {
  const union = Type.Union([
    Type.Object({ type: Type.Literal("iban"), iban: Type.String({ maxLength: 34 }) }, closed),
    Type.Object({ type: Type.Literal("bban"), bban: Type.String(), bank: Type.String() }, closed),
    Type.Null(),
  ]);
  const schema = Type.Object({ account: union });
  assert.ok(compileSchema(schema).check({ account: null }).ok);
  assert.deepEqual(complaints(schema, { account: { type: "iban", iban: 3 } }), [["account.iban", "type"]]);
  assert.deepEqual(complaints(schema, { account: { type: "bban", bban: "x" } }), [["account.bank", "required"]]);
  assert.deepEqual(complaints(schema, { account: { type: "bic" } }), [["account.type", "enum"]]);
  assert.deepEqual(complaints(schema, { account: 3 }), [["account", "type"]]);
  const forms = Type.Union([
    Type.Object({ iban: Type.String() }, closed),
    Type.Object({ a: Type.String(), b: Type.String() }, closed),
  ]);
  assert.deepEqual(complaints(forms, { iban: 3 }), [["iban", "type"]]);
  assert.deepEqual(complaints(Type.Union([Type.String({ maxLength: 2 }), Type.Number()]), "abc"), [["", "length"]]);
});

test("arrays, records, intersections and enums inside are looked into", () => {
  const nested = Type.Object({
    list: Type.Array(Type.Object({ name: Type.String({ minLength: 1 }) }, closed)),
    map: Type.Optional(Type.Record(Type.String(), Type.Integer())),
    both: Type.Optional(Type.Intersect([Type.Object({ a: Type.String() }), Type.Object({ b: Type.Number() })])),
    level: Type.Optional(Type.Enum(["low", "high"])),
  });
  assert.deepEqual(complaints(nested, { list: [{ name: "x" }, { name: "" }, {}] }), [
    ["list.1.name", "length"],
    ["list.2.name", "required"],
  ]);
  assert.deepEqual(complaints(nested, { list: [], both: { a: "x", b: "y" } }), [["both.b", "type"]]);
  assert.deepEqual(complaints(nested, { list: [], level: "c4n4ry" }), [["level", "enum"]]);
  assert.equal(compileSchema(nested).check({ list: [], map: { a: "x" } }).ok, false);
});

test("I7: a hostile body brings a short list, quickly", () => {
  const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, index]));
  const from = performance.now();
  const found = violations(intent, { ...wide, ["x".repeat(10_000)]: 1 });
  assert.ok(performance.now() - from < 100);
  assert.ok(found.length <= 20 && JSON.stringify(found).length < 10_000);
  assert.ok(violations(Type.Array(Type.Integer()), Array.from({ length: 5_000 }, String)).length <= 20);
});
