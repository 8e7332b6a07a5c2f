// Proves that what several banks give comes back whole, tagged and in one order whichever answers first, and that
// whatever a bank does is a failure with its name.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Balance } from "@tallystick/xs2a";
import { OAuthError } from "../../oauth/oauth-error.ts";
import { aggregate } from "./aggregate.ts";
import type { Aggregation, BankConnection } from "./aggregation.ts";
import { account, balance, booked, failed, pretendBank, refusal } from "./testing/pretend-bank.ts";

const ids = ({ transactions }: Aggregation) =>
  transactions.map(({ bankId, transactionId }) => `${bankId} ${transactionId}`);
describe("what banks give", () => {
  test("is tagged with bank, consent and account", async () => {
    const one = pretendBank("rzb", {
      held: { a1: [balance("5.00")] },
      entries: { a1: [booked("t1", "2026-11-01")] },
    });
    const { accounts, balances, transactions, failures } = await aggregate([one]);
    const tag = { bankId: "rzb", consentId: "consent-rzb", account: { id: "a1", iban: "LTa1", currency: "EUR" } };
    assert.deepEqual(accounts, [{ ...account("a1"), ...tag, withheld: [] }]);
    assert.deepEqual(balances, [{ ...balance("5.00"), ...tag }]);
    assert.deepEqual(transactions, [{ ...booked("t1", "2026-11-01"), ...tag }]);
    assert.deepEqual(failures, []);
  });

  test("is newest first; of one day by bank, account and the bank's own order; undated entries are of now", async () => {
    const day = "2026-11-02";
    const b = pretendBank("b", {
      accounts: [account("2"), account("1")],
      entries: {
        "1": [booked("z", day), booked("a", day), booked("old", "2026-10-31")],
        "2": [booked("y", day), booked("pending")],
      },
    });
    const a = pretendBank("a", { entries: { a1: [booked("x", day), booked("new", "2026-11-03"), booked("held")] } });
    const expected = ["a held", "b pending", "a new", "a x", "b z", "b a", "b y", "b old"];
    assert.deepEqual(ids(await aggregate([b, a])), expected);
    assert.deepEqual(ids(await aggregate([a, b])), expected);
  });

  test("takes the value date where there is no booking date, and a balance's day from its date or its last change", async () => {
    const valued = { ...booked("valued"), valueDate: "2026-11-05" };
    const one = pretendBank("rzb", {
      entries: { a1: [booked("t", "2026-11-04"), valued] },
      held: {
        a1: [
          balance("1", { referenceDate: "2026-11-01" }),
          balance("2", { lastChangeDateTime: "2026-11-03T22:00:00Z" }),
          balance("3"),
        ],
      },
    });
    const answer = await aggregate([one]);
    assert.deepEqual(ids(answer), ["rzb valued", "rzb t"]);
    assert.deepEqual(
      answer.balances.map(({ balanceAmount }) => balanceAmount.amount),
      ["3", "2", "1"],
    );
  });

  test("an IBAN with two currencies is two accounts, in the order of the currencies", async () => {
    const both = [account("r2", { iban: "LT1", currency: "USD" }), account("r1", { iban: "LT1", currency: "EUR" })];
    const { accounts } = await aggregate([pretendBank("rzb", { accounts: both })]);
    assert.deepEqual(
      accounts.map(({ account }) => account.currency),
      ["EUR", "USD"],
    );
  });

  test("what the bank's links withhold is not asked for, and told; where links say nothing, all is asked for", async () => {
    const accounts = [
      account("1", { _links: { balances: { href: "https://bank.example/b" } } }),
      account("2", { _links: {}, status: "blocked" }),
      account("3"),
      account("4", { _links: { self: { href: "https://bank.example/4" } } }),
    ];
    const one = pretendBank("rzb", { accounts });
    const answer = await aggregate([one]);
    assert.deepEqual(
      answer.accounts.map(({ withheld }) => withheld),
      [["transactions"], ["getBalances", "transactions"], [], []],
    );
    const asked = one.asked.filter(({ operation }) => operation !== "listAccounts");
    assert.deepEqual(
      asked.map(({ operation, input }) => `${operation} ${input.accountId}`),
      ["getBalances 1", "getBalances 3", "transactions 3", "getBalances 4", "transactions 4"],
    );
    assert.deepEqual(answer.failures, []);
  });

  test("each call carries the consent, the token, the present user and the period", async () => {
    const one = { ...pretendBank("rzb"), accessToken: async () => "fresh" };
    const psu = { ipAddress: "192.0.2.7" };
    await aggregate([one], { psu, dateFrom: "2026-11-01", bookingStatus: "booked" });
    for (const { input } of one.asked) {
      assert.deepEqual([input.consentId, input.accessToken, input.psu], ["consent-rzb", "fresh", psu]);
      assert.ok(input.signal instanceof AbortSignal);
    }
    const { dateFrom, dateTo, bookingStatus } = one.asked.at(-1)!.input;
    assert.deepEqual([dateFrom, dateTo, bookingStatus], ["2026-11-01", undefined, "booked"]);
  });
});

