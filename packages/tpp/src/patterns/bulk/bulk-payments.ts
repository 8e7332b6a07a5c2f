import type { TransactionStatus } from "@tallystick/xs2a";
import { systemClock, systemSleep, type Clock, type Sleep } from "../time.ts";
import type { BulkBatch, BulkEvent, BulkItem, BulkProgress, BulkStatus, InitiateOrder } from "./batch.ts";
import { endingOf } from "./judge.ts";
import { openQueue } from "./queue.ts";
import { readProgress, readStatus } from "./report.ts";
import { startSoleWorker, type SoleWorker } from "./sole-worker.ts";
import { cancelBatch, pauseBatch, repeatItem, resumeBatch, type SteerDeps } from "./steer.ts";
import { storeStatus } from "./store.ts";
import { submitBatch } from "./submit.ts";
import { createTables, tablesIn } from "./tables.ts";
import { startSending, takeOver, type WorkDeps } from "./work.ts";

export interface BulkPaymentsOptions {
  /** PostgreSQL 15 to 18, `postgres://tpp@db.example:5432/tpp`; a direct connection, its account may create a schema. */
  readonly connection: string;
  /** How one payment is initiated: `initiateAt(client, …)`, or a function of the caller's. */
  readonly initiate: InitiateOrder;
  /** A queue for each bank, so that a slow one holds up no other; default `tpp-bulk-payments`. */
  readonly queue?: string;
  /** Of the queue's tables and ours; default `tpp_bulk`. */
  readonly schema?: string;
  /** Default `sepa-credit-transfers`. */
  readonly product?: string;
  /** Whose day an execution date may not lie before, `Europe/Vilnius`; default UTC. */
  readonly timeZone?: string;
  readonly clock?: Clock;
  /** How it waits when a bank asks for it (`Retry-After`). */
  readonly sleep?: Sleep;
  /**
   * For how long the bank is believed to know an X-Request-ID, in ms: a payment whose outcome is open is not sent again
   * later than this after its first try. Default 24 hours.
   */
  readonly repeatForMs?: number;
  /** After each try, in the process that works. */
  readonly onProgress?: (event: BulkEvent) => void;
  /**
   * Errors of the background: a database that is away, a lost lock, what `initiate` throws besides BankError. The work goes
   * on by itself.
   */
  readonly onError?: (error: unknown) => void;
  /** The queue's own clock, for tests: a `TestClock` of pg-boss. */
  readonly queueClock?: QueueClock;
}

/** Time and timers of the queue. Written out: the declarations of pg-boss do not hold for users who check libraries. */
export interface QueueClock {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
  setInterval(run: () => void, ms: number): unknown;
  clearInterval(handle: unknown): void;
}

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
  /** What the bank says of a payment now; RJCT and CANC make the item failed. False when it changes nothing. */
  recordStatus(batchId: string, index: number, transactionStatus: TransactionStatus): Promise<boolean>;
  /** Nothing more is sent for the first time; what may have reached the bank is still brought to its end. */
  pause(batchId: string): Promise<BulkProgress | undefined>;
  resume(batchId: string): Promise<BulkProgress | undefined>;
  /** For good; what was sent stays as it is. */
  cancel(batchId: string): Promise<BulkProgress | undefined>;
  /** One more try, with the same X-Request-ID, of an item that is `unknown`. False when it is not, or is too old. */
  repeat(batchId: string, index: number): Promise<boolean>;
  /** Sends, or stands by while another process does. Resolves when that is decided. */
  work(): Promise<void>;
  /** Lets the item at hand end, and closes all connections. */
  close(): Promise<void>;
}

const dayMs = 86_400_000;

/** Opens the queue and its tables; nothing is sent before `work`. */
export async function createBulkPayments(options: BulkPaymentsOptions): Promise<BulkPayments> {
  const { connection, queue = "tpp-bulk-payments", schema = "tpp_bulk", queueClock } = options;
  const onError = (error: unknown): void => {
    try {
      options.onError?.(error);
    } catch {
      // What a handler of errors throws is nobody's to handle.
    }
  };
  const tables = tablesIn(schema);
  const boss = await openQueue({ connection, schema, queue, queueClock, onError });
  try {
    await createTables(boss, tables);
  } catch (error) {
    await boss.stop();
    throw error;
  }
  const deps: WorkDeps = {
    boss,
    queue,
    tables,
    db: boss.getDb(),
    initiate: options.initiate,
    clock: options.clock ?? systemClock,
    sleep: options.sleep ?? systemSleep,
    repeatForMs: options.repeatForMs ?? dayMs,
    onProgress: options.onProgress,
    onError,
    repeatedly: repeatedlyBy(queueClock),
  };
  const submitting = { ...deps, product: options.product ?? "sepa-credit-transfers", timeZone: options.timeZone };
  return bulkPayments(deps, {
    submit: (batch) => submitBatch(submitting, batch),
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

function repeatedlyBy(clock: QueueClock | undefined): WorkDeps["repeatedly"] {
  return (run, ms) => {
    if (clock === undefined) {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    }
    const timer = clock.setInterval(run, ms);
    return () => clock.clearInterval(timer);
  };
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
      if ((await progress(batchId)) === undefined) return false;
      const failure = endingOf(transactionStatus);
      return storeStatus(db, tables, { batchId, index, transactionStatus, failure, now: clock.now() });
    },
    pause: (batchId) => steer(batchId, pauseBatch),
    resume: (batchId) => steer(batchId, resumeBatch),
    cancel: (batchId) => steer(batchId, cancelBatch),
    repeat: async (batchId, index) =>
      (await progress(batchId)) !== undefined && repeatItem(deps, { batchId, index, repeatForMs }),
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
