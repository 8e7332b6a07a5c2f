import { dialectOf, type Dialect } from "../dialect/dialect.ts";
import type { ReadQuota } from "../dialect/quota.ts";
import type { CallContext } from "./call.ts";
import { checkingInput } from "./checked-input.ts";
import { accountOperations, type AccountOperations } from "./operations/accounts.ts";
import { consentOperations, type ConsentOperations } from "./operations/consents.ts";
import { fundsOperations, type FundsOperations } from "./operations/funds.ts";
import { paymentOperations, type PaymentOperations } from "./operations/payments.ts";
import { transactionOperations, type TransactionOperations } from "./operations/transactions.ts";
import type { HttpRequest } from "./transport.ts";

export type { CallOptions } from "./inputs.ts";
export type {
  CancelAnswer,
  InitiatedPayment,
  InitiatePaymentInput,
  PaymentReference,
  PaymentStatusAnswer,
} from "./operations/payments.ts";

export interface BankClientOptions {
  /** Up to but not including `/v1`, or the dialect's `basePath`: `https://bank.example/xs2a/berlin/1.3`. */
  readonly baseUrl: string;
  /** A transport with the TPP's certificate, as `createMutualTlsRequest` of `@tallystick/tpp/node` makes. */
  readonly request: HttpRequest;
  /** What this bank does otherwise than the standard. */
  readonly dialect?: Partial<Dialect>;
  /** Most pages of one report; default 500. A report that has more ends in BankError `page_limit`. */
  readonly maximumPages?: number;
  /**
   * Counts reads without a PSU by the dialect's `quota`; one too many is not sent (`quota_used`). Without it nothing is
   * counted here, and the bank answers 429.
   */
  readonly readQuota?: ReadQuota;
  /** For dates relative to today; the system's when absent. */
  readonly clock?: { now(): Date };
}

/** The operations of NextGenPSD2 1.3 on one bank. Every call rejects with BankError and nothing else. */
export type BankClient = PaymentOperations &
  ConsentOperations &
  AccountOperations &
  TransactionOperations &
  FundsOperations;

const maximumPagesDefault = 500;

/**
 * A client of one bank; it holds no connection of its own, and any number of calls may run at a time. Throws a TypeError
 * that names the option when `baseUrl` is no http(s) address or `maximumPages` no whole number above 0.
 */
export function createBankClient(options: BankClientOptions): BankClient {
  const { baseUrl, request, maximumPages = maximumPagesDefault, clock = { now: () => new Date() } } = options;
  const { readQuota } = options;
  check(baseUrl, maximumPages);
  const context: CallContext = {
    baseUrl,
    request,
    dialect: dialectOf(options.dialect),
    maximumPages,
    clock,
    readQuota,
  };
  return {
    ...checkingInput(paymentOperations(context)),
    ...checkingInput(consentOperations(context)),
    ...checkingInput(accountOperations(context)),
    ...transactionOperations(context),
    ...checkingInput(fundsOperations(context)),
  };
}

function check(baseUrl: string, maximumPages: number): void {
  const protocol = URL.canParse(baseUrl) ? new URL(baseUrl).protocol : undefined;
  if (protocol !== "https:" && protocol !== "http:") throw new TypeError("baseUrl is not an http(s) address");
  if (!Number.isInteger(maximumPages) || maximumPages < 1)
    throw new TypeError("maximumPages is not a whole number above 0");
}
