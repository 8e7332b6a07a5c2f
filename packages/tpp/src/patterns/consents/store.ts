import type { ConsentEvent, ConsentKey, ConsentRecord } from "./record.ts";
import { mayMove, type ConsentState } from "./states.ts";

/** Which consents `list` answers with, in the order of bank and consent id. */
export interface ConsentFilter {
  readonly states: readonly ConsentState[];
  /** `YYYY-MM-DD`: only those whose last day is that one or an earlier one. */
  readonly endsBy?: string | undefined;
  /** Only those that come after this one. */
  readonly after?: ConsentKey | undefined;
  /** At most so many. */
  readonly limit: number;
}

/** Who tells an event, and until when nobody else may. */
export interface EventLease {
  readonly owner: string;
  readonly now: Date;
  readonly until: Date;
}

/**
 * Where consents are kept, and the events that are still to be told. Every method is atomic over all processes that share
 * the store, and a change is stored with its event or not at all.
 */
export interface ConsentStore {
  /** Adds a consent, and its first event; false, and nothing is written, when it is there. */
  add(record: ConsentRecord, event: ConsentEvent): Promise<boolean>;
  find(key: ConsentKey): Promise<ConsentRecord | undefined>;
  list(filter: ConsentFilter): Promise<ConsentRecord[]>;
  /**
   * Writes a record over the one whose version is one less, with the event of the move if it is one; false, and nothing
   * is written, when another change has come between.
   */
  replace(record: ConsentRecord, event?: ConsentEvent): Promise<boolean>;
  /** Takes one event that nobody tells: of each consent only the oldest one; undefined when there is none. */
  claimEvent(lease: EventLease): Promise<ConsentEvent | undefined>;
  /** Forgets an event that has been told, unless another one has taken it meanwhile. */
  settleEvent(event: ConsentEvent, owner: string): Promise<void>;
}

/** What is to become of a consent; undefined when nothing is. */
export type Decision =
  | { readonly record: Partial<ConsentRecord>; readonly event?: Pick<ConsentEvent, "eventId" | "at"> }
  | undefined;

export interface Changed {
  /** The record as it is now. */
  readonly record: ConsentRecord;
  /** Whether this call has changed it. */
  readonly changed: boolean;
}

/**
 * Decides on the newest record, and again when another change has come between. A decision that is a move (it has an
 * event) must be one of the table. Answers undefined when there is no such consent.
 */
export async function change(
  store: ConsentStore,
  key: ConsentKey,
  decide: (record: ConsentRecord) => Decision,
): Promise<Changed | undefined> {
  for (;;) {
    const record = await store.find(key);
    if (record === undefined) return undefined;
    const decision = decide(record);
    if (decision === undefined) return { record, changed: false };
    const next = { ...record, ...decision.record, version: record.version + 1 };
    if (await store.replace(next, eventOf(record, next, decision.event))) return { record: next, changed: true };
  }
}

function eventOf(
  { state: from }: ConsentRecord,
  { bank, consentId, state: to, reason, version }: ConsentRecord,
  told: Pick<ConsentEvent, "eventId" | "at"> | undefined,
): ConsentEvent | undefined {
  if (told === undefined) return undefined;
  if (!mayMove(from, to)) throw new RangeError(`a consent does not move from ${from} to ${to}`);
  return { ...told, bank, consentId, from, to, reason, version };
}

/** All that fit, page by page. */
export async function* all(store: ConsentStore, filter: Omit<ConsentFilter, "after" | "limit">) {
  const limit = 500;
  let after: ConsentKey | undefined;
  for (;;) {
    const page = await store.list({ ...filter, after, limit });
    yield* page;
    after = page.at(-1);
    if (page.length < limit) return;
  }
}

/** One text per consent. */
export function keyText({ bank, consentId }: ConsentKey): string {
  return JSON.stringify([bank, consentId]);
}

/** The order of `list`: by bank, then by consent id, each as its code units. */
export function byKey(a: ConsentKey, b: ConsentKey): number {
  return compare(a.bank, b.bank) || compare(a.consentId, b.consentId);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
