import { isFinalTransactionStatus, isTransactionStatus, type TransactionStatus } from "@tallystick/xs2a";
import { BankError } from "../../client/bank-error.ts";
import type { Clock, Sleep } from "../time.ts";
import type { FollowedPayment, PaymentPollerOptions, PollingEnd, PollingFailure } from "./following.ts";
import { intervalMs, longestMs, waitAfterFailuresMs } from "./schedule.ts";
import type { PollingRecord } from "./store.ts";

export interface Context extends PaymentPollerOptions {
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly leaseMs: number;
  readonly owner: string;
  readonly signal: AbortSignal;
}

/** What this process remembers of a payment besides the store. */
interface Memory {
  /** A change that was taken and could not be stored yet: it is not told again while what is stored has not moved. */
  taken: { readonly over: TransactionStatus | undefined; readonly status: TransactionStatus } | undefined;
  /** Times in a row that the store could not be reached. */
  storeFailures: number;
}

/** Polls when it is due and this process's turn, sleeps otherwise, until the payment has ended. Never rejects. */
export async function follow(context: Context, payment: FollowedPayment): Promise<PollingEnd> {
  const memory: Memory = { taken: undefined, storeFailures: 0 };
  let status: TransactionStatus | undefined;
  while (!context.signal.aborted) {
    try {
      const turn = await takeTurn(context, payment, memory);
      memory.storeFailures = 0;
      status = turn.status;
      if (turn.endedBy !== undefined) return { reason: turn.endedBy, status };
      await pause(context, turn.nextAt.getTime() - context.clock.now().getTime());
    } catch (error) {
      memory.storeFailures += 1;
      tell(context, { payment, failures: memory.storeFailures, error });
      await pause(context, waitAfterFailuresMs(memory.storeFailures));
    }
  }
  return { reason: "stopped", status };
}

type Turn = Pick<PollingRecord, "status" | "nextAt" | "endedBy">;

/** One look at the store, and a poll when it is due here. Throws what the store throws. */
async function takeTurn(context: Context, payment: FollowedPayment, memory: Memory): Promise<Turn> {
  const claim = await context.store.claim(payment, leaseFrom(context));
  switch (claim.kind) {
    case "unknown":
      // Somebody has removed it: there is nothing to follow.
      return { status: undefined, nextAt: context.clock.now(), endedBy: "given_up" };
    case "ended":
      return claim.record;
    case "later":
      return { ...claim.record, nextAt: claim.at };
    case "claimed": {
      const began = context.clock.now();
      return settle(context, claim.record, { began, polled: await poll(context, claim.record, memory) });
    }
  }
}

function leaseFrom({ owner, clock, leaseMs }: Context): { owner: string; now: Date; until: Date } {
  const now = clock.now();
  return { owner, now, until: new Date(now.getTime() + leaseMs) };
}

type Polled =
  | { readonly kind: "answered"; readonly status: TransactionStatus }
  | { readonly kind: "failed"; readonly endedBy: "given_up" | undefined; readonly retryAfterMs: number }
  /** Another process has taken the payment over, or this one is being stopped: nothing is to be written. */
  | { readonly kind: "dropped" };

async function poll(context: Context, record: PollingRecord, memory: Memory): Promise<Polled> {
  const payment = paymentOf(record);
  try {
    const { taken } = memory;
    const known = taken !== undefined && taken.over === record.status ? taken.status : record.status;
    const status = await ask(context, payment);
    if (status === known) return { kind: "answered", status };
    // The bank took its time: the change is this process's to tell only while the payment is.
    if ((await context.store.claim(record, leaseFrom(context))).kind !== "claimed") return { kind: "dropped" };
    const [at, final] = [context.clock.now(), isFinalTransactionStatus(status)];
    await context.onChange({ payment, from: known, to: status, at, final });
    memory.taken = { over: record.status, status };
    return { kind: "answered", status };
  } catch (error) {
    if (context.signal.aborted) return { kind: "dropped" };
    const failures = record.failures + 1;
    const endedBy = tell(context, { payment, failures, error }) === "stop" ? "given_up" : undefined;
    return { kind: "failed", endedBy, retryAfterMs: askedMs(error) };
  }
}

/** Asks the bank, no longer than the lease lasts: whoever answers later answers nobody. */
async function ask(context: Context, payment: FollowedPayment): Promise<TransactionStatus> {
  const { getStatus, sleep, leaseMs, signal } = context;
  const done = new AbortController();
  const late = new AbortController();
  const deadline = sleep(leaseMs, AbortSignal.any([done.signal, signal])).then(() => {
    const error = new DOMException(`no status of the payment within ${leaseMs} ms`, "TimeoutError");
    late.abort(error);
    throw error;
  });
  try {
    const asked = getStatus(payment, AbortSignal.any([late.signal, signal]));
    const { transactionStatus: status } = await Promise.race([asked, deadline]);
    if (!isTransactionStatus(status)) throw new TypeError(`getStatus: no transaction status: ${String(status)}`);
    return status;
  } finally {
    deadline.catch(() => {});
    done.abort();
  }
}

/** Stores what a poll came to, and with it when the next one is due. */
async function settle(
  { store, clock, owner }: Context,
  record: PollingRecord,
  { began, polled }: { readonly began: Date; readonly polled: Polled },
): Promise<Turn> {
  const now = clock.now().getTime();
  if (polled.kind === "dropped") {
    // As it was: due, and free for whoever comes first.
    await store.save(record, owner);
    return record;
  }
  const next = polled.kind === "answered" ? answered(record, began, polled.status) : failed(record, now, polled);
  const last = record.startedAt.getTime() + longestMs;
  const nextAt = new Date(Math.max(now, Math.min(next.nextAt.getTime(), last)));
  const endedBy = next.endedBy ?? (now >= last ? "timed_out" : undefined);
  const saved = await store.save({ ...next, nextAt, endedBy }, owner);
  // Another process has taken the payment over: what it stored is looked up at once.
  return saved ? { ...next, nextAt, endedBy } : { status: record.status, nextAt: clock.now(), endedBy: undefined };
}

function answered(record: PollingRecord, began: Date, status: TransactionStatus): PollingRecord {
  const age = began.getTime() - record.startedAt.getTime();
  const nextAt = new Date(began.getTime() + intervalMs(age));
  return { ...record, status, failures: 0, nextAt, endedBy: isFinalTransactionStatus(status) ? "final" : undefined };
}

function failed(record: PollingRecord, now: number, { endedBy, retryAfterMs }: Polled & { kind: "failed" }) {
  const failures = record.failures + 1;
  const waitMs = Math.max(waitAfterFailuresMs(failures), retryAfterMs);
  return { ...record, failures, nextAt: new Date(now + waitMs), endedBy };
}

function askedMs(error: unknown): number {
  return error instanceof BankError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
}

/** What `onError` throws is nobody's to handle: following goes on. */
function tell({ onError }: Context, failure: PollingFailure): "stop" | undefined {
  try {
    return onError?.(failure) === "stop" ? "stop" : undefined;
  } catch {
    return undefined;
  }
}

async function pause({ sleep, signal }: Context, ms: number): Promise<void> {
  await sleep(Math.max(0, ms), signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

export function paymentOf({ bank, paymentId, product }: PollingRecord): FollowedPayment {
  return { bank, paymentId, ...(product === undefined ? {} : { product }) };
}
