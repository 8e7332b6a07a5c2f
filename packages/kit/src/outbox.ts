import type { Checkpoint } from "./checkpoint.ts";
import { after, type Clock } from "./clock.ts";
import type { Db, Tx } from "./db.ts";
import type { Log, LogFields } from "./log.ts";
import {
  claimDue,
  endLeasesOfTheDead,
  giveBack,
  LeaseLost,
  storeOutcome,
  writeFenced,
  type Claim,
  type Outcome,
  type OutboxRow,
} from "./outbox/rows.ts";
import { thisProcess } from "./process.ts";

export { rearrange } from "./outbox/rearrange.ts";
export { enqueue, LeaseLost, outboxMigration } from "./outbox/rows.ts";
export type { Outcome, OutboxRow, OutboxTable, Work } from "./outbox/rows.ts";

export interface Fence {
  /**
   * Runs `work` in a transaction that holds the row, so that what it writes is committed only by the worker that still
   * owns the row. Throws `LeaseLost` when another worker has taken it over.
   */
  write<T>(work: (tx: Tx<any>) => Promise<T>): Promise<T>;
  /** Aborted when the lease ends or the outbox stops: calls to the outside should end then. */
  readonly signal: AbortSignal;
}

export type OutboxHandler = (row: OutboxRow, fence: Fence) => Promise<Outcome>;

export interface OutboxOptions {
  readonly db: Db<any>;
  readonly clock: Clock;
  readonly log: Log;
  /** By topic. Rows of other topics are left alone. */
  readonly handlers: Readonly<Record<string, OutboxHandler>>;
  /** How long a worker may take for a row before another may take it over; default 30 s. */
  readonly leaseMs?: number;
  /** Most rows in work at a time; default 16. */
  readonly concurrency?: number;
  /** How often to look for due rows when nobody calls `wake`; default 1 s. */
  readonly idlePollMs?: number;
  readonly checkpoint?: Checkpoint;
}

export interface Outbox {
  /** Handles rows as they fall due, until `stop`. */
  start(): void;
  /** Looks for due rows now; to be called after the commit of a transaction that enqueued. */
  wake(): void;
  /** Ends claiming, aborts the signals and waits up to a second; rows still in work then are given back. */
  stop(): Promise<void>;
  /** Handles what is due, with what falls due meanwhile, each row at most once; returns how many. For tests. */
  drainDue(): Promise<number>;
}

export function createOutbox(options: OutboxOptions): Outbox {
  return new Worker(options);
}

/** Wait before the next try of a handler that threw: 1 s, doubling, at most 5 minutes. */
export function backoffMs(attempt: number): number {
  return Math.min(1_000 * 2 ** (attempt - 1), 300_000);
}

const stopWaitMs = 1_000;

class Worker implements Outbox {
  readonly #o: Required<Omit<OutboxOptions, "checkpoint">> & { checkpoint: Checkpoint };
  readonly #holder = JSON.stringify(thisProcess());
  readonly #running = new Map<Claim, Promise<void>>();
  readonly #stopping = new AbortController();
  #tookOver = false;
  #ended = 0;
  #claiming: Promise<unknown> = Promise.resolve();
  #loop: Promise<void> | undefined;
  #roused = false;
  #rouse = (): void => {};

  constructor(options: OutboxOptions) {
    this.#o = { leaseMs: 30_000, concurrency: 16, idlePollMs: 1_000, checkpoint: () => {}, ...options };
  }

  start(): void {
    this.#loop ??= this.#handleUntilStopped();
  }

