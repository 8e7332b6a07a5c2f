import type { Db as QueueDb } from "pg-boss";
import { BankError } from "../../client/bank-error.ts";
import type { Clock, Sleep } from "../time.ts";
import type { BulkItemState, InitiateOrder } from "./batch.ts";
import { endingOf, factsOf, judge, readAnswer, type FailureFacts } from "./judge.ts";
import { claimItem, storeAnswer, storeFailure, type ClaimedItem } from "./store.ts";
import type { Tables } from "./tables.ts";

export interface SendDeps {
  readonly db: QueueDb;
  readonly tables: Tables;
  readonly initiate: InitiateOrder;
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** For how long a bank is believed to know an X-Request-ID, in ms. */
  readonly repeatForMs: number;
  readonly onError: (error: unknown) => void;
}

export interface SendInput {
  readonly requestId: string;
  readonly isLast: boolean;
  readonly signal: AbortSignal;
}

/** What a try has come to. */
export interface Sent {
  readonly batchId: string;
  readonly index: number;
  readonly state: BulkItemState;
  /** The queue is to bring it again. */
  readonly isAgain: boolean;
  readonly failure?: FailureFacts;
}

/** The longest that a bank's `Retry-After` holds the queue up; the tries go on afterwards whatever it said. */
const longestWaitMs = 120_000;

/**
 * One try of one item: written down, sent, its answer stored. The X-Request-ID is as old as the item, so whatever happens
 * in between, the next try is the same payment to the bank. Undefined when there was nothing to send.
 */
export async function sendItem(deps: SendDeps, input: SendInput): Promise<Sent | undefined> {
  const { clock, db, tables } = deps;
  const { requestId, signal } = input;
  const claimed = await claimItem(db, tables, { requestId, now: clock.now() });
  if (claimed === undefined) return undefined;
  const repeats = claimed.was === "sending";
  const isTooOld = clock.now().getTime() - claimed.first_sent_at.getTime() >= deps.repeatForMs;
  if (repeats && isTooOld) return fail(deps, claimed, { requestId, state: "unknown", failure: { code: "too_old" } });
  const { batch_id: batchId, item_index: index, key, product, payment } = claimed;
  try {
    const answer = readAnswer(await deps.initiate({ batchId, key, index, requestId, product, payment, signal }));
    const failure = endingOf(answer.transactionStatus);
    await storeAnswer(db, tables, { requestId, now: clock.now(), answer, failure });
    return { batchId, index, state: failure === undefined ? "initiated" : "failed", isAgain: false };
  } catch (error) {
    // An item keeps no more than a code of it; what it was is for whoever runs this.
    if (!(error instanceof BankError)) deps.onError(error);
    return afterError(deps, claimed, { ...input, repeats, error });
  }
}

interface Failing extends SendInput {
  readonly repeats: boolean;
  readonly error: unknown;
}

async function afterError(deps: SendDeps, claimed: ClaimedItem, failing: Failing): Promise<Sent> {
  const { error, requestId, signal } = failing;
  const judged = judge(error, failing);
  const failure = factsOf(error);
  if (judged.kind !== "again") return fail(deps, claimed, { requestId, state: judged.kind, failure });
  const sent = await fail(deps, claimed, { requestId, state: judged.isOpen ? "sending" : "queued", failure });
  const seconds = error instanceof BankError ? (error.retryAfterSeconds ?? 0) : 0;
  // The bank asks everybody who calls with this certificate to wait, so the items behind wait as well.
  if (seconds > 0) await deps.sleep(Math.min(seconds * 1_000, longestWaitMs), signal).catch(() => {});
  return { ...sent, isAgain: true };
}

async function fail(
  { db, tables, clock }: SendDeps,
  { batch_id: batchId, item_index: index }: ClaimedItem,
  to: {
    readonly requestId: string;
    readonly state: "queued" | "sending" | "failed" | "unknown";
    readonly failure: FailureFacts;
  },
): Promise<Sent> {
  await storeFailure(db, tables, { ...to, now: clock.now() });
  return { batchId, index, state: to.state, isAgain: false, failure: to.failure };
}
