import { createHash } from "node:crypto";
import type { Db, DbOrTx, Tx } from "@tallystick/kit";
import type { TransactionStatus } from "@tallystick/xs2a";
import { sql, type Selectable } from "kysely";
import type { HubDeps } from "../../deps.ts";
import { topics, type LinkStatus } from "../../events.ts";
import type { HubSchema } from "../../migrations/schema.ts";
import { linkStatusOf } from "../rules.ts";

export type AttemptRow = Selectable<HubSchema["attempt"]>;

export function browserHash(browserId: string): string {
  return createHash("sha256").update(browserId).digest("base64url");
}

/** The attempt whose payment can still move money; there is at most one (row P10). */
export async function openAttemptOf(db: DbOrTx<HubSchema>, linkId: string): Promise<AttemptRow | undefined> {
  return db
    .selectFrom("attempt")
    .selectAll()
    .where("link_id", "=", linkId)
    .where("state", "<>", "closed")
    .executeTakeFirst();
}

/** The newest attempt, closed or not; with `browserId` the newest of that browser. */
export async function lastAttemptOf(
  db: DbOrTx<HubSchema>,
  linkId: string,
  browserId?: string,
): Promise<AttemptRow | undefined> {
  let attempts = db.selectFrom("attempt").selectAll().where("link_id", "=", linkId);
  if (browserId !== undefined) attempts = attempts.where("browser_hash", "=", browserHash(browserId));
  return attempts.orderBy("created_at", "desc").orderBy("attempt_id", "desc").limit(1).executeTakeFirst();
}

/** The newest attempts, closed or not, newest first. */
export async function lastAttemptsOf(db: DbOrTx<HubSchema>, linkId: string, limit: number): Promise<AttemptRow[]> {
  return db
    .selectFrom("attempt")
    .selectAll()
    .where("link_id", "=", linkId)
    .orderBy("created_at", "desc")
    .orderBy("attempt_id", "desc")
    .limit(limit)
    .execute();
}

export async function findAttempt(db: DbOrTx<HubSchema>, attemptId: string): Promise<AttemptRow | undefined> {
  return db.selectFrom("attempt").selectAll().where("attempt_id", "=", attemptId).executeTakeFirst();
}

/** The payment belongs to this browser from now on: coming back from the bank, it goes on with the link's page. */
export async function bindBrowser(db: DbOrTx<HubSchema>, attempt: AttemptRow, browserId: string): Promise<void> {
  await db
    .updateTable("attempt")
    .set({ browser_hash: browserHash(browserId) })
    .where("attempt_id", "=", attempt.attempt_id)
    .execute();
}

/** As `bindBrowser`, unless it belongs to one; whose it then is, is in the row. */
export async function claimForBrowser(db: Db<HubSchema>, attempt: AttemptRow, browserId: string): Promise<AttemptRow> {
  await db
    .updateTable("attempt")
    .set({ browser_hash: browserHash(browserId) })
    .where("attempt_id", "=", attempt.attempt_id)
    .where("browser_hash", "is", null)
    .execute();
  return (await findAttempt(db, attempt.attempt_id)) ?? attempt;
}

/** What a closed attempt came to; one that the bank never took has failed. */
export function endedStatusOf({ transaction_status: status }: AttemptRow): LinkStatus {
  return (status === null ? undefined : linkStatusOf[status as TransactionStatus]) ?? "failed";
}

/** Closes an attempt whose payment has ended; false when it was closed before. */
export async function closeAttempt(
  tx: Tx<HubSchema>,
  attempt: AttemptRow,
  closed: { readonly reason: string; readonly at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("attempt")
    .set({ state: "closed", closed_at: closed.at, closed_reason: closed.reason })
    .where("attempt_id", "=", attempt.attempt_id)
    .where("state", "=", attempt.state)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Has waiting work of an attempt done now. Work that a worker holds goes on as it is. */
export async function hurry(deps: HubDeps, topic: "submit" | "follow", attemptId?: string): Promise<void> {
  const now = deps.clock.now();
  const only = attemptId === undefined ? sql`` : sql`and key = ${attemptId}`;
  await sql`
    update outbox set due_at = ${now}
    where topic = ${topics[topic]} and state = 'waiting' and due_at > ${now} and lease_until is null ${only}`.execute(
    deps.db,
  );
  deps.wake();
}