describe("what banks do not give", () => {
  test("is named with bank, account, operation and code, and keeps back nothing else", async () => {
    const good = pretendBank("good", { entries: { a1: [booked("t", "2026-11-01")] } });
    const expired = pretendBank("expired", { listAccounts: () => Promise.reject(refusal("CONSENT_EXPIRED", 401)) });
    const half = pretendBank("half", {
      accounts: [account("1"), account("2")],
      held: { "2": [balance("7")] },
      getBalances: async ({ accountId }) => {
        if (accountId === "1") throw refusal("ACCESS_EXCEEDED", 429);
        return { balances: [balance("7")] };
      },
      async *transactions({ accountId }) {
        yield booked(`${accountId}-first`, "2026-11-01");
        if (accountId === "2") throw refusal("ACCESS_EXCEEDED", 429);
      },
    });
    const answer = await aggregate([half, expired, good]);
    assert.deepEqual(failed(answer), [
      ["expired", undefined, "listAccounts", "CONSENT_EXPIRED"],
      ["half", "1", "getBalances", "ACCESS_EXCEEDED"],
      ["half", "2", "transactions", "ACCESS_EXCEEDED"],
    ]);
    const [, limited] = answer.failures;
    assert.deepEqual([limited?.status, limited?.retryable, limited?.requestId], [429, true, "r1"]);
    assert.equal(limited?.consentId, "consent-half");
    // Half a report would be taken for all of it.
    assert.deepEqual(ids(answer), ["good t", "half 1-first"]);
    assert.equal(answer.balances.length, 1);
  });

  test("a token that cannot be had ends that bank, and the code says why", async () => {
    const accessToken = (): Promise<string> => Promise.reject(new OAuthError("invalid_grant", "the token was revoked"));
    const lost = { ...pretendBank("lost"), accessToken };
    const answer = await aggregate([lost, pretendBank("good")]);
    assert.deepEqual(failed(answer), [["lost", undefined, "accessToken", "invalid_grant"]]);
    assert.deepEqual([lost.asked, answer.accounts.length], [[], 1]);
  });

  test("an error of no kind, thrown at once, is still only that bank's", async () => {
    const odd = pretendBank("odd", {
      getBalances: () => {
        throw new RangeError("a bug");
      },
    });
    const answer = await aggregate([odd]);
    assert.deepEqual(failed(answer), [["odd", "a1", "getBalances", "unknown"]]);
    assert.ok(answer.failures[0]?.error instanceof RangeError);
  });
});

test("a client that answers what is no object fails alone, read by read", async () => {
  const nothing = [null] as never;
  const odd = pretendBank("odd", { listAccounts: async () => nothing });
  const half = pretendBank("half", { getBalances: async () => ({ balances: nothing }), entries: { a1: nothing } });
  const answer = await aggregate([odd, half, pretendBank("good")]);
  assert.deepEqual(failed(answer), [
    ["half", "a1", "getBalances", "unknown"],
    ["half", "a1", "transactions", "unknown"],
    ["odd", undefined, "listAccounts", "unknown"],
  ]);
  assert.equal(answer.accounts.length, 2);
});

test("at each bank no more calls run than it is given lanes, and the banks do not wait for each other", async () => {
  let running = 0;
  let most = 0;
  const busy = async (): Promise<{ balances: Balance[] }> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return { balances: [] };
  };
  const accounts = Array.from({ length: 60 }, (_, n) => account(String(n)));
  const answer = await aggregate([pretendBank("b", { accounts, getBalances: busy })], { concurrency: 3 });
  assert.deepEqual([answer.failures, answer.accounts.length], [[], 60]);
  assert.ok(most > 1 && most <= 3, String(most));
});

describe("bad input is named before anything is sent", () => {
  const rows: [string, BankConnection[], Parameters<typeof aggregate>[1], RegExp][] = [
    ["a bank twice", [pretendBank("a"), pretendBank("a")], {}, /connections\[1\]\.bankId: a is there twice/],
    ["no bank id", [pretendBank("")], {}, /connections\[0\]\.bankId/],
    ["no consent", [{ ...pretendBank("a"), consentId: "" }], {}, /connections\[0\]\.consentId/],
    ["no such day", [pretendBank("a")], { dateFrom: "2026-02-30" }, /dateFrom/],
    ["no time", [pretendBank("a")], { deadlineMs: 0 }, /deadlineMs/],
    ["a deadline that is no number", [pretendBank("a")], { deadlineMs: Number.NaN }, /deadlineMs/],
    ["a missing bank id", [{ ...pretendBank("a"), bankId: undefined as never }], {}, /connections\[0\]\.bankId/],
    ["a missing consent", [{ ...pretendBank("a"), consentId: undefined as never }], {}, /connections\[0\]\.consentId/],
    ["a deadline as text", [pretendBank("a")], { deadlineMs: "5" as never }, /deadlineMs/],
    ["half a lane", [pretendBank("a")], { concurrency: 0.5 }, /concurrency/],
  ];
  for (const [what, connections, options, message] of rows) {
    test(what, async () => {
      await assert.rejects(aggregate(connections, options), { name: "TypeError", message });
      assert.ok(connections.every((one) => (one as ReturnType<typeof pretendBank>).asked.length === 0));
    });
  }
});
