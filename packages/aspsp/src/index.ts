export { createBank, type Bank, type BankOptions } from "./bank.ts";
export { bankMigrations } from "./migrations/index.ts";
export type { BankSchema } from "./migrations/schema.ts";
export type { BankProfile, Brand } from "./profile.ts";
export { serveBank, type Door, type ServeBankOptions, type ServedBank, type TlsFiles } from "./serve-bank.ts";
export type {
  AccountBalance,
  AccountData,
  AccountKey,
  AccountTransaction,
  CardAccount,
  CardEntry,
  CardTransactionPage,
  NamedAccount,
  Party,
  StandingOrder,
  TransactionPage,
  TransactionQuery,
} from "./spi/account-data.ts";
export type {
  AuthenticatedPsu,
  CoreBanking,
  ExecutableOrder,
  ExecutionOutcome,
  PaymentAccount,
  PaymentCheck,
  PaymentCheckCode,
  PaymentOrder,
  ScaMessage,
  ScaMethod,
  ScaMethodType,
} from "./spi/spi.ts";
