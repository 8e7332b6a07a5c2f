// Proves that the JSON reader agrees with JSON.parse on what it accepts, and refuses the rest by a stated rule (I6, I8).
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { JsonError, parseJson, type JsonErrorCode, type JsonLimits } from "./json.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function refusal(input: string | Uint8Array, limits?: JsonLimits): { code: JsonErrorCode; path: string } {
  try {
    parseJson(typeof input === "string" ? bytes(input) : input, limits);
  } catch (error) {
    assert.ok(error instanceof JsonError, `foreign error ${String(error)}`);
    return { code: error.code, path: error.path };
  }
  assert.fail(`accepted: ${String(input).slice(0, 80)}`);
}

const vectors = new URL("../../../../shared/vectors/json/", import.meta.url);

/** The `y_` files that are refused all the same, each with the rule that refuses it. */
const refusedByRule: Readonly<Record<string, JsonErrorCode>> = {
  "y_object_duplicated_key.json": "duplicate_key",
  "y_object_duplicated_key_and_value.json": "duplicate_key",
  "y_object_escaped_null_in_key.json": "forbidden_character",
  "y_string_null_escape.json": "forbidden_character",
};

test("I6: JSONTestSuite: y_ accepted or refused by a stated rule, n_ refused, i_ never a foreign error", (t) => {
  if (!existsSync(vectors)) {
    assert.ok(!process.env["CI"], "../shared/vectors/json is missing");
    return t.skip("../shared/vectors/json is not here");
  }
  const files = readdirSync(vectors).filter((name) => name.endsWith(".json"));
  assert.equal(files.length, 318);
  const usedRules = new Set<string>();
  for (const name of files) {
    const content = readFileSync(join(fileURLToPath(vectors), name));
    const rule = refusedByRule[name];
    if (name.startsWith("n_")) refusal(content);
    else if (rule !== undefined) {
      assert.equal(refusal(content).code, rule, name);
      usedRules.add(name);
    } else if (name.startsWith("y_")) {
      assert.deepEqual(parseJson(content), JSON.parse(content.toString("utf8")), name);
    } else {
      try {
        parseJson(content);
      } catch (error) {
        assert.ok(error instanceof JsonError, name);
      }
    }
  }
  assert.deepEqual([...usedRules].sort(), Object.keys(refusedByRule).sort());
});

test("I6: whatever JSON.stringify writes is read back as it was", () => {
  const value = fc.jsonValue({ maxDepth: 8, stringUnit: "grapheme" });
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 2), (written, indent) => {
      const text = JSON.stringify(written, undefined, indent);
      let read: unknown;
      try {
        read = parseJson(bytes(text));
      } catch (error) {
        assert.ok(error instanceof JsonError);
        assert.ok(["forbidden_key", "forbidden_character", "number_out_of_range"].includes(error.code), error.code);
        return;
      }
      assert.deepEqual(read, JSON.parse(text));
    }),
    { numRuns: 2_000 },
  );
});

test("I6: no bytes and no mutation of a body bring anything but a value that JSON.parse reads too, or a JsonError", () => {
  const body = bytes('{"amount":"12.50","n":[1,-2.5e3,true,null],"o":{"x":"é\\u0041\\n"}}');
  const mutated = fc
    .array(fc.tuple(fc.nat(body.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((edits) => {
      const copy = Uint8Array.from(body);
      for (const [at, byte] of edits) copy[at] = byte;
      return copy;
    });
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 40 })), (input) => {
      try {
        const value = parseJson(input);
        assert.deepEqual(value, JSON.parse(Buffer.from(input).toString("utf8")));
      } catch (error) {
        if (!(error instanceof JsonError)) throw error;
      }
    }),
    { numRuns: 10_000 },
  );
});

test("I6: duplicate keys are refused at any depth, with the member's path, escaped spellings included", () => {
  assert.deepEqual(refusal('{"a":1,"a":1}'), { code: "duplicate_key", path: "a" });
  assert.deepEqual(refusal('{"a":[0,{"b":1,"\\u0062":2}]}'), { code: "duplicate_key", path: "a.1.b" });
  assert.deepEqual(parseJson(bytes('{"a":{"b":1},"b":{"b":1}}')), { a: { b: 1 }, b: { b: 1 } });
});

