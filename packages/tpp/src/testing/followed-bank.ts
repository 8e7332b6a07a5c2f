import type { TransactionStatus } from "@tallystick/xs2a";
import { createPaymentPoller, type PaymentPoller, type StatusChange } from "../patterns/polling/payment-poller.ts";
import type { PollingStore } from "../patterns/polling/store.ts";
import { createManualTime, type ManualTime } from "./manual-time.ts";

/** A store that says whether one of its moves is on its way, so that a clock can wait for it. */
export function watched(store: PollingStore): { store: PollingStore; busy: () => boolean } {
  let running = 0;
  const counted = async <T>(work: Promise<T>): Promise<T> => {
    running += 1;
    try {
      return await work;
    } finally {
      running -= 1;
    }
  };
  return {
    busy: () => running > 0,
    store: {
      add: (record) => counted(store.add(record)),
      claim: (key, lease) => counted(store.claim(key, lease)),
      save: (record, owner) => counted(store.save(record, owner)),
      unfinished: () => counted(store.unfinished()),
      forget: (startedBefore) => counted(store.forget(startedBefore)),
    },
  };
}

/** Seconds since the first poller's start, and what the bank says from then on; an Error is thrown. */
export type Script = readonly (readonly [fromSeconds: number, says: TransactionStatus | Error])[];

/** A bank with one payment after the other going through the same script, and what pollers made of it. */
export interface FollowedBank {
  /** Every status call, in seconds since the start. */
  readonly polls: { readonly paymentId: string; readonly at: number; readonly by: string }[];
  readonly changes: { readonly paymentId: string; readonly change: string; readonly at: number; readonly by: string }[];
  /** A poller in a process of that name; processes on one time live together. */
  poller(by: string, over: PollerOver): PaymentPoller;
}

export interface PollerOver {
  readonly store: PollingStore;
  readonly time: ManualTime;
  readonly onChange?: (change: StatusChange) => Promise<void> | void;
  readonly onError?: (failure: { failures: number; error: unknown }) => "stop" | undefined | void;
  readonly leaseMs?: number;
}

export const start = new Date("2026-11-24T10:00:00Z");

export function timeAt(seconds: number, busy?: () => boolean): ManualTime {
  return createManualTime(new Date(start.getTime() + seconds * 1_000), busy);
}

export function createFollowedBank(script: Script): FollowedBank {
  const polls: FollowedBank["polls"] = [];
  const changes: FollowedBank["changes"] = [];
  const secondsOf = ({ clock }: ManualTime): number => (clock.now().getTime() - start.getTime()) / 1_000;
  return {
    polls,
    changes,
    poller: (by, { time, onChange, ...over }) =>
      createPaymentPoller({
        ...time,
        ...over,
        async getStatus({ paymentId }) {
          const at = secondsOf(time);
          polls.push({ paymentId, at, by });
          const says = script.findLast(([from]) => from <= at)?.[1] ?? "RCVD";
          if (says instanceof Error) throw says;
          return { transactionStatus: says };
        },
        async onChange(change) {
          const { payment, from, to, final } = change;
          const text = `${from ?? "-"} → ${to}${final ? " final" : ""}`;
          changes.push({ paymentId: payment.paymentId, change: text, at: secondsOf(time), by });
          await onChange?.(change);
        },
      }),
  };
}
