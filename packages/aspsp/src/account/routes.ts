import type { Handlers } from "../wire/call.ts";
import { readBalances } from "./balances.ts";
import { readCardBalances } from "./card/balances.ts";
import { listCardAccounts } from "./card/list.ts";
import { readCardAccount } from "./card/read.ts";
import { listCardTransactions } from "./card/transactions.ts";
import type { AccountDeps } from "./deps.ts";
import { listAccounts } from "./list.ts";
import { readAccount } from "./read.ts";
import { readTransaction } from "./transaction.ts";
import { listTransactions } from "./transactions.ts";

/** The operations on accounts and card accounts, by the standard's names. */
export function accountHandlers(deps: AccountDeps) {
  return {
    getAccountList: (call) => listAccounts(deps, call),
    readAccountDetails: (call) => readAccount(deps, call),
    getBalances: (call) => readBalances(deps, call),
    getTransactionList: (call) => listTransactions(deps, call),
    getTransactionDetails: (call) => readTransaction(deps, call),
    getCardAccountList: (call) => listCardAccounts(deps, call),
    readCardAccountDetails: (call) => readCardAccount(deps, call),
    getCardAccountBalances: (call) => readCardBalances(deps, call),
    getCardAccountTransactionList: (call) => listCardTransactions(deps, call),
  } satisfies Partial<Handlers>;
}
