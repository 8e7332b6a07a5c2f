// Proves that what an aggregation lists apart is put together by bank and account, and can be added up as it then is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { totalBalances } from "../../index.ts";
import { aggregate } from "./aggregate.ts";
import { accountsWithBalances } from "./accounts-with-balances.ts";
import { account, balance, pretendBank } from "./testing/pretend-bank.ts";

test("each account has its own balances, those of the same name at another bank have theirs", async () => {
  const a = pretendBank("a", {
    accounts: [account("1"), account("2")],
    held: { "1": [balance("5.00"), balance("4.00", { balanceType: "closingBooked" })], "2": [balance("0.10")] },
  });
  const b = pretendBank("b", { accounts: [account("1")], held: { "1": [balance("7.00")] } });
  const put = accountsWithBalances(await aggregate([b, a]));
  assert.deepEqual(
    put.map(({ bankId, resourceId, balances }) => [
      bankId,
      resourceId,
      balances.map((one) => one.balanceAmount.amount),
    ]),
    [
      ["a", "1", ["5.00", "4.00"]],
      ["a", "2", ["0.10"]],
      ["b", "1", ["7.00"]],
    ],
  );
  const totals = await totalBalances(put, { base: "EUR", rates: { read: () => assert.fail("no rate is needed") } });
  assert.ok(totals.outcome === "complete");
  assert.deepEqual(totals.total, { amount: "12.10", currency: "EUR" });
});
