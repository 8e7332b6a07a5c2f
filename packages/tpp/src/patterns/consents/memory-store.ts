import type { ConsentEvent, ConsentRecord } from "./record.ts";
import { byKey, keyText, type ConsentFilter, type ConsentStore, type EventLease } from "./store.ts";

/** Consents and events as the stores that are no database keep them. */
export interface KeptConsents {
  /** By `keyText`. */
  readonly records: Map<string, ConsentRecord>;
  /** In the order in which they happened. */
  readonly events: KeptEvent[];
}

export interface KeptEvent {
  readonly event: ConsentEvent;
  lease: { readonly owner: string; readonly until: Date } | undefined;
}

/** A store that forgets with its process: for tests, and for programs that run once. */
export function createMemoryConsentStore(): ConsentStore {
  const kept: KeptConsents = { records: new Map(), events: [] };
  return {
    add: async (record, event) => addTo(kept, record, event),
    find: async (key) => kept.records.get(keyText(key)),
    list: async (filter) => listOf(kept, filter),
    replace: async (record, event) => replaceIn(kept, record, event),
    claimEvent: async (lease) => claimIn(kept, lease),
    settleEvent: async (event, owner) => void settleIn(kept, event, owner),
  };
}

export function addTo({ records, events }: KeptConsents, record: ConsentRecord, event: ConsentEvent): boolean {
  const key = keyText(record);
  if (records.has(key)) return false;
  records.set(key, record);
  events.push({ event, lease: undefined });
  return true;
}

export function listOf({ records }: KeptConsents, { states, endsBy, after, limit }: ConsentFilter): ConsentRecord[] {
  return [...records.values()]
    .filter((record) => states.includes(record.state))
    .filter(({ validUntil }) => endsBy === undefined || validUntil <= endsBy)
    .filter((record) => after === undefined || byKey(record, after) > 0)
    .toSorted(byKey)
    .slice(0, limit);
}

export function replaceIn({ records, events }: KeptConsents, record: ConsentRecord, event?: ConsentEvent): boolean {
  const key = keyText(record);
  if (records.get(key)?.version !== record.version - 1) return false;
  records.set(key, record);
  if (event !== undefined) events.push({ event, lease: undefined });
  return true;
}

export function claimIn({ events }: KeptConsents, { owner, now, until }: EventLease): ConsentEvent | undefined {
  const seen = new Set<string>();
  for (const kept of events) {
    const key = keyText(kept.event);
    const first = !seen.has(key);
    seen.add(key);
    if (!first || (kept.lease !== undefined && kept.lease.until > now)) continue;
    kept.lease = { owner, until };
    return kept.event;
  }
  return undefined;
}

export function settleIn({ events }: KeptConsents, { eventId }: ConsentEvent, owner: string): boolean {
  const at = events.findIndex(({ event, lease }) => event.eventId === eventId && lease?.owner === owner);
  if (at >= 0) events.splice(at, 1);
  return at >= 0;
}
