import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { foldText, tokensOf } from "./normalise.ts";

const written: readonly (readonly [text: string, tokens: string])[] = [
  ["OMV2034 București", "omv 2034 bucuresti"],
  ["Žemaitijos pienas, UAB", "zemaitijos pienas uab"],
  ["Müller GmbH & Co. KG", "muller gmbh & co kg"],
  ["სუპერმარკეტი ნიკორა", "supermarketi nikora"],
  ["ᲜᲘᲙᲝᲠᲐ", "nikora"],
  ["Магнит Экспресс", "magnit ekspress"],
  ["H&M", "h & m"],
  ["H & M Hennes", "h & m hennes"],
  ["McDonald's 114", "mcdonalds 114"],
  ["Levi’s", "levis"],
  ["DONA FARM S.R.L.", "dona farm srl"],
  ["H. M. Müller", "h m muller"],
  ["1&1 Telecom", "1 & 1 telecom"],
  ["Booking.com*NL", "booking com nl"],
  ["  ", ""],
  ["💶 LIDL 💶", "lidl"],
];
for (const [text, tokens] of written)
  test(`${JSON.stringify(text)} has the tokens ${tokens}`, () => assert.equal(tokensOf(text).join(" "), tokens));

test("whatever the text, tokens are small letters, digits or joiners, and reading them again changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const tokens = tokensOf(text);
      for (const token of tokens) assert.match(token, /^(?:[a-z]+|[0-9]+|[&+])$/);
      const spaced = tokens.join(" ");
      assert.deepEqual(tokensOf(spaced), tokens);
    }),
  );
});

test("folding leaves ASCII as it is but for capitals", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
      const plain = text.replaceAll(".", " ");
      assert.equal(foldText(plain), plain.toLowerCase());
    }),
  );
});

test("a text of a megabyte is read no further than its first lines", () => {
  assert.ok(tokensOf("lidl ".repeat(200_000)).length <= 120);
});
