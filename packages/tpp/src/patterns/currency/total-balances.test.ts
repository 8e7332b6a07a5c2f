// Proves totals to the last digit against digits that Python's fractions gave, and that nothing that cannot be counted is
// counted as zero.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Balance, BalanceType } from "@tallystick/xs2a";
import { combineRates, convertMoney, ecbRates, totalBalances, type RateSource } from "../../index.ts";
import { createManualTime } from "../../testing/manual-time.ts";
import { bothRates, ecbFile } from "../../testing/reference-rates.ts";

const { clock } = createManualTime(new Date("2026-11-24T16:30:00Z"));
const rates = bothRates(clock);

function balance(amount: string, currency: string, balanceType: BalanceType = "interimAvailable"): Balance {
  return { balanceAmount: { amount, currency }, balanceType };
}

function account(...balances: Balance[]) {
  return { iban: `${balances[0]?.balanceAmount.currency}`, balances };
}

const household = [
  account(balance("1234.56", "EUR"), balance("9999.99", "EUR", "closingBooked")),
  account(balance("-20.01", "EUR", "closingBooked"), balance("7.77", "EUR", "expected")),
  account(balance("98765.43", "USD")),
  account(balance("0.01", "GBP")),
  account(balance("-4321.98", "GBP", "closingBooked")),
  account(balance("54321.09", "RON")),
  account(balance("777.77", "GEL")),
];
const treasury = [
  ["99999999999999.99", "EUR"],
  ["88888888888888.88", "USD"],
  ["77777777777777.77", "GBP"],
  ["66666666666666.66", "RON"],
  ["55555555555555.55", "GEL"],
].map(([amount = "", currency = ""]) => account(balance(amount, currency)));

describe("a total over EUR, USD, GBP, RON and GEL accounts", () => {
  const expected: readonly (readonly [base: string, household: string, treasury: string])[] = [
    ["EUR", "98024.04", "306168645428513.84"],
    ["RON", "499060.01", "1558765807605649.65"],
    ["GEL", "308882.82", "964789144865952.59"],
    ["USD", "106287.48", "331979364561323.21"],
    ["GBP", "81570.71", "254778238293337.79"],
  ];
  for (const [base, ofHousehold, ofTreasury] of expected) {
    test(`is exact in ${base}`, async () => {
      const small = await totalBalances(household, { base, rates, clock });
      assert.ok(small.outcome === "complete");
      assert.deepEqual(small.total, { amount: ofHousehold, currency: base });
      const large = await totalBalances(treasury, { base, rates, clock });
      assert.ok(large.outcome === "complete");
      assert.deepEqual(large.total, { amount: ofTreasury, currency: base });
      const backwards = await totalBalances(household.toReversed(), { base, rates, clock });
      assert.deepEqual("total" in backwards && backwards.total, small.total);
    });
  }

  test("says of each line its rate, its day and who published it", async () => {
    const totals = await totalBalances(household, { base: "RON", rates, clock });
    const line = totals.lines.find(({ amount }) => amount.currency === "GEL");
    assert.deepEqual(line, {
      entry: household[6],
      balanceType: "interimAvailable",
      amount: { amount: "777.77", currency: "GEL" },
      converted: { amount: "1256.60", currency: "RON" },
      legs: [
        {
          from: "GEL",
          to: "EUR",
          rate: "3.1512",
          by: "divided",
          date: "2026-11-24",
          source: "National Bank of Georgia",
        },
        {
          from: "EUR",
          to: "RON",
          rate: "5.0912",
          by: "multiplied",
          date: "2026-11-24",
          source: "European Central Bank",
        },
      ],
      freshness: "today",
    });
    assert.deepEqual(totals.byCurrency, [
      { amount: "1214.55", currency: "EUR" },
      { amount: "-4321.97", currency: "GBP" },
      { amount: "777.77", currency: "GEL" },
      { amount: "54321.09", currency: "RON" },
      { amount: "98765.43", currency: "USD" },
    ]);
  });

  test("is rounded once: 30 halves of a cent are 15 cents", async () => {
    const source: RateSource = ecbRates({
      readText: async () => ecbFile({ USD: "2", JPY: "160.00", KWD: "0.3" }),
      clock,
    });
    const options = { rates: source, clock };
    const cents = Array.from({ length: 30 }, () => account(balance("0.01", "USD")));
    const totals = await totalBalances(cents, { base: "EUR", ...options });
    assert.ok(totals.outcome === "complete");
    assert.equal(totals.total.amount, "0.15");
    // Each by itself is half a cent, which rounds to the even neighbour.
    assert.ok(totals.lines.every(({ converted }) => converted.amount === "0.00"));
    const digits = await totalBalances([account(balance("1.005", "EUR")), account(balance("10", "JPY"))], {
      base: "KWD",
      ...options,
    });
    // 1.005 × 0.3 + 10 / 160 × 0.3 = 0.32025
    assert.deepEqual("total" in digits && digits.total, { amount: "0.320", currency: "KWD" });
    const yen = await totalBalances([account(balance("0.01", "EUR"))], { base: "JPY", ...options });
    assert.deepEqual("total" in yen && yen.total, { amount: "2", currency: "JPY" });
  });
});

