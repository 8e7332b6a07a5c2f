import type { TransactionStatus } from "@tallystick/xs2a";
import type { BulkBatch, BulkItem, BulkProgress, BulkStatus } from "./batch.ts";
import { endingOf } from "./judge.ts";
import { checkIndex, checkStatus, readOptions, type BulkPaymentsOptions } from "./options.ts";
import { openQueue } from "./queue.ts";
import { readProgress, readStatus } from "./report.ts";
import { startSoleWorker, type SoleWorker } from "./sole-worker.ts";
import { cancelBatch, pauseBatch, repeatItem, resumeBatch, type SteerDeps } from "./steer.ts";
import { storeStatus } from "./store.ts";
import { submitBatch } from "./submit.ts";
import { createTables, tablesIn } from "./tables.ts";
import { startSending, takeOver, type WorkDeps } from "./work.ts";

/** Batches of payments at one bank, one payment after the other, over restarts and kills. */
export interface BulkPayments {
  /**
   * Checks every item, then stores batch, items and jobs together. The same key with the same payments is the same batch.
   * Throws BulkRejected for malformed items and BulkKeyReused, in both cases with nothing stored.
   */
  submit(batch: BulkBatch): Promise<BulkStatus>;
  /** Everything about a batch; undefined when there is none of this id. */
  status(batchId: string): Promise<BulkStatus | undefined>;
  /** Its counts alone. */
  progress(batchId: string): Promise<BulkProgress | undefined>;
  /** Items that are not going to be paid, or of which nobody knows, by index. */
  failed(batchId: string): Promise<readonly BulkItem[]>;
  /** Initiated items that their payer has to authorise at `scaRedirect` or `scaOAuth`. */
  awaitingPayer(batchId: string): Promise<readonly BulkItem[]>;
  /**
   * What the bank says of a payment now; RJCT and CANC make the item failed. False when it changes nothing.
   * Rejects with RangeError on an `index` or a status that cannot be.
   */
  recordStatus(batchId: string, index: number, transactionStatus: TransactionStatus): Promise<boolean>;
  /** Nothing more is sent for the first time; what may have reached the bank is still brought to its end. */
  pause(batchId: string): Promise<BulkProgress | undefined>;
  resume(batchId: string): Promise<BulkProgress | undefined>;
  /** For good; what was sent stays as it is. */
  cancel(batchId: string): Promise<BulkProgress | undefined>;
  /**
   * One more try, with the same X-Request-ID, of an item that is `unknown`. False when it is not, or is too old. Rejects
   * with RangeError on an `index` that cannot be.
   */
  repeat(batchId: string, index: number): Promise<boolean>;
  /** Sends, or stands by while another process does. Resolves when that is decided. */
  work(): Promise<void>;
  /** Lets the item at hand end, and closes all connections. */
  close(): Promise<void>;
}

/** Opens the queue and its tables; nothing is sent before `work`. Throws RangeError on an option that cannot be, naming it. */
export async function createBulkPayments(options: BulkPaymentsOptions): Promise<BulkPayments> {
  const read = readOptions(options);
  const { connection, queue, schema, onError } = read;
  const tables = tablesIn(schema);
  const boss = await openQueue(read);
  try {
    await createTables(boss, tables);
  } catch (error) {
    await boss.stop();
    throw error;
  }
  const deps: WorkDeps & typeof read = { ...read, boss, tables, db: boss.getDb() };
  return bulkPayments(deps, {
    submit: (batch) => submitBatch(deps, batch),
    startWorker: () =>
      startSoleWorker({
        connection,
        name: `${schema} ${queue}`,
        duty: async (lost) => {
          await takeOver(deps);
          return startSending(deps, lost);
        },
        onError,
      }),
  });
}

interface Parts {
  readonly submit: (batch: BulkBatch) => Promise<string>;
  readonly startWorker: () => SoleWorker;
}

function bulkPayments(deps: WorkDeps, { submit, startWorker }: Parts): BulkPayments {
  const { boss, clock, db, queue, tables, repeatForMs } = deps;
  let worker: SoleWorker | undefined;
  const progress = async (batchId: string) =>
    isUuid(batchId) ? readProgress(db, tables, { batchId, queue }) : undefined;
  const status = async (batchId: string) => (isUuid(batchId) ? readStatus(db, tables, { batchId, queue }) : undefined);
  const items = async (batchId: string, wanted: (item: BulkItem) => boolean) =>
    ((await status(batchId))?.items ?? []).filter(wanted);
  const steer = async (batchId: string, act: (deps: SteerDeps, batchId: string) => Promise<void>) => {
    if (isUuid(batchId)) await act(deps, batchId);
    return progress(batchId);
  };
  return {
    submit: async (batch) => (await status(await submit(batch)))!,
    status,
    progress,
    failed: (batchId) => items(batchId, ({ state }) => state === "failed" || state === "unknown"),
    awaitingPayer: (batchId) => items(batchId, awaitsPayer),
    recordStatus: async (batchId, index, transactionStatus) => {
      checkIndex(index);
      checkStatus(transactionStatus);
      if ((await progress(batchId)) === undefined) return false;
      const failure = endingOf(transactionStatus);
      return storeStatus(db, tables, { batchId, index, transactionStatus, failure, now: clock.now() });
    },
    pause: (batchId) => steer(batchId, pauseBatch),
    resume: (batchId) => steer(batchId, resumeBatch),
    cancel: (batchId) => steer(batchId, cancelBatch),
    repeat: async (batchId, index) => {
      checkIndex(index);
      return (await progress(batchId)) !== undefined && repeatItem(deps, { batchId, index, repeatForMs });
    },
    work: async () => {
      worker ??= startWorker();
      await worker.settled;
    },
    close: async () => {
      await worker?.stop();
      await boss.stop();
    },
  };
}

function awaitsPayer({ state, transactionStatus, scaRedirect, scaOAuth }: BulkItem): boolean {
  const isOpen = transactionStatus === "RCVD" || transactionStatus === "PATC";
  return state === "initiated" && isOpen && (scaRedirect ?? scaOAuth) !== undefined;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);
}
