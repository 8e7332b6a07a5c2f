import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readShared } from "../testing/shared.ts";
import { checkText, isSepaText, textErrors, type TextError } from "./text.ts";
import { transliterateToSepa } from "./transliterate.ts";

const any = { max: 70, charset: "any" } as const;
const sepa = { max: 70, charset: "sepa" } as const;

const refused: readonly (readonly [value: unknown, code: TextError])[] = [
  [undefined, "not_text"],
  [null, "not_text"],
  [7, "not_text"],
  [["Ana"], "not_text"],
  ["Ana\ud800", "surrogate"],
  ["\udc00Ana", "surrogate"],
  ["\udc00\ud800", "surrogate"],
  ["Ana\u0000", "control"],
  ["Ana\n", "control"],
  ["Ana\tPop", "control"],
  ["Ana\u001b[31m", "control"],
  ["Ana\u007f", "control"],
  ["Ana\u0085", "control"],
  ["Ana\u2028Pop", "control"],
  ["Ana\u2029Pop", "control"],
  ["Ana\ufffe", "control"],
  ["Ana\ufdd0", "control"],
  ["Ana\u{1ffff}", "control"],
  ["Ana\u202egnp.exe", "bidi"],
  ["\u202aAna", "bidi"],
  ["\u202bAna", "bidi"],
  ["\u202cAna", "bidi"],
  ["\u202dAna", "bidi"],
  ["\u2066Ana", "bidi"],
  ["\u2067Ana", "bidi"],
  ["\u2068Ana", "bidi"],
  ["\u2069Ana", "bidi"],
  ["\u200eAna", "bidi"],
  ["\u200fAna", "bidi"],
  ["\u061cAna", "bidi"],
  ["An\u200ba", "invisible"],
  ["An\u200ca", "invisible"],
  ["An\u200da", "invisible"],
  ["An\u2060a", "invisible"],
  ["\ufeffAna", "invisible"],
  ["An\u00ada", "invisible"],
  ["An\u034fa", "invisible"],
  ["An\u3164a", "invisible"],
  ["An\u115fa", "invisible"],
  ["Ana\u{e0041}", "invisible"],
  ["Ana\ufe0f", "invisible"],
  ["Z\u0351\u036b\u0343\u036a\u0302", "combining"],
  [`a${"\u0301".repeat(40)}`, "combining"],
  ["", "empty"],
  ["   ", "empty"],
  ["\u00a0\u3000", "empty"],
  ["\u2800", "empty"],
  ["x".repeat(71), "too_long"],
  ["x".repeat(100_000), "too_long"],
  ["\u{1f600}".repeat(71), "too_long"],
];

test("I3: text that hides, reorders or floods is refused, with the reason", () => {
  for (const [value, code] of refused) {
    assert.deepEqual(checkText(value, any), { ok: false, code }, JSON.stringify(value)?.slice(0, 60));
    // The narrower set finds the same first: the reasons come in one order.
    assert.deepEqual(checkText(value, sepa), { ok: false, code });
  }
  const covered = new Set(refused.map(([, code]) => code));
  for (const code of textErrors) assert.ok(covered.has(code) || code === "charset", `no row shows ${code}`);
});

test("I3: real names are taken, in form C, counted in code points", () => {
  const names = [
    "Ștefan Ionescu",
    "Żółć Gęślą",
    "Βασίλης",
    "Иван Петров",
    "გიორგი",
    "محمد علي",
    "דוד כהן",
    "田中太郎",
    "Nguyễn",
    "😀 Ltd",
  ];
  for (const name of names) assert.deepEqual(checkText(name, any), { ok: true, value: name.normalize("NFC") });
  assert.deepEqual(checkText("S\u0326tefan", any), { ok: true, value: "\u0218tefan" });
  assert.deepEqual(checkText("\u{1f600}".repeat(70), any), { ok: true, value: "\u{1f600}".repeat(70) });
  assert.equal(checkText("e\u0301".repeat(70), any).ok, true);
});

test("I3: the SEPA set is Latin letters, digits and eleven signs", () => {
  assert.deepEqual(checkText("Az09 /-?:().,'+", sepa), { ok: true, value: "Az09 /-?:().,'+" });
  for (const name of ["Ștefan", "a&b", "a_b", "a@b", "€5", "a;b", "Иван", "a\u00a0b", "ﬁn", "Ａ"]) {
    assert.deepEqual(checkText(name, sepa), { ok: false, code: "charset" }, name);
  }
});

test("I3: transliteration keeps what can be read and ends in the SEPA set", () => {
  const table: readonly (readonly [string, string])[] = [
    ["Ștefan Ţăranu", "Stefan Taranu"],
    ["Łódź & Søn; Straße", "Lodz + Son, Strasse"],
    ["Þór Ægir Œuvre Đorđe", "THor AEgir OEuvre Dorde"],
    ["Иван Щербаков Йордан", "Ivan SHTerbakov Yordan"],
    ["Βασίλης Ψαρός", "Vasilis PSaros"],
    ["გიორგი ჭავჭავაძე", "giorgi chavchavadze"],
    ["“Quoted” – it’s {odd}_name~", ".Quoted. - it's (odd)-name-"],
    ["ﬁne Ⅷ ４２ m²", "fine VIII 42 m2"],
    ["100 € @ 5%", "100 EUR . 5."],
    ["line\nbreak\u00a0and\ttab", "line break and tab"],
    ["a\u200bb\u202ec\u0000d", "abcd"],
    ["\ud800x", ".x"],
    ["田中", ".."],
  ];
  for (const [text, expected] of table) assert.equal(transliterateToSepa(text), expected);
  assert.equal(transliterateToSepa("Щ".repeat(70), 70).length, 70);
});

test("I3: transliteration of any text is SEPA text, and SEPA text stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const result = transliterateToSepa(text);
      assert.ok(isSepaText(result), JSON.stringify(result));
      assert.equal(transliterateToSepa(result), result.replace(/ +/g, " "));
    }),
    { numRuns: 3_000 },
  );
});

test("I3: what is taken is normalised, visible and within the limit, whatever the text", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" })), (text) => {
      const result = checkText(text, any);
      if (!result.ok) return;
      assert.equal(result.value, result.value.normalize("NFC"));
      assert.ok(result.value.isWellFormed() && result.value.trim() !== "" && Array.from(result.value).length <= 70);
      assert.deepEqual(checkText(result.value, any), result);
    }),
    { numRuns: 3_000 },
  );
});

test("I3: every naughty string is either refused with a reason or taken unharmed", (t) => {
  const json = readShared(t, "vectors/text/blns.json");
  if (json === undefined) return;
  const strings = JSON.parse(json) as string[];
  assert.ok(strings.length > 400);
  let taken = 0;
  for (const text of strings) {
    const result = checkText(text, { max: 140, charset: "any" });
    if (result.ok) {
      taken += 1;
      assert.equal(result.value, text.normalize("NFC"));
      assert.doesNotMatch(result.value, /[\p{Control}\p{Bidi_Control}\p{Surrogate}]/u);
    }
    assert.ok(isSepaText(transliterateToSepa(text)));
  }
  assert.ok(taken > 200 && taken < strings.length);
});

test("I9: the checks of an evil text take no time to speak of", () => {
  const started = performance.now();
  for (const text of ["a\u0301\u0301\u0301\u0301 ".repeat(13_000), " ".repeat(65_536), "\u2800".repeat(65_536)]) {
    checkText(text, { max: 70_000, charset: "sepa" });
    transliterateToSepa(text);
  }
  assert.ok(performance.now() - started < 1_000);
});
