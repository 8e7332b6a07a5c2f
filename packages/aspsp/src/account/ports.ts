import type { Holdings } from "../authorisation/subject.ts";
import type { ConsentKind } from "../standard/standard.ts";
import type { AccountKey, StandingOrder } from "../spi/account-data.ts";
import type { TokenGrant } from "../tpp/token.ts";
import type { Tpp } from "../tpp/tpp.ts";

/** What is read, in the words in which unattended reads are counted. */
export type AccessEndpoint =
  | "accounts"
  | "account"
  | "balances"
  | "transactions"
  | "transaction"
  | "card-accounts"
  | "card-account"
  | "card-balances"
  | "card-transactions";

/** A read of account data before it is allowed. */
export interface AccessRequest {
  readonly tpp: Tpp;
  /** Of the header Consent-ID. */
  readonly consentId?: string;
  readonly grant?: TokenGrant;
  readonly endpoint: AccessEndpoint;
  /** The account-id of the path; absent where a list is read. */
  readonly resourceId?: string;
  /** Details are counted per transaction. */
  readonly transactionId?: string;
  readonly withBalance: boolean;
  readonly psuIpAddress?: string;
  /** A page after the first of a report whose first page was counted, by a cursor of ours. */
  readonly isFurtherPage: boolean;
}

/** What a consent gives, for this read and no other. */
export interface Access {
  readonly consentId: string;
  readonly psuId: string;
  readonly kind: ConsentKind;
  readonly recurring: boolean;
  /** With a `resourceId` exactly that one. */
  readonly accounts: readonly AccessibleAccount[];
  /** What core banking has just said that the PSU holds, where the decision needed it: nobody has to ask again. */
  readonly held?: Holdings;
  /** Whether the names of owners were asked for and given. */
  readonly ownerName: boolean;
  /** YYYY-MM-DD: nothing older may be served (A4). Absent shortly after an SCA. */
  readonly historyFrom?: string;
}

export interface AccessibleAccount {
  /** Names the account in paths under this consent alone. */
  readonly resourceId: string;
  /** Core banking's name of it. */
  readonly accountId: string;
  readonly iban?: string;
  readonly maskedPan?: string;
  readonly currency: string;
  readonly isCard: boolean;
  readonly balances: boolean;
  readonly transactions: boolean;
}

/**
 * Decides before anything is read, and counts an unattended read in the same step. Throws `Xs2aError` when the consent
 * is unknown, not valid, or does not give what is asked for.
 */
export type AccessCheck = (request: AccessRequest) => Promise<Access>;

/** A standing order that came through this interface as a periodic payment. */
export interface StandingPayment extends StandingOrder {
  /** With frequency MonthlyVariable: "1" to "12". */
  readonly monthsOfExecution?: readonly string[];
}

/** The account's periodic payments that are still to be executed; core banking knows only each execution of them. */
export type StandingPayments = (
  of: AccountKey & { readonly iban?: string; readonly currency: string },
) => Promise<readonly StandingPayment[]>;
