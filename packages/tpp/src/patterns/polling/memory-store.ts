import { byNext, judgeClaim, keyText, type LeasedRecord, type PollingStore } from "./store.ts";

/** A store that forgets with its process: for tests, and for programs that follow a payment while they run. */
export function createMemoryPollingStore(): PollingStore {
  const stored = new Map<string, LeasedRecord>();
  return {
    async add(record) {
      const key = keyText(record);
      if (!stored.has(key)) stored.set(key, { record, lease: undefined });
    },
    async claim(key, lease) {
      const claim = judgeClaim(stored.get(keyText(key)), lease);
      if (claim.kind === "claimed") stored.set(keyText(key), { record: claim.record, lease });
      return claim;
    },
    async save(record, owner) {
      const known = stored.get(keyText(record));
      if (known?.lease?.owner !== owner || known.record.endedBy !== undefined) return false;
      stored.set(keyText(record), { record, lease: undefined });
      return true;
    },
    async unfinished() {
      const records = [...stored.values()].map(({ record }) => record);
      return records.filter(({ endedBy }) => endedBy === undefined).toSorted(byNext);
    },
    async forget(startedBefore) {
      for (const [key, { record }] of stored) {
        if (record.endedBy !== undefined && record.startedAt < startedBefore) stored.delete(key);
      }
    },
  };
}
