import type { JobResult, JobWithMetadata, PgBoss } from "pg-boss";
import type { BulkEvent } from "./batch.ts";
import { readProgress } from "./report.ts";
import { sendItem, type SendDeps, type Sent } from "./send-item.ts";
import { cancelItems, heldJobs, lockStates, settleExhausted } from "./store.ts";
import { inTransaction } from "./queue.ts";

export interface WorkDeps extends SendDeps {
  readonly boss: PgBoss;
  readonly queue: string;
  readonly onProgress: ((event: BulkEvent) => void) | undefined;
  /** The queue's own; `run` again every so many milliseconds, until the returned function has ended it. */
  readonly repeatedly: (run: () => void, ms: number) => () => void;
}

/** How often items are looked for whose tries are used up without an end, in ms. */
const settleEveryMs = 10_000;

/** Gives back what a worker that died has held: its tries count, and its items are next after the back-off. */
export async function takeOver(deps: WorkDeps): Promise<void> {
  const { boss, db, queue, tables } = deps;
  const held = await heldJobs(db, tables, queue);
  if (held.length > 0) await boss.fail(queue, held, { message: "its worker is gone" });
  await settle(deps);
}

async function settle(deps: WorkDeps): Promise<void> {
  const { clock, db, queue, tables } = deps;
  const ended = await settleExhausted(db, tables, { queue, now: clock.now() });
  for (const { batch_id: batchId, item_index: index, state } of ended) {
    await tell(deps, { batchId, index, state, isAgain: false });
  }
}

/** Sends the queue's items one after the other until the returned function has ended it. */
export async function startSending(deps: WorkDeps, lost: AbortSignal): Promise<() => Promise<void>> {
  const { boss, onError, queue } = deps;
  const self: { worker?: string } = {};
  const handle = async ([job]: JobWithMetadata[]): Promise<JobResult[]> => {
    if (job === undefined) return [];
    const result = await sendJob(deps, job, lost).catch((error: unknown) => {
      // The queue counts it as a try; without a word here nobody would hear of it.
      onError(error);
      throw error;
    });
    // There may be another one: without a word it would look for it after its interval.
    if (self.worker !== undefined) boss.notifyWorker(self.worker);
    return [result];
  };
  const options = { batchSize: 1, pollingIntervalSeconds: 1, includeMetadata: true, perJobResults: true } as const;
  self.worker = await boss.work(queue, options, handle);
  let settling = Promise.resolve();
  const endSettling = deps.repeatedly(() => {
    settling = settling.then(() => settle(deps)).catch(onError);
  }, settleEveryMs);
  return async () => {
    endSettling();
    await boss.offWork(queue, { wait: true });
    await settling;
  };
}

async function sendJob(deps: WorkDeps, job: JobWithMetadata, lost: AbortSignal): Promise<JobResult> {
  const { id, retryCount, retryLimit } = job;
  const signal = AbortSignal.any([job.signal, lost]);
  const sent = await sendItem(deps, { requestId: id, isLast: retryCount >= retryLimit, signal });
  if (sent === undefined) return { id, status: "completed", output: await putAside(deps, id) };
  await tell(deps, sent);
  const { index, state, failure } = sent;
  const isOver = !sent.isAgain && failure === undefined;
  return {
    id,
    status: sent.isAgain ? "failed" : "completed",
    output: isOver ? { index, state } : { index, state, failure },
  };
}

/** A job whose item is not to be sent: that of a paused batch waits for `resume`, any other is over. */
async function putAside({ boss, clock, queue, tables }: WorkDeps, requestId: string): Promise<object> {
  return inTransaction(boss, async (tx) => {
    const states = await lockStates(tx, tables, requestId);
    if (states?.item === "queued" && states.batch === "paused") await boss.cancel(queue, requestId, { db: tx });
    if (states?.item === "queued" && states.batch === "cancelled") {
      await cancelItems(tx, tables, { requestIds: [requestId], now: clock.now() });
    }
    return { ...states };
  });
}

async function tell(deps: WorkDeps, { batchId, index, state }: Sent): Promise<void> {
  const { db, onError, onProgress, queue, tables } = deps;
  if (onProgress === undefined) return;
  try {
    const progress = await readProgress(db, tables, { batchId, queue });
    if (progress !== undefined) onProgress({ index, state, progress });
  } catch (error) {
    // Whoever listens does not decide whether the item is sent again.
    onError(error);
  }
}