test("I8: keys that reach into prototypes are refused, other names of Object.prototype are plain members", () => {
  for (const key of ["__proto__", "constructor", "prototype", "\\u005f_proto__"]) {
    assert.equal(refusal(`{"a":{"${key}":{"x":1}}}`).code, "forbidden_key", key);
  }
  const value = parseJson(bytes('{"toString":1,"hasOwnProperty":2,"valueOf":3}')) as Record<string, unknown>;
  assert.deepEqual(Object.entries(value), [
    ["toString", 1],
    ["hasOwnProperty", 2],
    ["valueOf", 3],
  ]);
  assert.equal(({} as Record<string, unknown>)["x"], undefined);
});

test("I6: depth and members at the limit pass, one more is refused, and 100,000 brackets do not overflow the stack", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  parseJson(bytes(nested(32)));
  assert.equal(refusal(nested(33)).code, "too_deep");
  assert.equal(refusal("[".repeat(100_000)).code, "too_deep");
  assert.equal(refusal('{"a":'.repeat(100_000)).code, "too_deep");
  const array = (length: number) => `[${Array.from({ length }, () => 0).join()}]`;
  const object = (length: number) => `{${Array.from({ length }, (_, index) => `"k${index}":0`).join()}}`;
  assert.equal((parseJson(bytes(array(5_000))) as unknown[]).length, 5_000);
  assert.equal(refusal(array(5_001)).code, "too_many_members");
  parseJson(bytes(object(5_000)));
  assert.equal(refusal(object(5_001)).code, "too_many_members");
  assert.equal(refusal("[1,2,3]", { maxMembers: 2 }).code, "too_many_members");
});

test("I6: byte order marks, broken UTF-8, other encodings, trailing data and empty texts are refused", () => {
  assert.equal(refusal("\ufeff{}").code, "syntax");
  assert.equal(refusal(Uint8Array.of(0x22, 0xff, 0x22)).code, "invalid_utf8");
  assert.equal(refusal(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)).code, "invalid_utf8");
  assert.equal(refusal(Buffer.from('{"a":1}', "utf16le")).code, "syntax");
  for (const text of ["{} {}", "{},", "[1]x", "", "   ", "\u00a0{}"]) assert.equal(refusal(text).code, "syntax", text);
});

test("I6: numbers that a double cannot hold, unpaired surrogates and NUL are refused, with their path", () => {
  assert.equal(parseJson(bytes("9007199254740991")), Number.MAX_SAFE_INTEGER);
  assert.equal(parseJson(bytes("-0.5E-3")), -0.0005);
  for (const number of ["9007199254740992", "-12345678901234567890", "1e400", "-1e400"]) {
    assert.deepEqual(refusal(`{"n":${number}}`), { code: "number_out_of_range", path: "n" });
  }
  assert.deepEqual(refusal('{"s":"\\ud800"}'), { code: "forbidden_character", path: "s" });
  assert.equal(refusal('"a\\u0000b"').code, "forbidden_character");
  assert.equal(parseJson(bytes('"\\ud83d\\ude00"')), "😀");
});

test("I9: 64 kB of hostile text is read or refused within milliseconds", () => {
  const hostile = [
    '"' + "\\\\".repeat(32_000),
    "[" + "1,".repeat(32_000),
    "-".repeat(64_000),
    '{"' + "a".repeat(64_000),
  ];
  for (const text of hostile) {
    const from = performance.now();
    assert.throws(() => parseJson(bytes(text)), JsonError);
    assert.ok(performance.now() - from < 100);
  }
});

test("an error's path stays short, however long the keys are", () => {
  const key = "k".repeat(10_000);
  assert.ok(refusal(`{"${key}":{"${key}":{"${key}":{"${key}":{"${key}":!}}}}}`).path.length <= 256);
});
