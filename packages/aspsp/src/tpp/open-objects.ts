import type { Tx } from "@tallystick/kit";
import { Xs2aError } from "@tallystick/xs2a";
import { sql } from "kysely";
import type { BankSchema } from "../migrations/schema.ts";

/** Payments and consents of one TPP that wait for their PSU, where the profile says nothing else (row D8). */
const defaultMaximum = 1_000;

/** So close to the maximum those who create at the same time are counted one after the other; above any pool's size. */
const closeMargin = 100;

/**
 * Refuses to store one more payment or consent while a TPP has the maximum waiting for a PSU. Called in the transaction
 * that stores it. The lock ends with it, so that what others have stored by then is counted.
 */
export async function requireRoom(
  tx: Tx<BankSchema>,
  tppId: string,
  { now, maximum = defaultMaximum }: { now: Date; maximum?: number | undefined },
): Promise<void> {
  if (maximum === Infinity) return;
  if ((await countOpen(tx, tppId, now, maximum)) < maximum - closeMargin) return;
  await sql`select 1 from tpp where tpp_id = ${tppId} for no key update`.execute(tx);
  if ((await countOpen(tx, tppId, now, maximum)) < maximum) return;
  throw new Xs2aError({
    code: "ACCESS_EXCEEDED",
    text: "Too many payments and consents wait for their authorisation; cancel some, or wait until they end.",
    headers: { "retry-after": "60" },
  });
}

/** Up to `most`, so that a flood does not make counting slow. What has run out is not open, swept or not. */
async function countOpen(tx: Tx<BankSchema>, tppId: string, now: Date, most: number): Promise<number> {
  const { rows } = await sql<{ open: number }>`select count(*)::int as open from (
    select 1 from payment where tpp_id = ${tppId} and status in ('RCVD', 'PATC') and expires_at > ${now}
    union all
    select 1 from consent where tpp_id = ${tppId} and status in ('received', 'partiallyAuthorised') and expires_at > ${now}
    limit ${most}) as waiting`.execute(tx);
  return rows[0]?.open ?? most;
}
