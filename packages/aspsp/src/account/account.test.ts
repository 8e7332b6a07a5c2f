/** Proves: what a TPP reads of an account is what core banking says, to the last digit, and no more than the consent gives. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkShape, endpoints, formatAmount } from "@tallystick/xs2a";
import type { AccountBalance, AccountTransaction, StandingOrder } from "../spi/account-data.ts";
import type { PaymentAccount } from "../spi/spi.ts";
import { readBalances } from "./balances.ts";
import { listAccounts } from "./list.ts";
import { readAccount } from "./read.ts";
import { openAccounts, ronAccount, type OpenAccounts } from "./testing/open-accounts.ts";
import { readTransaction } from "./transaction.ts";
import { listTransactions } from "./transactions.ts";

const params = { "account-id": ronAccount.resourceId };
const base = `https://localhost:4443/test_ro/xs2a/berlin/1.3/v1/accounts/${ronAccount.resourceId}`;
const links = { balances: { href: `${base}/balances` }, transactions: { href: `${base}/transactions` } };

const list = async (of: OpenAccounts, query = {}) =>
  (await listAccounts(of.deps, of.call("getAccountList", {}, query))).body.accounts;
const report = async (of: OpenAccounts, query: Record<string, string>) =>
  (await listTransactions(of.deps, of.call("getTransactionList", params, query))).body;

/** The PSU's accounts as core banking has them from now on. */
function hold(of: OpenAccounts, change: Partial<PaymentAccount>): PaymentAccount {
  const account: PaymentAccount = {
    accountId: "a-ron",
    iban: ronAccount.iban!,
    currency: "RON",
    name: "Current account",
    ownerName: "Alice Example",
    available: 100_000n,
    ...change,
  };
  of.spi.accounts = async () => [account];
  return account;
}

test("an account shows all that core banking tells of it, and links to what the consent gives", async () => {
  const of = openAccounts();
  hold(of, { product: "Gold", bic: "AAAAROBU", cashAccountType: "CACC", usage: "PRIV", name: "x".repeat(80) });
  const [account] = await list(of);
  assert.deepEqual(account, {
    resourceId: ronAccount.resourceId,
    iban: ronAccount.iban,
    currency: "RON",
    name: "x".repeat(70),
    product: "Gold",
    cashAccountType: "CACC",
    status: "enabled",
    bic: "AAAAROBU",
    usage: "PRIV",
    _links: links,
  });
  of.give({ accounts: [{ ...ronAccount, balances: false }], ownerName: true });
  const [narrow] = await list(of, { withBalance: "true" });
  assert.deepEqual(
    [narrow?._links, narrow?.balances, narrow?.ownerName],
    [{ transactions: links.transactions }, undefined, "Alice Example"],
  );
  const { account: one } = (await readAccount(of.deps, of.call("readAccountDetails", params))).body;
  assert.deepEqual(one, narrow);
  of.give({ accounts: [{ ...ronAccount, balances: false, transactions: false }] });
  assert.equal((await list(of))[0]?._links, undefined);
});

test("a bank without owner names, and a consent that did not ask for them, show none", async () => {
  const of = openAccounts();
  hold(of, {});
  assert.equal((await list(of))[0]?.ownerName, undefined);
  of.give({ ownerName: true });
  const deps = { ...of.deps, profile: { ...of.deps.profile, ownerName: false } };
  const { accounts } = (await listAccounts(deps, of.call("getAccountList", {}))).body;
  assert.equal(accounts[0]?.ownerName, undefined);
});

test("a consent to the list alone names no resource and links to nothing", async () => {
  const of = openAccounts();
  hold(of, {});
  of.give({ kind: "availableAccountsWithBalance", accounts: [{ ...ronAccount, transactions: false }] });
  const [account] = await list(of, { withBalance: "true" });
  assert.deepEqual([account?.resourceId, account?._links, account?.balances?.length], [undefined, undefined, 1]);
  of.give({ kind: "availableAccounts", accounts: [{ ...ronAccount, balances: false, transactions: false }] });
  assert.equal((await list(of, { withBalance: "true" }))[0]?.balances, undefined);
});

test("an empty list is a list, and what the PSU no longer holds is left out of it", async () => {
  const of = openAccounts();
  of.spi.accounts = async () => [];
  assert.deepEqual(await list(of), []);
  of.give({ accounts: [] });
  assert.deepEqual(await list(of), []);
});

