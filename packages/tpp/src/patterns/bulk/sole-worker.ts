import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

export interface SoleWorkerOptions {
  readonly connection: string;
  /** Of all processes that give this name, one is on duty. */
  readonly name: string;
  /** Begins the work; what it returns ends it. `lost` is aborted when the turn is over without a stop. */
  readonly duty: (lost: AbortSignal) => Promise<() => Promise<void>>;
  readonly onError: (error: unknown) => void;
}

export interface SoleWorker {
  /** Resolves once this process is on duty, or another one was seen to be. */
  readonly settled: Promise<void>;
  /** Ends the work, the item at hand first, and makes room for another process. */
  stop(): Promise<void>;
}

/** How often a process that stands by looks whether the one on duty is gone. */
const lookEveryMs = 1_000;
/** How often the one on duty asks whether its connection still lives, and how long it waits for the answer. */
const askEveryMs = 5_000;

/**
 * One process at a time, by a lock that PostgreSQL holds for a connection and drops with it: a process that is killed
 * makes room at once, and none of its work can be under way when the next one begins. The connection must be a session of
 * its own, so not through a pooler in transaction mode.
 */
export function startSoleWorker({ connection, name, duty, onError }: SoleWorkerOptions): SoleWorker {
  const stopping = new AbortController();
  const settled = Promise.withResolvers<void>();
  const pause = (ms: number, signal = stopping.signal): Promise<void> =>
    delay(ms, undefined, { signal }).catch(() => {});

  const serve = async (client: pg.Client, gone: Promise<void>): Promise<void> => {
    const lost = new AbortController();
    void gone.then(() => lost.abort(new Error("the connection that holds the lock is gone")));
    const end = await duty(lost.signal);
    settled.resolve();
    // A server that vanished without a word, or was replaced, holds the lock for nobody.
    const over = AbortSignal.any([stopping.signal, lost.signal]);
    while (!over.aborted) {
      await pause(askEveryMs, over);
      if (!over.aborted) await client.query("select").catch((error: unknown) => lost.abort(error));
    }
    if (lost.signal.aborted) onError(lost.signal.reason);
    await end();
  };

  const turn = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: connection,
      application_name: name,
      connectionTimeoutMillis: 10_000,
      query_timeout: askEveryMs,
    });
    const gone = new Promise<void>((resolve) => client.once("end", resolve));
    client.on("error", onError);
    try {
      await client.connect();
      while (!stopping.signal.aborted) {
        const { rows } = await client.query<{ held: boolean }>(
          "select pg_try_advisory_lock(hashtextextended($1, 0)) as held",
          [name],
        );
        if (rows[0]?.held === true) return await serve(client, gone);
        settled.resolve();
        await pause(lookEveryMs);
      }
    } finally {
      await client.end().catch(() => {});
    }
  };

  const running = (async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await turn();
      } catch (error) {
        onError(error);
        await pause(lookEveryMs);
      }
    }
    settled.resolve();
  })();

  return {
    settled: settled.promise,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
