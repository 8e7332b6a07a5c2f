import type { Db as QueueDb, PgBoss } from "pg-boss";
import type { Clock } from "../time.ts";
import { cancelItems, moveBatch, reopenItem } from "./store.ts";
import type { Tables } from "./tables.ts";
import { inTransaction } from "./queue.ts";

export interface SteerDeps {
  readonly boss: PgBoss;
  readonly queue: string;
  readonly tables: Tables;
  readonly clock: Clock;
}

/** The jobs of what waits are cancelled in the queue, which keeps them for `resumeBatch`. */
export async function pauseBatch({ boss, queue, tables }: SteerDeps, batchId: string): Promise<void> {
  await inTransaction(boss, async (tx) => {
    const waiting = await moveBatch(tx, tables, { batchId, queue, from: ["running"], to: "paused" });
    if (waiting !== undefined && waiting.length > 0) await boss.cancel(queue, waiting, { db: tx });
  });
}

export async function resumeBatch({ boss, queue, tables }: SteerDeps, batchId: string): Promise<void> {
  await inTransaction(boss, async (tx) => {
    const waiting = await moveBatch(tx, tables, { batchId, queue, from: ["paused"], to: "running" });
    if (waiting !== undefined && waiting.length > 0) await boss.resume(queue, waiting, { db: tx });
  });
}

export async function cancelBatch({ boss, clock, queue, tables }: SteerDeps, batchId: string): Promise<void> {
  await inTransaction(boss, async (tx) => {
    const waiting = await moveBatch(tx, tables, { batchId, queue, from: ["running", "paused"], to: "cancelled" });
    if (waiting === undefined || waiting.length === 0) return;
    await cancelItems(tx, tables, { requestIds: waiting, now: clock.now() });
    await boss.cancel(queue, waiting, { db: tx });
  });
}

/** A new job of one try for an item whose old one is over. */
export async function repeatItem(
  { boss, clock, queue, tables }: SteerDeps,
  { batchId, index, repeatForMs }: { readonly batchId: string; readonly index: number; readonly repeatForMs: number },
): Promise<boolean> {
  const now = clock.now();
  const sentAfter = new Date(now.getTime() - repeatForMs);
  return inTransaction(boss, async (tx: QueueDb) => {
    const requestId = await reopenItem(tx, tables, { batchId, index, sentAfter, now });
    if (requestId === undefined) return false;
    await boss.deleteJob(queue, requestId, { db: tx });
    await boss.insert(queue, [{ id: requestId, data: { batchId, index }, retryLimit: 0 }], { db: tx });
    return true;
  });
}
