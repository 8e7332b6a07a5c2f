import type { AccountDetails, Balance, BookingStatus } from "@tallystick/xs2a";
import type { BankClient } from "../../client/bank-client.ts";
import type { BankErrorCode } from "../../client/bank-error.ts";
import type { PsuContext } from "../../client/inputs.ts";
import type { ReportedTransaction } from "../../client/operations/transactions.ts";
import type { OAuthErrorCode } from "../../oauth/oauth-error.ts";
import type { Sleep } from "../time.ts";

/** What of a client aggregation calls. */
export type AggregatedClient = Pick<BankClient, "listAccounts" | "getBalances" | "transactions">;

/** One bank of the user, with the one consent that the user has given there. */
export interface BankConnection {
  /** Names the bank in what is returned, and orders what is of the same day. Unique among the connections. */
  readonly bankId: string;
  readonly client: AggregatedClient;
  readonly consentId: string;
  /** Where reads need a bearer token: the token, or who has a fresh one, asked once per aggregation. */
  readonly accessToken?: string | (() => Promise<string>);
}

export interface AggregateOptions {
  /** `YYYY-MM-DD`, inclusive, by booking date; the client's default is the last 90 days. */
  readonly dateFrom?: string;
  readonly dateTo?: string;
  /** Default: booked and pending, as far as the bank offers both. */
  readonly bookingStatus?: BookingStatus;
  /** The user, when present; without one the banks count the reads (4 a day). */
  readonly psu?: PsuContext;
  /** Milliseconds that each bank has for all of its reads; default 30,000. What is unfinished then is a failure. */
  readonly deadlineMs?: number;
  /** Calls that run at a time at each bank; default 4. */
  readonly concurrency?: number;
  /** Ends the whole aggregation, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Waits for the deadline; the system's timers when absent. */
  readonly sleep?: Sleep;
}

/** The account that an entry is of. */
export interface AccountTag {
  /** `resourceId`: the account's name in paths under this consent and no other. */
  readonly id: string | undefined;
  readonly iban: string | undefined;
  readonly currency: string;
}

/** Where an entry comes from. */
export interface Tag {
  readonly bankId: string;
  readonly consentId: string;
  readonly account: AccountTag;
}

export type AccountRead = "getBalances" | "transactions";

export type AggregatedAccount = AccountDetails &
  Tag & {
    /** What the bank's links say that the consent does not give (guidelines 6.5): it was not asked for. */
    readonly withheld: readonly AccountRead[];
  };
export type AggregatedBalance = Balance & Tag;
export type AggregatedTransaction = ReportedTransaction & Tag;

/** One read that came to nothing. */
export interface AggregationFailure {
  readonly bankId: string;
  readonly consentId: string;
  /** Absent when the bank as a whole could not be read. */
  readonly account: AccountTag | undefined;
  readonly operation: "accessToken" | "listAccounts" | AccountRead;
  /** As BankError has it, `timeout` at the deadline; of an access token that could not be had, as OAuthError has it. */
  readonly code: BankErrorCode | OAuthErrorCode;
  /** HTTP status of the bank's answer. */
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly requestId: string | undefined;
  /** What was thrown. */
  readonly error: unknown;
}

export interface Aggregation {
  /** By bank, then account (IBAN, else another name of it, then currency). */
  readonly accounts: readonly AggregatedAccount[];
  /** Newest first by `referenceDate`, else the day of `lastChangeDateTime`; those without a day are of now, and first. */
  readonly balances: readonly AggregatedBalance[];
  /** Newest first by `bookingDate`, else `valueDate`; those without a day, pending ones, first. */
  readonly transactions: readonly AggregatedTransaction[];
  /** By bank, account and operation. */
  readonly failures: readonly AggregationFailure[];
}
