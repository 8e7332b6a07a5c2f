import type { SinglePayment, TransactionStatus } from "@tallystick/xs2a";
import type { BankErrorCode } from "../../client/bank-error.ts";
import type { InitiatedPayment } from "../../client/bank-client.ts";

/** Payments that are submitted together and initiated one after the other, each as a payment of its own. */
export interface BulkBatch {
  /** The caller's own name of the batch, up to 200 characters: the same key is the same batch, however often it is sent. */
  readonly key: string;
  /** As the bank names it, `sepa-credit-transfers`; that of the options when absent. */
  readonly product?: string;
  /** 1 to 10,000. */
  readonly payments: readonly SinglePayment[];
}

/** All states of an item, in the order in which it may come to them; `BulkItemState` has their meaning. */
export const bulkItemStates = ["queued", "sending", "initiated", "failed", "unknown", "cancelled"] as const;

/**
 * `queued`: not sent, or certainly not taken. `sending`: it may have reached the bank, which has not answered yet; it is
 * sent again with the same X-Request-ID. `initiated`: the bank has it, under `paymentId`. `failed`: the bank has refused
 * it, or was never reached. `unknown`: the tries are used up and the bank may have it. `cancelled`: never sent.
 */
export type BulkItemState = (typeof bulkItemStates)[number];

/**
 * Besides the codes of `BankError`: `rejected` and `cancelled_at_bank` for a payment that the bank took and then ended,
 * `too_old` for one whose X-Request-ID the bank may have forgotten, `attempts_exhausted` for one whose worker died at
 * every try, `unexpected` when the initiation itself threw something else, or its answer could not be stored.
 */
export type BulkFailureCode =
  | BankErrorCode
  | "rejected"
  | "cancelled_at_bank"
  | "too_old"
  | "attempts_exhausted"
  | "unexpected";

/** Why an item is not initiated, or not yet. */
export interface BulkFailure {
  readonly code: BulkFailureCode;
  /** The bank's HTTP status, when it answered. */
  readonly status?: number;
  /** The member that the bank named, or at `bad_answer` the one that cannot be read. */
  readonly path?: string;
  /** The bank's own words; for operators, not for payers. */
  readonly bankText?: string;
  /** What to do now, in a sentence. */
  readonly advice: string;
}

export interface BulkItem {
  /** Its place in the batch, from 0. */
  readonly index: number;
  /** The X-Request-ID of every try. */
  readonly requestId: string;
  readonly endToEndIdentification: string | undefined;
  readonly state: BulkItemState;
  /** How often it was sent. */
  readonly attempts: number;
  readonly paymentId: string | undefined;
  /** As the bank's answer or `recordStatus` told last. */
  readonly transactionStatus: TransactionStatus | undefined;
  /** Where the payer authorises it. */
  readonly scaRedirect: string | undefined;
  readonly scaOAuth: string | undefined;
  readonly failure: BulkFailure | undefined;
}

export interface BulkProgress {
  readonly batchId: string;
  readonly key: string;
  /** `finished` when no item is queued or sending any more, unless it was cancelled. */
  readonly state: "running" | "paused" | "cancelled" | "finished";
  readonly total: number;
  /** Items by state; they add up to `total`. */
  readonly counts: Readonly<Record<BulkItemState, number>>;
}

export interface BulkStatus extends BulkProgress {
  readonly product: string;
  readonly createdAt: Date;
  /** By index. */
  readonly items: readonly BulkItem[];
}

/** An item has come to another state, or was tried once more. */
export interface BulkEvent {
  readonly index: number;
  readonly state: BulkItemState;
  readonly progress: BulkProgress;
}

/** One item as it is to be initiated. */
export interface BulkOrder {
  readonly batchId: string;
  readonly key: string;
  readonly index: number;
  /** To be sent as X-Request-ID, or the payment may be made twice. */
  readonly requestId: string;
  readonly product: string;
  readonly payment: SinglePayment;
  /** Aborted when this process may no longer send. */
  readonly signal: AbortSignal;
}

/** Initiates one payment at the bank; rejects as `BankClient.initiatePayment` does, with BankError. */
export type InitiateOrder = (
  order: BulkOrder,
) => Promise<Pick<InitiatedPayment, "paymentId" | "transactionStatus" | "scaRedirect" | "scaOAuth">>;
