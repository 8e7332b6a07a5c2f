import { sql } from "kysely";
import type { Tx } from "../db.ts";
import { enqueue, lockQueue, type Work } from "./rows.ts";

/** Payloads of one topic and key, in their order. */
export interface Queue {
  readonly waiting: readonly unknown[];
  /** In work at this moment: they cannot be moved and end before everything else. */
  readonly held: readonly unknown[];
  readonly parked: readonly unknown[];
}

export interface Arrangement {
  /** Takes the place of all that waits. */
  readonly queue: readonly Work[];
  /** Of the parked ones, the very payloads, those that go. */
  readonly dropped: readonly unknown[];
}

interface Row {
  readonly id: string;
  readonly payload: unknown;
  readonly lease_until: Date | null;
}

/**
 * Sets the rows of one topic and key in another order, or more of them, while nobody can enqueue for it or begin one of
 * them; nothing changes until the transaction ends.
 */
export async function rearrange(
  tx: Tx<any>,
  { topic, key, now }: { readonly topic: string; readonly key: string; readonly now: Date },
  arrange: (queue: Queue) => Arrangement,
): Promise<void> {
  await lockQueue(tx, topic, key);
  const queued = await rowsOf(tx, topic, key, "waiting");
  const parked = await rowsOf(tx, topic, key, "parked");
  const isHeld = ({ lease_until: until }: Row): boolean => until !== null && until > now;
  const free = queued.filter((row) => !isHeld(row));
  const { queue, dropped } = arrange({
    waiting: free.map(({ payload }) => payload),
    held: queued.filter(isHeld).map(({ payload }) => payload),
    parked: parked.map(({ payload }) => payload),
  });
  const gone = [...free, ...parked.filter(({ payload }) => dropped.includes(payload))].map(({ id }) => id);
  await sql`delete from outbox where id = any(${gone}::bigint[])`.execute(tx);
  for (const work of queue) await enqueue(tx, work);
}

/** One state at a time: each has an index of its own. */
async function rowsOf(tx: Tx<any>, topic: string, key: string, state: "waiting" | "parked"): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select id, payload, lease_until from outbox
    where topic = ${topic} and key = ${key} and state = ${sql.raw(`'${state}'`)} order by id for update`.execute(tx);
  return rows;
}