test("I1: amounts are shown to the last digit of their currency, debits negative", async () => {
  const of = openAccounts();
  const amounts: [bigint, string, string][] = [
    [-1n, "RON", "-0.01"],
    [0n, "RON", "0.00"],
    [99_999_999_999_999_99n, "EUR", "99999999999999.99"],
    [-123_456n, "JPY", "-123456"],
    [1n, "JPY", "1"],
    [-1_005n, "KWD", "-1.005"],
    [9_007_199_254_740_993n, "KWD", "9007199254740.993"],
  ];
  const balances = amounts.map(([amount, currency]): AccountBalance => ({ type: "interimBooked", amount, currency }));
  of.spi.setBalances("a-ron", balances);
  const today = of.clock.now().toISOString().slice(0, 10);
  for (const [amount, currency] of amounts) {
    of.spi.book("a-ron", { bookingDate: today, amount, currency, balanceAfter: amount });
  }
  const shown = (await readBalances(of.deps, of.call("getBalances", params))).body;
  assert.deepEqual(shown.account, { iban: ronAccount.iban, currency: "RON" });
  const { transactions } = await report(of, { bookingStatus: "booked", dateFrom: today });
  const entries = transactions!.booked!.toReversed();
  for (const [at, [amount, currency, text]] of amounts.entries()) {
    assert.equal(formatAmount(amount, currency), text);
    assert.deepEqual(shown.balances[at]?.balanceAmount, { currency, amount: text });
    assert.deepEqual(entries[at]?.transactionAmount, { currency, amount: text });
    assert.deepEqual(entries[at]?.balanceAfterTransaction?.balanceAmount, { currency, amount: text });
  }
});

const entry: Partial<AccountTransaction> = {
  transactionId: "t/1",
  entryReference: "e1",
  valueDate: "2026-02-03",
  creditor: { name: "Shop", iban: "RO10RZBR0000069999999970", bic: "RZBRROBU" },
  debtor: { name: "Alice", iban: ronAccount.iban!, bic: "TESTROBU" },
  endToEndId: "E2E",
  mandateId: "M1",
  creditorId: "C1",
  remittance: "Order 1",
  creditorReference: "RF18539007547034",
  purposeCode: "GDDS",
  bankTransactionCode: "PMNT-ICDT-ESCT",
  proprietaryCode: "TRF",
  additionalInformation: "By phone",
};
const shownEntry = {
  transactionId: "t/1",
  entryReference: "e1",
  bookingDate: "2026-02-02",
  valueDate: "2026-02-03",
  transactionAmount: { currency: "RON", amount: "-12.50" },
  creditorName: "Shop",
  creditorAccount: { iban: "RO10RZBR0000069999999970" },
  creditorAgent: "RZBRROBU",
  debtorName: "Alice",
  debtorAccount: { iban: ronAccount.iban },
  debtorAgent: "TESTROBU",
  endToEndId: "E2E",
  mandateId: "M1",
  creditorId: "C1",
  remittanceInformationUnstructured: "Order 1",
  remittanceInformationStructured: "RF18539007547034",
  purposeCode: "GDDS",
  bankTransactionCode: "PMNT-ICDT-ESCT",
  proprietaryBankTransactionCode: "TRF",
  additionalInformation: "By phone",
};

test("an entry shows every member that core banking knows, in the list and alone", async () => {
  const of = openAccounts();
  of.spi.book("a-ron", { ...entry, bookingDate: "2026-02-02", amount: -1_250n });
  const { transactions } = await report(of, { bookingStatus: "booked", dateFrom: "2026-02-01" });
  const details = { transactionDetails: { href: `${base}/transactions/t%2F1` } };
  assert.deepEqual(transactions!.booked, [{ ...shownEntry, _links: details }]);
  const call = of.call("getTransactionDetails", { ...params, transactionId: "t/1" });
  const { body } = await readTransaction(of.deps, call);
  assert.deepEqual(body, { transactionsDetails: { transactionDetails: shownEntry } });
  of.give({ historyFrom: "2026-02-03" });
  await assert.rejects(readTransaction(of.deps, call), { code: "PERIOD_INVALID", status: 400 });
  const unknown = of.call("getTransactionDetails", { ...params, transactionId: "no'; drop table entry; --" });
  await assert.rejects(readTransaction(of.deps, unknown), { code: "RESOURCE_UNKNOWN", status: 404 });
});

test("a text longer than its member is cut between characters, a remittance goes on in its array", async () => {
  const of = openAccounts();
  const remittance = `${"r".repeat(139)}😀${"s".repeat(200)}`;
  const today = of.clock.now().toISOString().slice(0, 10);
  const creditor = { name: `${"n".repeat(69)}😀` };
  of.spi.book("a-ron", { bookingDate: today, amount: 1n, remittance, creditor });
  const answer = await report(of, { bookingStatus: "booked", dateFrom: today });
  assert.ok(checkShape(endpoints.getTransactionList.responses[200], answer).ok);
  const [shown] = answer.transactions!.booked!;
  assert.equal(shown?.creditorName, "n".repeat(69));
  assert.equal(shown?.remittanceInformationUnstructured, "r".repeat(139));
  assert.equal(shown?.remittanceInformationUnstructuredArray?.join(""), remittance);
});