describe("the balance that counts", () => {
  const chosen = async (...balances: Balance[]) => {
    const totals = await totalBalances([account(...balances)], { base: "EUR", rates, clock });
    return totals.lines.map(({ amount, balanceType }) => `${balanceType} ${amount.amount} ${amount.currency}`);
  };

  test("is interimAvailable, then closingBooked, in each currency of the account", async () => {
    assert.deepEqual(
      await chosen(
        balance("1.00", "EUR", "closingBooked"),
        balance("2.00", "EUR"),
        balance("3.00", "USD", "closingBooked"),
        balance("4.00", "USD", "expected"),
      ),
      ["interimAvailable 2.00 EUR", "closingBooked 3.00 USD"],
    );
  });

  test("does not include a credit limit when there is one without, and is the newest", async () => {
    assert.deepEqual(
      await chosen(
        { ...balance("500.00", "EUR"), creditLimitIncluded: true, lastChangeDateTime: "2026-11-24T10:00:00Z" },
        { ...balance("1.00", "EUR"), lastChangeDateTime: "2026-11-23T10:00:00Z" },
        { ...balance("2.00", "EUR"), lastChangeDateTime: "2026-11-24T09:00:00Z" },
        balance("3.00", "EUR"),
      ),
      ["interimAvailable 2.00 EUR"],
    );
    assert.deepEqual(
      await chosen(
        { ...balance("1.00", "EUR", "closingBooked"), referenceDate: "2026-11-23" },
        { ...balance("2.00", "EUR", "closingBooked"), referenceDate: "2026-11-24" },
      ),
      ["closingBooked 2.00 EUR"],
    );
  });
});

describe("what cannot be counted", () => {
  test("is listed with its reason, and the rest is a partial total", async () => {
    const entries: { iban: string; balances?: Balance[] }[] = [
      account(balance("10.00", "EUR")),
      { iban: "none" },
      account(balance("1.00", "EUR", "expected")),
      account(balance("1,00", "EUR")),
      account(balance("1.00", "XXX")),
      account(balance("1.00", "UAH")),
    ];
    const totals = await totalBalances(entries, { base: "EUR", rates, clock });
    assert.ok(totals.outcome === "partial");
    assert.deepEqual(totals.total, { amount: "10.00", currency: "EUR" });
    assert.deepEqual(
      totals.missing.map(({ entry, reason, amount }) => [entries.indexOf(entry), reason, amount?.amount]),
      [
        [1, "no_balance", undefined],
        [2, "no_balance", "1.00"],
        [3, "bad_amount", "1,00"],
        [4, "unknown_currency", "1.00"],
        [5, "no_rate", "1.00"],
      ],
    );
  });

  test("by a stale rate says which", async () => {
    const later = createManualTime(new Date("2026-11-27T12:00:00Z")).clock;
    const totals = await totalBalances(household, { base: "EUR", rates: bothRates(later), clock: later });
    assert.ok(totals.outcome === "partial");
    // Georgia's rates hold four days, the ECB's one.
    assert.equal(totals.total.amount, "92544.83");
    assert.deepEqual(
      totals.missing.map(({ reason, amount, legs }) => [reason, amount?.currency, legs[0]?.date]),
      [
        ["stale_rate", "GBP", "2026-11-24"],
        ["stale_rate", "GBP", "2026-11-24"],
        ["stale_rate", "RON", "2026-11-24"],
      ],
    );
    // Dollars go the longer way round, by rates that are current.
    const dollars = totals.lines.find(({ amount }) => amount.currency === "USD");
    assert.deepEqual(
      dollars?.legs.map(({ from, to, source }) => `${from} ${to} ${source}`),
      ["USD GEL National Bank of Georgia", "GEL EUR National Bank of Georgia"],
    );
  });

  test("leaves no total when it is all there is", async () => {
    const down = ecbRates({ readText: () => Promise.reject(new Error("down")), clock });
    const totals = await totalBalances([account(balance("1.00", "USD"))], { base: "EUR", rates: down, clock });
    assert.deepEqual([totals.outcome, "total" in totals], ["none", false]);
    assert.deepEqual([totals.missing[0]?.reason, totals.failures[0]?.code], ["no_rate", "unreachable"]);
    assert.equal((await totalBalances([], { base: "EUR", rates, clock })).outcome, "none");
  });

  test("does not touch accounts in the base currency: they need no rate", async () => {
    const down = combineRates(ecbRates({ readText: () => Promise.reject(new Error("down")), clock }));
    const totals = await totalBalances([account(balance("1.00", "EUR"))], { base: "EUR", rates: down, clock });
    assert.deepEqual([totals.outcome, totals.failures], ["complete", []]);
  });

  test("nor is there a total in what is no currency", async () => {
    await assert.rejects(totalBalances([], { base: "XXX", rates, clock }), /XXX/);
    await assert.rejects(convertMoney({ amount: "1", currency: "EUR" }, "eur", { rates, clock }), /eur/);
    const convert = (amount: string, currency: string) => convertMoney({ amount, currency }, "EUR", { rates, clock });
    assert.equal((await convert("1,0", "USD")).outcome, "bad_amount");
    assert.equal((await convert("1.0", "XAU")).outcome, "unknown_currency");
    assert.equal((await convert("1.0", "UAH")).outcome, "no_rate");
  });
});
