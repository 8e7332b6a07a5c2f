import type { TransactionStatus } from "@tallystick/xs2a";

/** Which payment; `bank` is the application's own name of the bank (and environment). */
export interface PaymentKey {
  readonly bank: string;
  readonly paymentId: string;
}

/** Why a payment is no longer followed: its status is final, 24 hours have passed, or `onError` said so. */
export type PollingEndReason = "final" | "timed_out" | "given_up";

/** What is kept of one payment. */
export interface PollingRecord extends PaymentKey {
  /** As the bank names it; the client's default when absent. */
  readonly product?: string | undefined;
  /** When following began; the schedule and the 24 hours count from here. */
  readonly startedAt: Date;
  /** The last status that `onChange` has taken; undefined before the first. */
  readonly status: TransactionStatus | undefined;
  /** Failed polls in a row. */
  readonly failures: number;
  readonly nextAt: Date;
  readonly endedBy: PollingEndReason | undefined;
}

/** Who polls a payment at the moment, and until when nobody else may. */
export interface Lease {
  /** One poller in one process. */
  readonly owner: string;
  readonly now: Date;
  readonly until: Date;
}

export type Claim =
  | { readonly kind: "claimed"; readonly record: PollingRecord }
  /** Not due, or leased to another one: look again then. */
  | { readonly kind: "later"; readonly record: PollingRecord; readonly at: Date }
  | { readonly kind: "ended"; readonly record: PollingRecord }
  | { readonly kind: "unknown" };

/**
 * Where the poller keeps what it must know after a restart. Every method is atomic over all processes that share the
 * store; `claim` and `save` are compare-and-set, so that a due poll is made by one of them.
 */
export interface PollingStore {
  /** Adds a record unless its payment has one. */
  add(record: PollingRecord): Promise<void>;
  /** Takes a payment that is due and free (or the owner's own) until the lease ends. */
  claim(key: PaymentKey, lease: Lease): Promise<Claim>;
  /** Writes what a claimed poll came to and frees the payment; false, and nothing is written, when the lease was lost. */
  save(record: PollingRecord, owner: string): Promise<boolean>;
  /** All that have not ended, those that are due first leading. */
  unfinished(): Promise<PollingRecord[]>;
  /** Forgets those that have ended and whose following began before that instant. */
  forget(startedBefore: Date): Promise<void>;
}

/** What the stores that keep leases beside records have in common. */
export interface LeasedRecord {
  readonly record: PollingRecord;
  readonly lease: { readonly owner: string; readonly until: Date } | undefined;
}

/** Judges a claim on what is stored; the compare of the stores that are not a database. */
export function judgeClaim(stored: LeasedRecord | undefined, { owner, now }: Lease): Claim {
  if (stored === undefined) return { kind: "unknown" };
  const { record, lease } = stored;
  if (record.endedBy !== undefined) return { kind: "ended", record };
  if (lease !== undefined && lease.owner !== owner && lease.until > now) {
    return { kind: "later", record, at: lease.until };
  }
  return record.nextAt > now ? { kind: "later", record, at: record.nextAt } : { kind: "claimed", record };
}

export function byNext(a: PollingRecord, b: PollingRecord): number {
  return a.nextAt.getTime() - b.nextAt.getTime() || (keyText(a) < keyText(b) ? -1 : 1);
}

/** One text per payment. */
export function keyText({ bank, paymentId }: PaymentKey): string {
  return JSON.stringify([bank, paymentId]);
}
