import type { Db as QueueDb } from "pg-boss";
import type { SinglePayment, TransactionStatus } from "@tallystick/xs2a";
import { bulkItemStates, type BulkItem, type BulkItemState, type BulkProgress, type BulkStatus } from "./batch.ts";
import { adviceOf, type FailureFacts } from "./judge.ts";
import type { StoredBatchState } from "./store.ts";
import type { Tables } from "./tables.ts";

interface Asked {
  readonly batchId: string;
  readonly queue: string;
}

interface BatchRow {
  readonly batch_id: string;
  readonly key: string;
  readonly product: string;
  readonly state: StoredBatchState;
  readonly created_at: Date;
}

/** Counts by state; undefined for a batch that this queue does not have. */
export async function readProgress(db: QueueDb, tables: Tables, asked: Asked): Promise<BulkProgress | undefined> {
  const row = await readBatchRow(db, tables, asked);
  return row === undefined ? undefined : progressOf(db, tables, row);
}

/** Everything about a batch. */
export async function readStatus(db: QueueDb, tables: Tables, asked: Asked): Promise<BulkStatus | undefined> {
  const row = await readBatchRow(db, tables, asked);
  if (row === undefined) return undefined;
  const [progress, items] = [await progressOf(db, tables, row), await readItems(db, tables, asked.batchId)];
  return { ...progress, product: row.product, createdAt: row.created_at, items };
}

async function readBatchRow(db: QueueDb, { batch }: Tables, asked: Asked): Promise<BatchRow | undefined> {
  const { rows } = await db.executeSql(
    `select batch_id, key, product, state, created_at from ${batch} where batch_id = $1 and queue = $2`,
    [asked.batchId, asked.queue],
  );
  return rows[0];
}

async function progressOf(db: QueueDb, { item }: Tables, row: BatchRow): Promise<BulkProgress> {
  const { rows } = await db.executeSql(
    `select state, count(*)::integer as items from ${item} where batch_id = $1 group by state`,
    [row.batch_id],
  );
  const counts = Object.fromEntries(bulkItemStates.map((state) => [state, 0])) as Record<BulkItemState, number>;
  for (const { state, items } of rows as { state: BulkItemState; items: number }[]) counts[state] = items;
  const isOver = counts.queued === 0 && counts.sending === 0;
  return {
    batchId: row.batch_id,
    key: row.key,
    state: isOver && row.state !== "cancelled" ? "finished" : row.state,
    total: bulkItemStates.reduce((sum, state) => sum + counts[state], 0),
    counts,
  };
}

interface ItemRow {
  readonly item_index: number;
  readonly request_id: string;
  readonly payment: SinglePayment;
  readonly state: BulkItemState;
  readonly attempts: number;
  readonly payment_id: string | null;
  readonly transaction_status: TransactionStatus | null;
  readonly sca_redirect: string | null;
  readonly sca_oauth: string | null;
  readonly failure: FailureFacts | null;
}

async function readItems(db: QueueDb, { item }: Tables, batchId: string): Promise<readonly BulkItem[]> {
  const { rows } = await db.executeSql(
    `select item_index, request_id, payment, state, attempts, payment_id, transaction_status, sca_redirect, sca_oauth,
       failure from ${item} where batch_id = $1 order by item_index`,
    [batchId],
  );
  return rows.map(itemOf);
}

function itemOf(row: ItemRow): BulkItem {
  return {
    index: row.item_index,
    requestId: row.request_id,
    endToEndIdentification: row.payment.endToEndIdentification,
    state: row.state,
    attempts: row.attempts,
    paymentId: row.payment_id ?? undefined,
    transactionStatus: row.transaction_status ?? undefined,
    scaRedirect: row.sca_redirect ?? undefined,
    scaOAuth: row.sca_oauth ?? undefined,
    failure: row.failure === null ? undefined : { ...row.failure, advice: adviceOf(row.failure, row.state) },
  };
}
