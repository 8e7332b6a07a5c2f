import type { TransactionStatus } from "@tallystick/xs2a";
import type { Clock, Sleep } from "../time.ts";
import type { PaymentKey, PollingEndReason, PollingStore } from "./store.ts";

export interface FollowedPayment extends PaymentKey {
  readonly product?: string;
}

export interface StatusChange {
  readonly payment: FollowedPayment;
  /** Undefined when nothing was known of the payment before. */
  readonly from: TransactionStatus | undefined;
  readonly to: TransactionStatus;
  readonly at: Date;
  /** Nothing follows: ACSC, ACCC, RJCT or CANC. */
  readonly final: boolean;
}

export interface PollingFailure {
  readonly payment: FollowedPayment;
  /** Failed polls in a row, this one included. */
  readonly failures: number;
  /** What `getStatus`, `onChange` or the store threw. */
  readonly error: unknown;
}

export interface PollingEnd {
  /** `stopped`: this poller was stopped; the payment goes on at the next `resume` or in another process. */
  readonly reason: PollingEndReason | "stopped";
  readonly status: TransactionStatus | undefined;
}

export interface PaymentPollerOptions {
  /** Asks the bank: `({ bank, ...payment }, signal) => clients[bank].getPaymentStatus({ ...payment, signal })`. */
  readonly getStatus: (
    payment: FollowedPayment,
    signal: AbortSignal,
  ) => Promise<{ readonly transactionStatus: TransactionStatus }>;
  readonly store: PollingStore;
  /**
   * Takes a change. The store is written after it has succeeded: a change is told at least once, and again when the
   * process ends, or `onChange` throws, before that. Make it repeatable, by payment and status.
   */
  readonly onChange: (change: StatusChange) => Promise<void> | void;
  /** Is told of each failed poll; "stop" gives the payment up. */
  readonly onError?: (failure: PollingFailure) => "stop" | undefined | void;
  /**
   * How long one poll with its `onChange` may take before another process may take the payment over; default 60,000 ms.
   * `getStatus` is aborted after it.
   */
  readonly leaseMs?: number;
  readonly clock?: Clock;
  readonly sleep?: Sleep;
}

export interface PaymentPoller {
  /**
   * Follows a payment to its end, for up to 24 hours; however many callers ask, in however many processes on one store,
   * it is polled once. `status` is what is known already, from the initiation's answer for instance: it is no change.
   * Resolves when it is stored that the payment is followed, so that from then on it survives the process.
   */
  follow(payment: FollowedPayment, known?: { readonly status?: TransactionStatus }): Promise<Following>;
  /** Goes on with all that the store has unfinished; to be called at the start, and now and then beside other processes. */
  resume(): Promise<Following[]>;
  /** Ends all waiting and running polls of this poller; what it follows stays in the store. */
  stop(): Promise<void>;
}

export interface Following {
  readonly payment: FollowedPayment;
  /** Never rejects. */
  readonly ended: Promise<PollingEnd>;
}
