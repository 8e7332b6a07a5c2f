import { PgBoss, type Clock as QueueClock, type Db as QueueDb } from "pg-boss";

export interface QueueOptions {
  readonly connection: string;
  readonly schema: string;
  readonly queue: string;
  /** What the queue itself reads the time from, for tests; the system's otherwise. */
  readonly queueClock: QueueClock | undefined;
  readonly onError: (error: unknown) => void;
}

/** Tries of one item: the first and two repetitions. */
export const attemptsMax = 3;

const tenYearsSeconds = 10 * 365 * 86_400;

/**
 * pg-boss on its own schema. With back-off it waits `retryDelay` × 2^n seconds and up to as much again at random: 2 to 4 s
 * before the second try, 4 to 8 s before the third. Finished jobs are never deleted, and waiting ones are not dropped
 * after its fourteen days. Its policy `singleton` is not what makes items go one by one: it holds a queue up for up to
 * a minute whenever its statistics saw a job at work.
 */
export async function openQueue({ connection, schema, queue, queueClock, onError }: QueueOptions): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: connection,
    schema,
    max: 4,
    application_name: queue,
    // No cron here, and the counts that people see are those of our own tables.
    schedule: false,
    ...(queueClock === undefined ? {} : { clock: queueClock }),
  });
  // Without a listener an error of its background work would end the process.
  boss.on("error", onError);
  await boss.start();
  try {
    await boss.createQueue(queue, {
      policy: "standard",
      retryLimit: attemptsMax - 1,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds: 300,
      retentionSeconds: tenYearsSeconds,
      deleteAfterSeconds: 0,
    });
    // Makes pg-boss remember the queue: looked up inside a transaction it would want a second connection of the pool.
    await boss.insert(queue, []);
  } catch (error) {
    await boss.stop();
    throw error;
  }
  return boss;
}

/** Runs `work` in a transaction of the queue's pool, which jobs can be part of by `{ db: tx }`. */
export async function inTransaction<Value>(boss: PgBoss, work: (tx: QueueDb) => Promise<Value>): Promise<Value> {
  const begin = boss.getDb().beginTransaction;
  if (begin === undefined) throw new TypeError("the queue's pool has no transactions");
  const transaction = await begin.call(boss.getDb());
  try {
    const value = await work(transaction.db);
    await transaction.commit();
    return value;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}
