import type { Db as QueueDb } from "pg-boss";
import type { SinglePayment, TransactionStatus } from "@tallystick/xs2a";
import type { BulkItemState, InitiateOrder } from "./batch.ts";
import type { FailureFacts } from "./judge.ts";
import type { ReadBatch } from "./read-batch.ts";
import type { Tables } from "./tables.ts";

export type StoredBatchState = "running" | "paused" | "cancelled";

export interface NewItem {
  readonly index: number;
  readonly requestId: string;
  readonly payment: SinglePayment;
}

export interface NewBatch extends ReadBatch {
  readonly batchId: string;
  readonly queue: string;
  readonly digest: string;
  readonly items: readonly NewItem[];
  readonly now: Date;
}

/** Stores the batch as running; undefined when the queue has one under its key. */
export async function insertBatch(db: QueueDb, { batch, item }: Tables, made: NewBatch): Promise<string | undefined> {
  const { batchId, queue, key, digest, product, items, now } = made;
  const { rows } = await db.executeSql(
    `insert into ${batch} (batch_id, queue, key, digest, product, state, created_at)
     values ($1, $2, $3, $4, $5, 'running', $6) on conflict (queue, key) do nothing returning batch_id`,
    [batchId, queue, key, digest, product, now],
  );
  if (rows.length === 0) return undefined;
  await db.executeSql(
    `insert into ${item} (batch_id, item_index, request_id, payment, state, changed_at)
     select $1::uuid, given.item_index, given.request_id, given.payment, 'queued', $2::timestamptz
     from unnest($3::integer[], $4::uuid[], $5::json[]) as given (item_index, request_id, payment)`,
    [
      batchId,
      now,
      items.map(({ index }) => index),
      items.map(({ requestId }) => requestId),
      items.map(({ payment }) => JSON.stringify(payment)),
    ],
  );
  return batchId;
}

export async function findByKey(
  db: QueueDb,
  { batch }: Tables,
  { queue, key }: { readonly queue: string; readonly key: string },
): Promise<{ readonly batch_id: string; readonly digest: string } | undefined> {
  const { rows } = await db.executeSql(`select batch_id, digest from ${batch} where queue = $1 and key = $2`, [
    queue,
    key,
  ]);
  return rows[0];
}

export interface ClaimedItem {
  readonly batch_id: string;
  readonly item_index: number;
  readonly key: string;
  readonly product: string;
  readonly payment: SinglePayment;
  readonly was: "queued" | "sending";
  readonly first_sent_at: Date;
}

/**
 * Takes the item for one try, and writes that down before anything is sent. Nothing when it is settled or its batch is
 * not running; an item that may have reached the bank is taken all the same. The batch's row is locked while it is
 * judged, so that after `pause` has returned nothing begins.
 */
export async function claimItem(
  db: QueueDb,
  { batch, item }: Tables,
  { requestId, now }: { readonly requestId: string; readonly now: Date },
): Promise<ClaimedItem | undefined> {
  const { rows } = await db.executeSql(
    `with open as (
       select i.batch_id, i.state as was, b.state as batch_state, b.key, b.product
       from ${item} i join ${batch} b on b.batch_id = i.batch_id where i.request_id = $1 for share of b
     )
     update ${item} i
     set state = 'sending', attempts = i.attempts + 1, first_sent_at = coalesce(i.first_sent_at, $2), changed_at = $2
     from open
     where i.request_id = $1 and (i.state = 'sending' or (i.state = 'queued' and open.batch_state = 'running'))
     returning i.batch_id, i.item_index, i.payment, i.first_sent_at, open.key, open.product, open.was`,
    [requestId, now],
  );
  return rows[0];
}

/** Both states, the batch's held as it is until the transaction ends. */
export async function lockStates(
  db: QueueDb,
  { batch, item }: Tables,
  requestId: string,
): Promise<{ readonly batch: StoredBatchState; readonly item: BulkItemState } | undefined> {
  const { rows } = await db.executeSql(
    `select b.state as batch, i.state as item
     from ${item} i join ${batch} b on b.batch_id = i.batch_id where i.request_id = $1 for share of b`,
    [requestId],
  );
  return rows[0];
}

interface Settling {
  readonly requestId: string;
  readonly now: Date;
}

/**
 * The bank's answer; `failure` when it took the payment and ended it at once. One that comes when its try has been given
 * up is still the word of the bank, and settles what nobody knew.
 */
export async function storeAnswer(
  db: QueueDb,
  { item }: Tables,
  settling: Settling & {
    readonly answer: Awaited<ReturnType<InitiateOrder>>;
    readonly failure: FailureFacts | undefined;
  },
): Promise<void> {
  const { requestId, now, answer, failure } = settling;
  await db.executeSql(
    `update ${item} set state = $2, payment_id = $3, transaction_status = $4, sca_redirect = $5, sca_oauth = $6,
       failure = $7, changed_at = $8 where request_id = $1 and state in ('sending', 'unknown')`,
    [
      requestId,
      failure === undefined ? "initiated" : "failed",
      answer.paymentId,
      answer.transactionStatus,
      answer.scaRedirect ?? null,
      answer.scaOAuth ?? null,
      failure === undefined ? null : JSON.stringify(failure),
      now,
    ],
  );
}

