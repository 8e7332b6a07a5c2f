// Proves that the ECB's file is read to the last digit, and that nothing else is taken for it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { ecbFile } from "../../testing/reference-rates.ts";
import { parseEcbFile } from "./ecb-file.ts";

describe("the ECB's daily file", () => {
  test("is read as it is published", () => {
    const day = parseEcbFile(ecbFile());
    assert.ok(typeof day === "object");
    assert.equal(day.date, "2026-11-24");
    assert.deepEqual(
      [...day.rates],
      [
        ["USD", "1.0843"],
        ["GBP", "0.83215"],
        ["RON", "5.0912"],
      ],
    );
  });

  test("may be written otherwise, as XML allows", () => {
    const other = `\uFEFF<?xml version='1.0'?><!-- a comment --><g:Envelope xmlns:g="x"><g:Cube><g:Cube  time = "2026-11-24"
      ><g:Cube rate="1.0843" currency="USD"></g:Cube></g:Cube></g:Cube></g:Envelope>\n`;
    const day = parseEcbFile(other);
    assert.ok(typeof day === "object", JSON.stringify(day));
    assert.deepEqual([day.date, [...day.rates]], ["2026-11-24", [["USD", "1.0843"]]]);
  });

  test("of any rates comes back digit for digit", () => {
    const rate = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.stringMatching(/^[0-9]{1,12}$/))
      .map(([whole, decimals]) => `${whole}.${decimals}`)
      .filter((text) => /[1-9]/.test(text));
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Z]{3}$/), rate, { minKeys: 1 }), (rates) => {
        const day = parseEcbFile(ecbFile(rates));
        assert.ok(typeof day === "object", JSON.stringify(day));
        assert.deepEqual(Object.fromEntries(day.rates), { ...rates });
      }),
    );
  });

  const file = ecbFile();
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>`;
  const wrong: readonly (readonly [what: string, text: string, says: RegExp])[] = [
    ["a document type", file.replace("<gesmes:Envelope", "<!DOCTYPE x><gesmes:Envelope"), /document type/],
    ["entities that grow", file.replace("<gesmes:Envelope", `${bomb}<gesmes:Envelope`), /document type/],
    ["an entity", file.replace("Reference rates", "&rates;"), /entity/],
    ["a numeric entity in a rate", file.replace("1.0843", "1&#46;0843"), /entity/],
    ["CDATA", file.replace("Reference rates", "<![CDATA[x]]>"), /CDATA/],
    ["a processing instruction", file.replace("<Cube>", "<?php x ?><Cube>"), /processing instruction/],
    ["a web page", "<html><body>Maintenance</body></html>", /envelope/],
    ["nothing", "", /no rates/],
    ["text", "rates", /not well-formed/],
    ["text before it", `x${file}`, /not well-formed|processing/],
    ["text after it", `${file}x`, /after the envelope/],
    ["two envelopes", file + file.replace(/^.*\n/, ""), /after the envelope/],
    ["half a file", file.slice(0, file.length / 2), /not well-formed|not closed/],
    ["an end that was no start", file.replace("</Cube>", "</Kube>"), /Kube/],
    ["an end with attributes", file.replace("</Cube>", "</Cube a='b'>"), /not well-formed/],
    ["a comment inside a name", file.replace("<Cube>", "<Cu<!-- -->be>"), /not well-formed/],
    ["no rates", ecbFile({}), /no rates/],
    ["a day that does not exist", ecbFile({ USD: "1.1" }, "2026-02-30"), /time/],
    ["no day", file.replace(/ time='[^']*'/, ""), /time/],
    ["a rate with a comma", ecbFile({ USD: "1,0843" }), /USD/],
    ["a rate of zero", ecbFile({ USD: "0.000" }), /USD/],
    ["a negative rate", ecbFile({ USD: "-1.1" }), /USD/],
    ["a rate as a float", ecbFile({ USD: "1e3" }), /USD/],
    ["no rate", file.replace(" rate='1.0843'", ""), /USD/],
    ["a name that is no code", ecbFile({ usd: "1.1" }), /usd/],
    ["a currency twice", file.replace("'GBP'", "'USD'"), /two rates of USD/],
    ["an attribute twice", file.replace("currency='USD'", "currency='USD' currency='EUR'"), /twice/],
    ["more than one day", file.replace("</Cube>\n\t</Cube>", "</Cube><Cube time='2026-11-23'/></Cube>"), /one day/],
    ["more than it can be", file + " ".repeat(1_000_000), /longer/],
  ];
  for (const [what, text, says] of wrong) {
    test(`with ${what} is refused`, () => assert.match(JSON.stringify(parseEcbFile(text)), says));
  }

  const noise = fc.string({ unit: fc.constantFrom(...Array.from("<>/='\" Cube!?-&é\u0000\uD800")), maxLength: 30 });
  test("that is anything at all is read or refused, in a moment", () => {
    fc.assert(
      fc.property(fc.nat(file.length), fc.nat(40), noise, (at, cut, text) => {
        const read = parseEcbFile(file.slice(0, at) + text + file.slice(at + cut));
        assert.ok(typeof read === "string" || read.rates.size > 0);
      }),
    );
    for (const hostile of [
      "<a ".repeat(300_000),
      `<a${" ".repeat(900_000)}`,
      "<!--".repeat(200_000),
      "<a>".repeat(300_000),
    ]) {
      const began = performance.now();
      assert.equal(typeof parseEcbFile(hostile), "string");
      assert.ok(performance.now() - began < 2_000);
    }
  });
});
