import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatIban, maskIban, parseIban, type IbanError } from "./iban.ts";

/** The example of each country in the IBAN registry. */
const examples =
  "AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741 AT611904300234573201 " +
  "AZ21NABZ00000000137010001944 BA391290079401028494 BE68539007547034 BG80BNBG96611020345678 BH67BMAG00001299123456 " +
  "BR1800360305000010009795493C1 BY13NBRB3600900000002Z00AB00 CH9300762011623852957 CR05015202001026284066 " +
  "CY17002001280000001200527600 CZ6508000000192000145399 DE89370400440532013000 DK5000400440116243 " +
  "DO28BAGR00000001212453611324 EE382200221020145685 EG380019000500000000263180002 ES9121000418450200051332 " +
  "FI2112345600000785 FO6264600001631634 FR1420041010050500013M02606 GB29NWBK60161331926819 GE29NB0000000101904917 " +
  "GI75NWBK000000007099453 GL8964710001000206 GR1601101250000000012300695 GT82TRAJ01020000001210029690 " +
  "HR1210010051863000160 HU42117730161111101800000000 IE29AIBK93115212345678 IL620108000000099999999 " +
  "IQ98NBIQ850123456789012 IS140159260076545510730339 IT60X0542811101000000123456 JO94CBJO0010000000000131000302 " +
  "KW81CBKU0000000000001234560101 KZ86125KZT5004100100 LB62099900000001001901229114 LC55HEMM000100010012001200023015 " +
  "LI21088100002324013AA LT121000011101001000 LU280019400644750000 LV80BANK0000435195001 MC5811222000010123456789030 " +
  "MD24AG000225100013104168 ME25505000012345678951 MK07250120000058984 MR1300020001010000123456753 " +
  "MT84MALT011000012345MTLCAST001S MU17BOMM0101101030300200000MUR NL91ABNA0417164300 NO9386011117947 " +
  "PK36SCBL0000001123456702 PL61109010140000071219812874 PS92PALS000000000400123456702 PT50000201231234567890154 " +
  "QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379 SA0380000000608010167519 " +
  "SC18SSCB11010000000000001497USD SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 " +
  "SM86U0322509800000000270100 ST23000100010051845310146 SV62CENR00000000000000700025 TL380080012345678910157 " +
  "TN5910006035183598478831 TR330006100519786457841326 UA213223130000026007233566001 VA59001123000012345678 " +
  "VG96VPVG0000012345678901 XK051212012345678906";
const documented = ["RO03RZBR0000069999999999", "RO10RZBR0000069999999970", "RO42CECEAG0202RON0007466"];
const valid = [...examples.split(" "), ...documented];

test("I2: the registry's examples and the documented sandbox accounts are IBANs", () => {
  for (const iban of valid) assert.deepEqual(parseIban(iban), { ok: true, iban }, iban);
});

test("I2: blanks between groups and small letters are typing; grouping reads back", () => {
  for (const iban of valid) {
    assert.deepEqual(parseIban(formatIban(iban).toLowerCase()), { ok: true, iban }, iban);
  }
  assert.equal(formatIban("RO49AAAA1B31007593840000"), "RO49 AAAA 1B31 0075 9384 0000");
  assert.equal(formatIban("NO9386011117947"), "NO93 8601 1117 947");
});

const sameClass = (character: string): string =>
  /[0-9]/.test(character) ? "0123456789" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

test("I2: every single wrong character and every swap of neighbours of the same kind is noticed", () => {
  for (const iban of valid) {
    for (let at = 2; at < iban.length; at += 1) {
      const here = iban.charAt(at);
      for (const other of sameClass(here)) {
        if (other === here) continue;
        const wrong = iban.slice(0, at) + other + iban.slice(at + 1);
        assert.equal(parseIban(wrong).ok, false, wrong);
      }
      const next = iban.charAt(at + 1);
      if (at === 3 || next === "" || next === here || !sameClass(here).includes(next)) continue;
      const swapped = iban.slice(0, at) + next + here + iban.slice(at + 2);
      assert.equal(parseIban(swapped).ok, false, swapped);
    }
  }
});

test("I2: the reason is told", () => {
  const table: readonly (readonly [unknown, IbanError])[] = [
    [undefined, "not_text"],
    [49, "not_text"],
    [["RO49AAAA1B31007593840000"], "not_text"],
    ["", "syntax"],
    ["RO", "syntax"],
    ["R049AAAA1B31007593840000", "syntax"],
    ["RO4OAAAA1B31007593840000", "syntax"],
    ["RО49AAAA1B31007593840000", "syntax"],
    ["RO49AAAA1B31007593840000\u200b", "syntax"],
    ["RO49\tAAAA1B31007593840000", "syntax"],
    ["RO49-AAAA-1B31-0075-9384-0000", "syntax"],
    ["ＲＯ49AAAA1B31007593840000", "syntax"],
    [`RO49${"A".repeat(31)}`, "syntax"],
    ["RO49".padEnd(100_000, "A"), "syntax"],
    ["US64SVBKUS6S3300958879", "country"],
    ["ZZ49AAAA1B31007593840000", "country"],
    ["RO49AAAA1B3100759384000", "length"],
    ["RO49AAAA1B310075938400000", "length"],
    ["RO4912341B31007593840000", "structure"],
    ["RO50AAAA1B31007593840000", "check_digits"],
    ["LT123456789012345678", "check_digits"],
    ["LT987654321098765432", "check_digits"],
  ];
  for (const [text, code] of table) assert.deepEqual(parseIban(text), { ok: false, code }, String(text).slice(0, 40));
});

test("F8: documented samples with wrong check digits count only where they are listed, exactly", () => {
  const samples = new Set(["LT123456789012345678", "LT987654321098765432"]);
  assert.deepEqual(parseIban("LT12 3456 7890 1234 5678", { samples }), { ok: true, iban: "LT123456789012345678" });
  assert.deepEqual(parseIban("LT123456789012345679", { samples }), { ok: false, code: "check_digits" });
  assert.deepEqual(parseIban("RO50AAAA1B31007593840000", { samples }), { ok: false, code: "check_digits" });
});

test("I2: no text makes the parser throw, and what it takes is in electronic form", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.stringMatching(/^[A-Z]{2}[0-9]{2}[A-Z0-9 ]{0,40}$/)),
      (text) => {
        const result = parseIban(text);
        if (result.ok) assert.match(result.iban, /^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$/);
      },
    ),
    { numRuns: 3_000 },
  );
});

test("a masked IBAN shows country, check digits and the last four", () => {
  assert.equal(maskIban("RO49AAAA1B31007593840000"), "RO49…0000");
  assert.equal(maskIban("RO49 AAAA 1B31 0075 9384 0000"), "RO49…0000");
  assert.equal(maskIban("RO49AAAA"), "…");
});