/** After a try that did not succeed; back in the queue it is as if it had never been sent. */
export async function storeFailure(
  db: QueueDb,
  { item }: Tables,
  settling: Settling & { readonly state: "queued" | "sending" | "failed" | "unknown"; readonly failure: FailureFacts },
): Promise<void> {
  const { requestId, now, state, failure } = settling;
  await db.executeSql(
    `update ${item} set state = $2, failure = $3, changed_at = $4,
       first_sent_at = case when $2 = 'queued' then null else first_sent_at end
     where request_id = $1 and state = 'sending'`,
    [requestId, state, JSON.stringify(failure), now],
  );
}

export interface Exhausted {
  readonly batch_id: string;
  readonly item_index: number;
  readonly state: "unknown" | "failed";
}

/**
 * Ends the items of which no try is left although none came to an end: their workers died, the initiation never answered,
 * or the database was away when it did.
 */
export async function settleExhausted(
  db: QueueDb,
  { item, job }: Tables,
  { queue, now }: { readonly queue: string; readonly now: Date },
): Promise<Exhausted[]> {
  const { rows } = await db.executeSql(
    `update ${item} i set state = case i.state when 'sending' then 'unknown' else 'failed' end,
       failure = '{"code":"attempts_exhausted"}', changed_at = $2
     from ${job} j where j.name = $1 and j.state = 'failed' and j.id = i.request_id and i.state in ('queued', 'sending')
     returning i.batch_id, i.item_index, i.state`,
    [queue, now],
  );
  return rows;
}

/** Jobs that a worker holds, living or dead. */
export async function heldJobs(db: QueueDb, { job }: Tables, queue: string): Promise<string[]> {
  const { rows } = await db.executeSql(`select id from ${job} where name = $1 and state = 'active'`, [queue]);
  return rows.map(({ id }: { id: string }) => id);
}

/** Moves the batch when it is in one of the states; the ids of its queued items are then the caller's to act on. */
export async function moveBatch(
  db: QueueDb,
  { batch, item }: Tables,
  move: {
    readonly batchId: string;
    readonly queue: string;
    readonly from: readonly StoredBatchState[];
    readonly to: StoredBatchState;
  },
): Promise<string[] | undefined> {
  const { batchId, queue, from, to } = move;
  const moved = await db.executeSql(
    `update ${batch} set state = $4 where batch_id = $1 and queue = $2 and state = any($3) returning batch_id`,
    [batchId, queue, from, to],
  );
  if (moved.rows.length === 0) return undefined;
  const { rows } = await db.executeSql(
    `select request_id from ${item} where batch_id = $1 and state = 'queued' order by item_index`,
    [batchId],
  );
  return rows.map(({ request_id: id }: { request_id: string }) => id);
}

export async function cancelItems(
  db: QueueDb,
  { item }: Tables,
  { requestIds, now }: { readonly requestIds: readonly string[]; readonly now: Date },
): Promise<void> {
  await db.executeSql(
    `update ${item} set state = 'cancelled', failure = null, changed_at = $2
     where request_id = any($1::uuid[]) and state = 'queued'`,
    [requestIds, now],
  );
}

/** Opens an item whose outcome is unknown for one more try; its request id, when it was one. */
export async function reopenItem(
  db: QueueDb,
  { item }: Tables,
  reopening: { readonly batchId: string; readonly index: number; readonly sentAfter: Date; readonly now: Date },
): Promise<string | undefined> {
  const { batchId, index, sentAfter, now } = reopening;
  const { rows } = await db.executeSql(
    `update ${item} set state = 'sending', changed_at = $4
     where batch_id = $1 and item_index = $2 and state = 'unknown' and first_sent_at > $3 returning request_id`,
    [batchId, index, sentAfter, now],
  );
  return rows[0]?.request_id;
}

/** What the bank says of an initiated payment; an ended one does not begin again. */
export async function storeStatus(
  db: QueueDb,
  { item }: Tables,
  told: {
    readonly batchId: string;
    readonly index: number;
    readonly transactionStatus: TransactionStatus;
    readonly failure: FailureFacts | undefined;
    readonly now: Date;
  },
): Promise<boolean> {
  const { batchId, index, transactionStatus, failure, now } = told;
  const { rows } = await db.executeSql(
    `update ${item} set transaction_status = $3, state = $4, failure = $5, changed_at = $6
     where batch_id = $1 and item_index = $2 and state = 'initiated' and transaction_status not in ($3, 'ACCC')
       and (transaction_status <> 'ACSC' or $3 = 'ACCC') returning request_id`,
    [
      batchId,
      index,
      transactionStatus,
      failure === undefined ? "initiated" : "failed",
      failure === undefined ? null : JSON.stringify(failure),
      now,
    ],
  );
  return rows.length > 0;
}
