import type { Db, Tx } from "@tallystick/kit";
import { sql } from "kysely";
import type { BankSchema } from "../migrations/schema.ts";

/**
 * Begins `work` while `lock` has changed something and not committed, commits as soon as somebody waits for it, and
 * returns what `work` comes to.
 */
export async function whileLocked<Result>(
  db: Db<BankSchema>,
  of: { lock: (tx: Tx<BankSchema>) => Promise<unknown>; work: () => Promise<Result> },
): Promise<Result> {
  const { result } = await db.transaction().execute(async (tx) => {
    await of.lock(tx);
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    let ended = false;
    const result = of.work().finally(() => {
      ended = true;
    });
    while (!ended && !(await isWaitedFor(db, rows[0]!.pid)));
    // In an object: the transaction must not wait for it.
    return { result };
  });
  return result;
}

async function isWaitedFor(db: Db<BankSchema>, pid: number): Promise<boolean> {
  const waiting = sql`select from pg_stat_activity where ${pid}::int = any(pg_blocking_pids(pid))`;
  return (await waiting.execute(db)).rows.length > 0;
}
