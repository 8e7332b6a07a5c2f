import type { BalanceType, ExecutionRule, FrequencyCode } from "@tallystick/xs2a";

/**
 * The part of core banking that account information and funds confirmation need. Nothing here knows of consents: what a
 * TPP may see has been decided before it is asked. Every answer about an account that is not the PSU's is undefined.
 */
export interface AccountData {
  /** Present balances of a payment account: at least `interimAvailable`, and `interimBooked` where it differs. */
  balances(of: AccountKey): Promise<readonly AccountBalance[] | undefined>;
  /**
   * One page of a payment account's entries, the newest first: booked ones by booking date and then by the order of
   * booking, pending ones by entry date. A page never repeats or skips an entry although others are booked meanwhile.
   */
  transactions(query: TransactionQuery): Promise<TransactionPage | undefined>;
  transaction(of: AccountKey & { readonly transactionId: string }): Promise<AccountTransaction | undefined>;
  /** Standing orders of the account that are still to be executed, those that payments of `aspsp` made left out. */
  standingOrders(of: AccountKey): Promise<readonly StandingOrder[] | undefined>;
  /** The PSU's card accounts; empty for an unknown PSU, and at a bank without cards. */
  cardAccounts(psuId: string): Promise<readonly CardAccount[]>;
  cardBalances(of: AccountKey): Promise<readonly AccountBalance[] | undefined>;
  /** As `transactions`, of a card account. */
  cardTransactions(query: TransactionQuery): Promise<CardTransactionPage | undefined>;
  /** Whether the account could be debited with the amount now. Reserves nothing. */
  fundsAvailable(of: AccountKey & { readonly amount: bigint; readonly currency: string }): Promise<boolean | undefined>;
  /**
   * The most `signatures` that one of these accounts needs, before any PSU is known; an unknown account needs 1. Left out
   * where no account needs more: a consent then learns it when its first PSU has authorised it.
   */
  accessSignatures?(accounts: readonly NamedAccount[]): Promise<number>;
}

/** An account as a TPP names it; without a currency every account of the IBAN is meant. */
export interface NamedAccount {
  readonly iban: string;
  readonly currency?: string;
}

export interface AccountKey {
  readonly psuId: string;
  readonly accountId: string;
}

export interface AccountBalance {
  readonly type: BalanceType;
  /** Minor units of the account's currency, or of `currency`. */
  readonly amount: bigint;
  readonly currency: string;
  readonly creditLimitIncluded?: boolean;
  readonly lastChange?: Date;
  /** YYYY-MM-DD */
  readonly referenceDate?: string;
  /** The `entryReference` of the last entry that it contains. */
  readonly lastEntry?: string;
}

export interface TransactionQuery extends AccountKey {
  readonly status: "booked" | "pending";
  /** Calendar dates, inclusive; by booking date, or by entry date for pending ones. */
  readonly from?: string;
  readonly to?: string;
  /** Only entries booked after the one of this `entryReference`; an unknown one is answered with `unknownEntry`. */
  readonly afterEntry?: string;
  /** As the page before gave it; the other members are then those of that page's query. */
  readonly cursor?: string;
  /** Most entries of the page, at least 1. */
  readonly limit: number;
}

export interface TransactionPage {
  readonly entries: readonly AccountTransaction[];
  /** Where the next page begins; absent on the last one. Letters, digits, `-`, `_` and `.`, up to 200 characters. */
  readonly next?: string;
  /** `afterEntry` names no entry of the account; there are no entries then. */
  readonly unknownEntry?: boolean;
}

export interface AccountTransaction {
  /** Names the entry for good; absent while it is pending, where core banking has none yet. */
  readonly transactionId?: string;
  readonly entryReference?: string;
  /** YYYY-MM-DD; absent while pending. */
  readonly bookingDate?: string;
  readonly valueDate?: string;
  /** Minor units, debits negative. */
  readonly amount: bigint;
  readonly currency: string;
  readonly creditor?: Party;
  readonly debtor?: Party;
  readonly endToEndId?: string;
  readonly mandateId?: string;
  readonly creditorId?: string;
  readonly remittance?: string;
  readonly creditorReference?: string;
  readonly purposeCode?: string;
  /** ISO 20022, for example "PMNT-ICDT-ESCT". */
  readonly bankTransactionCode?: string;
  readonly proprietaryCode?: string;
  readonly additionalInformation?: string;
  /** Booked balance after the entry, minor units. */
  readonly balanceAfter?: bigint;
}

/** The other side of an entry. */
export interface Party {
  readonly name?: string;
  readonly iban?: string;
  readonly bic?: string;
}

export interface StandingOrder {
  readonly transactionId: string;
  /** Minor units, greater than zero. */
  readonly amount: bigint;
  readonly currency: string;
  readonly creditor: Party;
  readonly remittance?: string;
  readonly startDate: string;
  readonly endDate?: string;
  readonly frequency: FrequencyCode;
  readonly executionRule?: ExecutionRule;
  readonly dayOfExecution?: string;
}

export interface CardAccount {
  readonly accountId: string;
  /** For example "525412******3241". */
  readonly maskedPan: string;
  readonly currency: string;
  readonly name: string;
  readonly ownerName: string;
  readonly product?: string;
  /** Minor units. */
  readonly creditLimit?: bigint;
}

export interface CardTransactionPage {
  readonly entries: readonly CardEntry[];
  readonly next?: string;
  readonly unknownEntry?: boolean;
}

export interface CardEntry {
  readonly cardTransactionId: string;
  readonly transactionDate: string;
  /** YYYY-MM-DD; absent while pending. */
  readonly bookingDate?: string;
  /** Minor units, debits negative. */
  readonly amount: bigint;
  readonly currency: string;
  readonly original?: { readonly amount: bigint; readonly currency: string };
  readonly merchant?: string;
  readonly merchantCategoryCode?: string;
  readonly maskedPan?: string;
  readonly invoiced?: boolean;
}
