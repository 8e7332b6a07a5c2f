/** Proves: card accounts are read by the rules of payment accounts, and are none of them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Xs2aError } from "@tallystick/xs2a";
import { readBalances } from "../balances.ts";
import { listAccounts } from "../list.ts";
import { openAccounts, ronAccount } from "../testing/open-accounts.ts";
import { listCardAccounts } from "./list.ts";
import { listCardTransactions } from "./transactions.ts";

const card = { accountId: "a-card", maskedPan: "525412******3241", currency: "EUR" };
const cardAccount = { ...ronAccount, ...card, resourceId: "0195b3c4-0000-7000-8000-00000000000c", isCard: true };

test("a card account is no payment account, nor the other way round", async () => {
  const of = openAccounts();
  const { iban: _iban, ...given } = cardAccount;
  of.give({ accounts: [ronAccount, given] });
  of.spi.addCard("psu-alice", { ...card, name: "Credit card", ownerName: "Alice Example", creditLimit: 500_000n });
  const { cardAccounts } = (await listCardAccounts(of.deps, of.call("getCardAccountList", {}))).body;
  const cardBase = `https://localhost:4443/test_ro/xs2a/berlin/1.3/v1/card-accounts/${given.resourceId}`;
  assert.deepEqual(cardAccounts, [
    {
      resourceId: given.resourceId,
      maskedPan: card.maskedPan,
      currency: "EUR",
      name: "Credit card",
      debitAccounting: false,
      status: "enabled",
      creditLimit: { currency: "EUR", amount: "5000.00" },
      _links: {
        balances: { href: `${cardBase}/balances` },
        transactions: { href: `${cardBase}/transactions` },
      },
    },
  ]);
  const { accounts } = (await listAccounts(of.deps, of.call("getAccountList", {}))).body;
  assert.deepEqual(
    accounts.map(({ resourceId }) => resourceId),
    [ronAccount.resourceId],
  );
  const unknown = { code: "RESOURCE_UNKNOWN", status: 404 };
  await assert.rejects(readBalances(of.deps, of.call("getBalances", { "account-id": given.resourceId })), unknown);
  const query = { bookingStatus: "booked", dateFrom: "2026-01-01" };
  const wrong = of.call("getCardAccountTransactionList", { "account-id": ronAccount.resourceId }, query);
  await assert.rejects(listCardTransactions(of.deps, wrong), unknown);
});

test("card entries show what core banking says, debits negative, and come in pages", async () => {
  const of = openAccounts();
  const { iban: _iban, ...given } = cardAccount;
  of.give({ accounts: [given] });
  of.spi.addCard("psu-alice", { ...card, name: "Credit card", ownerName: "Alice Example" });
  const merchant = { merchant: "Shop", merchantCategoryCode: "5411", maskedPan: card.maskedPan, invoiced: false };
  const original = { amount: -200n, currency: "JPY" };
  of.spi.addCardEntry("a-card", {
    transactionDate: "2026-02-01",
    bookingDate: "2026-02-02",
    amount: -123n,
    ...merchant,
    original,
  });
  of.spi.addCardEntry("a-card", { transactionDate: "2026-02-03", bookingDate: "2026-02-04", amount: 5n });
  of.spi.addCardEntry("a-card", { transactionDate: "2026-02-05", amount: -7n });
  const read = async (query: Record<string, string>) => {
    const call = of.call("getCardAccountTransactionList", { "account-id": given.resourceId }, query);
    return (await listCardTransactions(of.deps, call)).body;
  };
  const query = { bookingStatus: "both", dateFrom: "2026-01-01", itemsPerPage: "1", withBalance: "true" };
  const first = await read(query);
  assert.deepEqual(first.cardAccount, { maskedPan: card.maskedPan, currency: "EUR" });
  assert.deepEqual([first.debitAccounting, first.balances?.length], [false, 1]);
  const { booked, pending, _links } = first.cardTransactions!;
  assert.deepEqual(
    booked?.map(({ bookingDate }) => bookingDate),
    ["2026-02-04"],
  );
  assert.deepEqual(
    pending?.map(({ transactionAmount }) => transactionAmount.amount),
    ["-0.07"],
  );
  const second = await read(Object.fromEntries(new URL(_links["next"]!.href).searchParams));
  assert.deepEqual(second.cardTransactions?.booked, [
    {
      cardTransactionId: second.cardTransactions?.booked?.[0]?.cardTransactionId,
      transactionDate: "2026-02-01",
      bookingDate: "2026-02-02",
      transactionAmount: { currency: "EUR", amount: "-1.23" },
      originalAmount: { currency: "JPY", amount: "-200" },
      transactionDetails: "Shop",
      merchantCategoryCode: "5411",
      maskedPAN: card.maskedPan,
      invoiced: false,
    },
  ]);
  assert.equal(second.cardTransactions?._links["next"], undefined);
  await assert.rejects(read({ bookingStatus: "all", dateFrom: "2026-01-01" }), (error) => {
    return error instanceof Xs2aError && error.code === "FORMAT_ERROR" && error.path === "bookingStatus";
  });
});
