import { createHash } from "node:crypto";
import type { Clock, DbOrTx } from "@tallystick/kit";
import { sql } from "kysely";
import type { BankSchema } from "../../migrations/schema.ts";
import { lockMs, maximumFailures } from "../rules.ts";

export type Attempt<Result> =
  | { readonly kind: "looked_at"; readonly result: Result | undefined; readonly failures: number }
  | { readonly kind: "locked"; readonly until: Date };

interface Deps {
  readonly db: DbOrTx<BankSchema>;
  readonly clock: Clock;
}

/** After this a reservation is that of a process that has died. */
const abandonedMs = 30_000;
const shortestWaitMs = 15;
const longestWaitMs = 250;
const patienceMs = 3_000;
/** A count of failures that nothing was added to for a day stands for nobody who is still guessing. */
const keepMs = 86_400_000;

export function methodCounter(psuId: string, methodId: string): string {
  return `method:${digest(JSON.stringify([psuId, methodId]))}`;
}

/** Unknown logins are counted like known ones, hence the digest: its length does not depend on the caller. */
export function loginCounter(login: string): string {
  return `login:${digest(login)}`;
}

/** All logins tried for one authorisation, so that nobody tries many names on it. */
export function loginsCounter(authorisationId: string): string {
  return `authorisation:${authorisationId}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Looks at a secret under the counter's limit. A place is reserved in the statement that tests the limit, so that
 * parallel guesses over any number of sessions and processes cannot exceed it; the fifth failure in a row locks. While
 * all places are taken by guesses that are still being looked at, the next one waits. `look` answers undefined for a
 * wrong secret.
 */
export async function attempt<Result>(
  deps: Deps,
  counter: string,
  look: () => Promise<Result | undefined>,
): Promise<Attempt<Result>> {
  const until = await reserve(deps, counter);
  if (until !== undefined) return { kind: "locked", until };
  let result: Result | undefined;
  try {
    result = await look();
  } catch (error) {
    await release(deps, counter);
    throw error;
  }
  const failures = result === undefined ? await countFailure(deps, counter) : await clearFailures(deps, counter);
  return { kind: "looked_at", result, failures };
}

/** Until when the counter is locked; undefined when it is not. */
export async function lockedUntil({ db, clock }: Deps, counter: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom("attempt_count")
    .select("locked_until")
    .where("counter", "=", counter)
    .where("locked_until", ">", clock.now())
    .executeTakeFirst();
  return row?.locked_until ?? undefined;
}

/** Undefined once a place is reserved, else until when the counter is locked. */
async function reserve(deps: Deps, counter: string): Promise<Date | undefined> {
  const giveUpAt = performance.now() + patienceMs;
  for (let waitMs = shortestWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    if (await tryReserve(deps, counter)) return undefined;
    const until = await lockedUntil(deps, counter);
    if (until !== undefined) return until;
    // Guesses that keep every place taken for that long are no PSU's.
    if (performance.now() > giveUpAt) return new Date(deps.clock.now().getTime() + abandonedMs);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

/** Removes counts of long ago. Logins are counted as they were typed, so that strangers could fill the table otherwise. */
export async function sweepAttempts({ db, clock }: Deps): Promise<void> {
  const now = clock.now();
  await db
    .deleteFrom("attempt_count")
    .where("reserved_at", "<=", new Date(now.getTime() - keepMs))
    .where((where) => where.or([where("locked_until", "is", null), where("locked_until", "<=", now)]))
    .execute();
}

async function tryReserve({ db, clock }: Deps, counter: string): Promise<boolean> {
  const now = clock.now();
  const abandonedAt = new Date(now.getTime() - abandonedMs);
  const failures = sql<number>`case when a.locked_until is null then a.failures else 0 end`;
  const inFlight = sql<number>`case when a.reserved_at > ${abandonedAt} then a.in_flight else 0 end`;
  const { rows } = await sql`
    insert into attempt_count as a (counter, failures, in_flight, reserved_at, locked_until)
    values (${counter}, 0, 1, ${now}, null)
    on conflict (counter) do update
    set failures = ${failures}, in_flight = ${inFlight} + 1, reserved_at = ${now}, locked_until = null
    where (a.locked_until is null or a.locked_until <= ${now}) and ${failures} + ${inFlight} < ${maximumFailures}
    returning 1`.execute(db);
  return rows.length === 1;
}

async function countFailure({ db, clock }: Deps, counter: string): Promise<number> {
  const until = new Date(clock.now().getTime() + lockMs);
  const { rows } = await sql<{ failures: number }>`
    update attempt_count
    set failures = failures + 1, in_flight = greatest(in_flight - 1, 0),
      locked_until = case when failures + 1 >= ${maximumFailures} then ${until}::timestamptz end
    where counter = ${counter} returning failures`.execute(db);
  return rows[0]?.failures ?? maximumFailures;
}

async function clearFailures({ db }: Deps, counter: string): Promise<number> {
  await sql`
    update attempt_count set failures = 0, in_flight = greatest(in_flight - 1, 0)
    where counter = ${counter}`.execute(db);
  return 0;
}

async function release({ db }: Deps, counter: string): Promise<void> {
  await sql`update attempt_count set in_flight = greatest(in_flight - 1, 0) where counter = ${counter}`.execute(db);
}
