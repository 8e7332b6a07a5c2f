import type { PgBoss } from "pg-boss";
import type { Clock } from "../time.ts";
import type { BulkBatch } from "./batch.ts";
import { BulkKeyReused } from "./bulk-error.ts";
import { readBatch, type ReadBatch } from "./read-batch.ts";
import { findByKey, insertBatch } from "./store.ts";
import type { Tables } from "./tables.ts";
import { inTransaction } from "./queue.ts";

export interface SubmitDeps {
  readonly boss: PgBoss;
  readonly queue: string;
  readonly tables: Tables;
  readonly clock: Clock;
  readonly product: string;
  readonly timeZone: string | undefined;
}

/**
 * Stores batch, items with their X-Request-IDs, and jobs in one transaction; returns the batch's id, an old one for a key
 * that is known. Of many callers at once one stores and the others wait for it at the key's index.
 */
export async function submitBatch(deps: SubmitDeps, batch: BulkBatch): Promise<string> {
  const { boss, clock, product, queue, tables, timeZone } = deps;
  const now = clock.now();
  const read = readBatch(batch, { product, now, timeZone });
  const digest = await digestOf(read);
  const batchId = globalThis.crypto.randomUUID();
  const items = read.payments.map((payment, index) => ({ index, requestId: globalThis.crypto.randomUUID(), payment }));
  const jobs = items.map(({ index, requestId: id }) => ({ id, data: { batchId, index } }));
  const isNew = await inTransaction(boss, async (tx) => {
    const made = await insertBatch(tx, tables, { ...read, batchId, queue, digest, items, now });
    if (made !== undefined) await boss.insert(queue, jobs, { db: tx });
    return made !== undefined;
  });
  if (isNew) return batchId;
  const known = await findByKey(boss.getDb(), tables, { queue, key: read.key });
  if (known === undefined) throw new Error("a batch that was there is gone");
  if (known.digest !== digest) throw new BulkKeyReused(read.key, known.batch_id);
  return known.batch_id;
}

/** SHA-256 over product and payments, in hex; the order of members does not count, that of payments does. */
export async function digestOf({ product, payments }: ReadBatch): Promise<string> {
  const text = JSON.stringify(sorted([product, payments]));
  const hash = await globalThis.crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
