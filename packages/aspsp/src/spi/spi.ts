import type { AccountData } from "./account-data.ts";

/**
 * The port to core banking: what a bank implements so that the XS2A interface can stand before its systems.
 *
 * Money is `bigint` minor units of the named currency; IBANs are in the electronic form without blanks. Every method may
 * be called in parallel and more than once. A rejected promise means "core banking could not answer": the caller
 * repeats `execute` later and answers anything else with an error. `coreBankingContract` is the suite that every
 * implementation passes.
 */
export interface CoreBanking extends AccountData {
  /**
   * Checks a PSU's login and secret. Undefined when they do not fit; an unknown login costs as much time as a wrong
   * secret, so that the answer does not tell which it was.
   */
  authenticatePsu(login: string, secret: string): Promise<AuthenticatedPsu | undefined>;
  /** The PSU's methods of strong customer authentication, in the order in which they are offered. */
  scaMethods(psuId: string): Promise<readonly ScaMethod[]>;
  /** Whether the pin is the one of that method; false for another PSU's method or one of another type. */
  verifyStaticPin(psuId: string, methodId: string, pin: string): Promise<boolean>;
  /** Brings a code or a push request to the PSU. Resolves once it has been handed over. */
  deliver(message: ScaMessage): Promise<void>;
  /** The payment accounts that the PSU may pay from; empty for an unknown PSU. */
  accounts(psuId: string): Promise<readonly PaymentAccount[]>;
  /** Whether the bank could take the order, as far as it is known before the PSU has authorised. Moves nothing. */
  checkPayment(order: PaymentOrder): Promise<PaymentCheck>;
  /**
   * Books the order, at most once per `executionId`: a repeat, also one in parallel or after a restart, gives the
   * answer of the first, except that an ACSP is answered as it stands by then. Lack of funds or a debtor account that is
   * not the PSU's is `RJCT`, never a rejected promise. It is called on the day that the order is due, never before.
   */
  execute(order: ExecutableOrder): Promise<ExecutionOutcome>;
}

export interface AuthenticatedPsu {
  readonly psuId: string;
  readonly name: string;
}

export type ScaMethodType = "code" | "push" | "static_pin";

export interface ScaMethod {
  readonly methodId: string;
  readonly type: ScaMethodType;
  /** As the PSU knows it, for example "Code to phone +40 *** 345". */
  readonly name: string;
}

/** What reaches the PSU's device. It names amount and payee (RTS article 5, dynamic linking). */
export interface ScaMessage {
  readonly psuId: string;
  readonly methodId: string;
  readonly challengeId: string;
  readonly kind: "code" | "push";
  /** Seven digits; with kind "code". */
  readonly code?: string;
  /** The secret with which `Bank.answerPush` is called; with kind "push". */
  readonly approval?: string;
  readonly text: string;
  readonly expiresAt: Date;
}

export interface PaymentAccount {
  readonly accountId: string;
  readonly iban: string;
  readonly currency: string;
  readonly name: string;
  readonly ownerName: string;
  readonly available: bigint;
  /** The bank's name of the kind of account, up to 35 characters. */
  readonly product?: string;
  readonly bic?: string;
  /** ISO 20022 external code: CACC current, SVGS savings. */
  readonly cashAccountType?: string;
  readonly usage?: "PRIV" | "ORGA";
  /** Default enabled. A blocked account is listed and answers nothing else. */
  readonly status?: "enabled" | "deleted" | "blocked";
  /** How many of its holders have to authorise a payment from it, or a consent that names it; default 1. */
  readonly signatures?: number;
}

export interface PaymentOrder {
  readonly paymentId: string;
  readonly product: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly creditor: { readonly name: string; readonly iban: string; readonly bic?: string };
  readonly debtorIban?: string;
  readonly endToEndId?: string;
  readonly remittance?: string;
  readonly creditorReference?: string;
  /** A calendar date, YYYY-MM-DD. */
  readonly requestedExecutionDate?: string;
  readonly chargeBearer?: "DEBT" | "CRED" | "SHAR" | "SLEV";
  /** ISO 20022 external code. */
  readonly purposeCode?: string;
  readonly ultimateDebtor?: string;
  readonly ultimateCreditor?: string;
  /** Of an order of a bulk: whether one booking of the total is preferred. */
  readonly batchBooking?: boolean;
}

export interface ExecutableOrder extends PaymentOrder {
  readonly debtorIban: string;
  /** Who authorised it; of several who signed it the last. */
  readonly psuId: string;
  readonly executionId: string;
}

export type PaymentCheckCode =
  | "DEBTOR_UNKNOWN"
  | "CREDITOR_UNKNOWN"
  | "CURRENCY_NOT_SUPPORTED"
  | "PRODUCT_NOT_SUPPORTED";

export type PaymentCheck =
  /** `signatures` as in `PaymentAccount`, where the order names the debtor account. */
  { readonly ok: true; readonly signatures?: number } | { readonly ok: false; readonly code: PaymentCheckCode };

export interface ExecutionOutcome {
  /** Settled, accepted with settlement in process, or rejected. */
  readonly status: "ACSC" | "ACSP" | "RJCT";
  /** For a rejection: a short reason that the TPP may see, without account data. */
  readonly reason?: string;
  /** With a rejection for lack of funds, which the TPP may know. */
  readonly fundsAvailable?: false;
}