  wake(): void {
    this.#roused = true;
    this.#rouse();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    const ended = Promise.all([this.#loop, ...this.#running.values()]);
    await Promise.race([ended, wait(stopWaitMs)]);
    if (this.#running.size > 0) await giveBack(this.#o.db, [...this.#running.keys()]);
  }

  async drainDue(): Promise<number> {
    const seen: string[] = [];
    for (;;) {
      const endedBefore = this.#ended;
      seen.push(...(await this.#claim(seen)));
      // A row that ended while this looked may have made way for its successor.
      if (this.#running.size > 0) await Promise.race(this.#running.values());
      else if (this.#ended === endedBefore) return seen.length;
    }
  }

  async #handleUntilStopped(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#roused = false;
      try {
        await this.#claim([]);
        await this.#sleep({ evenIfRoused: false });
      } catch (error) {
        this.#o.log.error("outbox.claim_failed", { error });
        // A database that is away is not asked in a tight circle, however often somebody wakes.
        await this.#sleep({ evenIfRoused: true });
      }
    }
  }

  /** Until the next poll is due, somebody calls `wake`, or a row ends: its successor may be due at once. */
  async #sleep({ evenIfRoused }: { evenIfRoused: boolean }): Promise<void> {
    if (this.#stopping.signal.aborted || (this.#roused && !evenIfRoused)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#o.idlePollMs);
      this.#rouse = () => {
        if (evenIfRoused && !this.#stopping.signal.aborted) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Begins due rows as far as there is room and returns their ids; one call at a time, or they would share the room. */
  #claim(without: readonly string[]): Promise<string[]> {
    const claimed = this.#claiming.then(() => this.#claimNext(without));
    this.#claiming = claimed.catch(() => {});
    return claimed;
  }

  async #claimNext(without: readonly string[]): Promise<string[]> {
    const { db, clock, concurrency, leaseMs, handlers } = this.#o;
    const free = concurrency - this.#running.size;
    if (free <= 0) return [];
    await this.#endLeasesOfTheDeadOnce();
    // Rows in work here are left out although their lease may be over: one process never handles a row twice at a time.
    const leftOut = [...without, ...[...this.#running.keys()].map(({ id }) => id)];
    const now = clock.now();
    const claims = await claimDue(db, {
      now,
      leaseUntil: after(now, leaseMs),
      holder: this.#holder,
      topics: Object.keys(handlers),
      leftOut,
      limit: free,
    });
    if (this.#stopping.signal.aborted) {
      // Stopped while this was asking: nobody would wait for what began now.
      await giveBack(db, claims);
      return [];
    }
    for (const claim of claims) this.#run(claim);
    return claims.map(({ id }) => id);
  }

  async #endLeasesOfTheDeadOnce(): Promise<void> {
    if (this.#tookOver) return;
    await endLeasesOfTheDead(this.#o.db);
    this.#tookOver = true;
  }

  #run(claim: Claim): void {
    this.#o.checkpoint(`outbox_after_claim:${claim.topic}`);
    const ended = this.#handle(claim)
      .catch((error: unknown) => this.#o.log.error("outbox.outcome_not_stored", { ...fieldsOf(claim), error }))
      .finally(() => {
        this.#running.delete(claim);
        this.#ended++;
        this.wake();
      });
    this.#running.set(claim, ended);
  }

  async #handle(claim: Claim): Promise<void> {
    const outcome = await this.#outcomeOf(claim);
    if (outcome === undefined) return;
    this.#o.checkpoint(`outbox_after_handler:${claim.topic}`);
    const { db, log } = this.#o;
    const stored = await storeOutcome(db, claim, outcome);
    if (!stored) log.warn("outbox.late_result_refused", fieldsOf(claim));
    else if (outcome.kind === "parked") log.warn("outbox.parked", { ...fieldsOf(claim), reason: outcome.reason });
  }

  async #outcomeOf(claim: Claim): Promise<Outcome | undefined> {
    const { clock, db, handlers, leaseMs, log } = this.#o;
    const leaseEnd = AbortSignal.timeout(leaseMs);
    const fence: Fence = {
      signal: AbortSignal.any([leaseEnd, this.#stopping.signal]),
      write: (work) => writeFenced(db, claim, work),
    };
    try {
      return await handlers[claim.topic]!(claim, fence);
    } catch (error) {
      if (error instanceof LeaseLost) {
        log.warn("outbox.lease_lost", fieldsOf(claim));
        return undefined;
      }
      // What was cut short by stopping is due at once for the next process.
      if (this.#stopping.signal.aborted) return { kind: "retry", at: clock.now() };
      log.error("outbox.handler_failed", { ...fieldsOf(claim), error });
      return { kind: "retry", at: after(clock.now(), backoffMs(claim.attempt)) };
    }
  }
}

function fieldsOf({ id, topic, key, attempt }: Claim): LogFields {
  return { eventId: id, topic, key, attempt };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