test("balances come with a report where asked for and given, with the first page alone", async () => {
  const of = openAccounts();
  const today = of.clock.now().toISOString().slice(0, 10);
  for (let n = 0; n < 3; n++) of.spi.book("a-ron", { bookingDate: today, amount: 1n });
  const query = { bookingStatus: "booked", dateFrom: today, withBalance: "true", itemsPerPage: "2" };
  const first = await report(of, query);
  assert.deepEqual(first.balances?.[0]?.balanceAmount, { currency: "RON", amount: "1000.00" });
  const next = Object.fromEntries(new URL(first.transactions!._links["next"]!.href).searchParams);
  assert.equal((await report(of, next)).balances, undefined);
  of.give({ accounts: [{ ...ronAccount, balances: false }] });
  assert.equal((await report(of, query)).balances, undefined);
});

test("information lists standing orders, core banking's own and those made through this interface", async () => {
  const of = openAccounts();
  const order: StandingOrder = {
    transactionId: "so-1",
    amount: 10_000n,
    currency: "RON",
    creditor: { name: "Landlord", iban: "RO10RZBR0000069999999970" },
    remittance: "Rent",
    startDate: "2026-01-01",
    endDate: "2027-01-01",
    frequency: "Monthly",
    executionRule: "following",
    dayOfExecution: "31",
  };
  of.spi.addStandingOrder("a-ron", order);
  of.standingPayments.push({
    ...order,
    transactionId: "p-1",
    frequency: "MonthlyVariable",
    monthsOfExecution: ["1", "7"],
  });
  const { transactions } = await report(of, { bookingStatus: "information" });
  const [kept, ours] = transactions!.information!;
  assert.deepEqual(kept, {
    transactionId: "so-1",
    transactionAmount: { currency: "RON", amount: "100.00" },
    creditorName: "Landlord",
    creditorAccount: { iban: "RO10RZBR0000069999999970" },
    remittanceInformationUnstructured: "Rent",
    additionalInformationStructured: {
      standingOrderDetails: {
        startDate: "2026-01-01",
        frequency: "Monthly",
        endDate: "2027-01-01",
        executionRule: "following",
        dayOfExecution: "31",
      },
    },
  });
  assert.deepEqual(ours?.additionalInformationStructured?.standingOrderDetails.monthsOfExecution, ["1", "7"]);
  assert.deepEqual(
    [transactions!.booked, transactions!.pending, transactions!._links["next"]],
    [undefined, undefined, undefined],
  );
  const all = await report(of, { bookingStatus: "all", dateFrom: "2026-01-01" });
  const { booked, pending, information } = all.transactions!;
  assert.deepEqual([booked, pending, information?.length], [[], [], 2]);
});

test("a blocked account is listed without links and is RESOURCE_BLOCKED everywhere else", async () => {
  const of = openAccounts();
  hold(of, { status: "blocked" });
  of.spi.balances = async () => undefined;
  of.spi.transactions = async () => undefined;
  of.spi.transaction = async () => undefined;
  of.spi.standingOrders = async () => undefined;
  const [account] = await list(of, { withBalance: "true" });
  assert.deepEqual([account?.status, account?._links, account?.balances], ["blocked", undefined, undefined]);
  const blocked = { code: "RESOURCE_BLOCKED", status: 400 };
  const { deps, call } = of;
  await assert.rejects(readAccount(deps, call("readAccountDetails", params)), blocked);
  await assert.rejects(readBalances(deps, call("getBalances", params)), blocked);
  const details = call("getTransactionDetails", { ...params, transactionId: "1" });
  await assert.rejects(readTransaction(deps, details), blocked);
  for (const bookingStatus of ["booked", "pending", "both", "information", "all"]) {
    await assert.rejects(report(of, { bookingStatus, dateFrom: "2026-01-01" }), blocked, bookingStatus);
  }
  // The same account, no longer the PSU's.
  of.spi.accounts = async () => [];
  await assert.rejects(readBalances(deps, call("getBalances", params)), { code: "RESOURCE_UNKNOWN", status: 404 });
  await assert.rejects(readAccount(deps, call("readAccountDetails", params)), { code: "RESOURCE_UNKNOWN" });
});
