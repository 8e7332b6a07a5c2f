import type { Db as QueueDb, PgBoss } from "pg-boss";

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
