import type { AccountAccess, ConsentStatus } from "@tallystick/xs2a";
import { systemClock, systemSleep, type Clock, type Sleep } from "../time.ts";
import type { ConsentEvent, ConsentKey, ConsentRecord, ScaLinks } from "./record.ts";
import type { ConsentStore } from "./store.ts";
import { createWorkRegistry, type WorkRegistry } from "./work.ts";

interface OneConsent {
  readonly consentId: string;
  readonly signal?: AbortSignal;
}

export interface SuccessorInput {
  readonly requestId: string;
  readonly access: AccountAccess;
  readonly recurringIndicator: boolean;
  readonly validUntil: string;
  readonly frequencyPerDay: number;
  readonly combinedServiceIndicator?: boolean;
  readonly psu: { readonly ipAddress: string };
  readonly redirectUri: string;
  readonly nokRedirectUri?: string;
  readonly signal?: AbortSignal;
}

/** What of a bank is used; a `BankClient` is one. */
export interface ConsentBank {
  createConsent(input: SuccessorInput): Promise<ScaLinks & { readonly consentId: string }>;
  getConsentStatus(input: OneConsent): Promise<{ readonly consentStatus: ConsentStatus }>;
  getConsent(input: OneConsent): Promise<{ readonly validUntil: string }>;
  deleteConsent(input: OneConsent): Promise<void>;
}

/** An event with its consent as it is when the event is told. */
export interface ToldEvent extends ConsentEvent {
  readonly consent: ConsentRecord;
}

/** Without a consent it was the store, in all of the work. */
export interface ConsentFailure extends Partial<ConsentKey> {
  readonly doing: "sweep" | "event" | "work" | "renewal" | "ending";
  /** What the bank, the store or a handler threw. */
  readonly error: unknown;
  /** It is not tried again by itself. */
  readonly final: boolean;
}

export interface ConsentOptions {
  readonly store: ConsentStore;
  /** The banks by the names that consents are kept under. */
  readonly banks: Readonly<Record<string, ConsentBank>>;
  /**
   * Takes each move of each consent, those of one consent in their order. An event is forgotten after this has succeeded:
   * it is told at least once, always with the same `eventId`, and again after `leaseMs` when the process ends, or this
   * throws, before that. Of many processes on one store one tells it.
   */
  readonly onEvent: (event: ToldEvent) => Promise<void> | void;
  /** Is told of what failed and goes on. */
  readonly onError?: (failure: ConsentFailure) => void;
  /** In which days end; default UTC, which ends no consent of a bank in Europe before its day is over there. */
  readonly timeZone?: string;
  /**
   * How long one call of a bank, `notify` or `onEvent` may take before it is given up, and one renewal or one event before
   * another process may take it over; default 60,000 ms.
   */
  readonly leaseMs?: number;
  /** Ends a superseded consent at the bank as well, where it would run on beside its successor; default true. */
  readonly endSuperseded?: boolean;
  readonly clock?: Clock;
  readonly sleep?: Sleep;
}

export interface ConsentContext extends Required<ConsentOptions> {
  readonly work: WorkRegistry;
}

/** Throws RangeError on an option that cannot be, naming it. */
export function contextOf(options: ConsentOptions): ConsentContext {
  const {
    clock = systemClock,
    sleep = systemSleep,
    leaseMs = 60_000,
    timeZone = "UTC",
    endSuperseded = true,
  } = options;
  checkMs("leaseMs", leaseMs);
  checkTimeZone(timeZone);
  const onError = (failure: ConsentFailure): void => {
    try {
      options.onError?.(failure);
    } catch {
      // What a handler of failures throws is nobody's to handle.
    }
  };
  const work = createWorkRegistry();
  return { ...options, clock, sleep, leaseMs, timeZone, endSuperseded, onError, work };
}

const longestMs = 10 * 365 * 86_400_000;

/** Throws RangeError, naming the option: a wait that is no number would be none at all, and hammer the bank. */
export function checkMs(name: string, ms: number): void {
  if (Number.isFinite(ms) && ms > 0 && ms <= longestMs) return;
  throw new RangeError(`${name}: milliseconds, over 0 and at most ten years`);
}

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    throw new RangeError(`timeZone: a name such as Europe/Bucharest, not ${JSON.stringify(timeZone)}`);
  }
}

export function bankOf({ banks }: Pick<ConsentContext, "banks">, bank: string): ConsentBank {
  const found = Object.hasOwn(banks, bank) ? banks[bank] : undefined;
  if (found === undefined) throw new RangeError(`banks: there is no ${JSON.stringify(bank)}`);
  return found;
}

/** One after the other at each bank, all banks beside each other; rejects, once all have ended, as the first one did. */
export async function perBank<Of extends ConsentKey>(
  items: AsyncIterable<Of>,
  work: (item: Of) => Promise<void>,
): Promise<void> {
  const lanes = new Map<string, Of[]>();
  for await (const item of items) {
    const lane = lanes.get(item.bank);
    if (lane === undefined) lanes.set(item.bank, [item]);
    else lane.push(item);
  }
  const ends = await Promise.allSettled(
    [...lanes.values()].map(async (lane) => {
      for (const item of lane) await work(item);
    }),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
