import {
  AccountAnswer,
  AccountList,
  BalanceList,
  CardAccountAnswer,
  CardAccountList,
  CardBalanceList,
} from "../account.ts";
import { CardTransactionReport, TransactionAnswer, TransactionReport } from "../transaction.ts";
import { underConsent, type EndpointRow } from "./row.ts";

const account = "/v1/accounts/{account-id}";
const cardAccount = "/v1/card-accounts/{account-id}";
const common = { role: "PSP_AI", subject: "account", method: "GET", headers: underConsent } as const;
const ofCards = { ...common, subject: "card-account" } as const;

/** Rows 13 to 21 of the contract: account and card account information. */
export const accountEndpoints = {
  getAccountList: {
    ...common,
    operationId: "getAccountList",
    path: "/v1/accounts",
    responses: { 200: AccountList },
  },
  readAccountDetails: {
    ...common,
    operationId: "readAccountDetails",
    path: account,
    responses: { 200: AccountAnswer },
  },
  getBalances: {
    ...common,
    operationId: "getBalances",
    path: `${account}/balances`,
    responses: { 200: BalanceList },
  },
  getTransactionList: {
    ...common,
    operationId: "getTransactionList",
    path: `${account}/transactions`,
    responses: { 200: TransactionReport },
  },
  getTransactionDetails: {
    ...common,
    operationId: "getTransactionDetails",
    path: `${account}/transactions/{transactionId}`,
    responses: { 200: TransactionAnswer },
  },
  getCardAccountList: {
    ...ofCards,
    operationId: "getCardAccountList",
    path: "/v1/card-accounts",
    responses: { 200: CardAccountList },
  },
  readCardAccountDetails: {
    ...ofCards,
    operationId: "readCardAccountDetails",
    path: cardAccount,
    responses: { 200: CardAccountAnswer },
  },
  getCardAccountBalances: {
    ...ofCards,
    operationId: "getCardAccountBalances",
    path: `${cardAccount}/balances`,
    responses: { 200: CardBalanceList },
  },
  getCardAccountTransactionList: {
    ...ofCards,
    operationId: "getCardAccountTransactionList",
    path: `${cardAccount}/transactions`,
    responses: { 200: CardTransactionReport },
  },
} as const satisfies Record<string, EndpointRow>;
