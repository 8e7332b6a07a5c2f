import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { mayOwnIban, searchBanks } from "./search.ts";

const bank = (name: string, bic: string, codes: string[], aliases: string[] = [], country = "RO") => ({
  name,
  bic,
  aliases,
  country,
  ibanBankCodes: codes,
});
const banks = [
  bank("Raiffeisen Bank Romania (sandbox)", "RZBRROBU", ["RZBR"], ["Raiffeisen", "RZB"]),
  bank("Banca Transilvania (sandbox)", "BTRLRO22", ["BTRL"], ["BT"]),
  bank("CEC Bank (sandbox)", "CECEROBU", ["CECE"], ["Casa de Economii și Consemnațiuni"]),
  bank("Libra Internet Bank (sandbox)", "BRELROBU", ["BREL"]),
  bank("Paysera LT (sandbox)", "EVIULT2V", ["35000"], [], "LT"),
];
const found = (query: string) => searchBanks(banks, query).map(({ bic }) => bic);

test("a bank is found by any part of its name, in any case, order and without accents", () => {
  assert.deepEqual(found("raiff"), ["RZBRROBU"]);
  assert.deepEqual(found("  TRANSILVANIA banca "), ["BTRLRO22"]);
  assert.deepEqual(found("libra int"), ["BRELROBU"]);
  assert.deepEqual(found("Économii si consemnatiuni"), ["CECEROBU"]);
  assert.deepEqual(found("bt"), ["BTRLRO22"]);
});

test("a wrong, missing, extra or swapped letter does not hide a bank", () => {
  for (const typed of ["raifeisen", "rayffeisen", "raiffeisenn", "riaffeisen", "raiffiesen bank"]) {
    assert.equal(found(typed)[0], "RZBRROBU", typed);
  }
  for (const typed of ["transylvania", "trnsilvania", "transilvana", "banka transilvania"]) {
    assert.equal(found(typed)[0], "BTRLRO22", typed);
  }
  for (const typed of ["pasyera", "paysra"]) assert.equal(found(typed)[0], "EVIULT2V", typed);
});

test("short words are taken at their word", () => {
  assert.deepEqual(found("xt"), []);
  assert.deepEqual(found("cec"), ["CECEROBU"]);
});

test("a bank is found by its BIC and by its country and code inside an IBAN, however it is spaced", () => {
  assert.deepEqual(found("RZBRROBU"), ["RZBRROBU"]);
  assert.deepEqual(found("btrlro"), ["BTRLRO22"]);
  assert.deepEqual(found("RO03 RZBR 0000 0699 9999 9999"), ["RZBRROBU"]);
  assert.deepEqual(found("ro42ceceag0202ron0007466"), ["CECEROBU"]);
  assert.deepEqual(found("LT12 3500 0100"), ["EVIULT2V"]);
  assert.deepEqual(found("RO42 CE"), ["CECEROBU"]);
});

test("nothing typed finds every bank in its order, nonsense finds none", () => {
  assert.deepEqual(
    found(""),
    banks.map(({ bic }) => bic),
  );
  assert.deepEqual(
    found(" ,.- "),
    banks.map(({ bic }) => bic),
  );
  assert.deepEqual(found("zzzzzz"), []);
});

test("every prefix of every bank's name finds it, while somebody types", () => {
  for (const { name, bic } of banks) {
    const first = name.split(" (")[0]!;
    for (let length = 2; length <= first.length; length += 1) {
      assert.ok(found(first.slice(0, length)).includes(bic), first.slice(0, length));
    }
  }
});

test("I9: any text is answered and finds banks of the list only", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (query) => {
      const result = searchBanks(banks, query);
      assert.ok(result.every((one) => banks.includes(one)));
    }),
  );
  assert.deepEqual(searchBanks(banks, "a".repeat(65_536)), []);
});

test("an IBAN of another bank of the same country is noticed", () => {
  assert.equal(mayOwnIban(banks[0]!, "RO03RZBR0000069999999999"), true);
  assert.equal(mayOwnIban(banks[1]!, "RO03RZBR0000069999999999"), false);
  assert.equal(mayOwnIban(banks[1]!, "LT427300010000000001"), true);
  assert.equal(mayOwnIban({ ...banks[1]!, ibanBankCodes: [] }, "RO03RZBR0000069999999999"), true);
});
