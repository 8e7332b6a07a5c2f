import { createHash } from "node:crypto";
import type { DbOrTx, Tx } from "@tallystick/kit";
import { sql, type Selectable } from "kysely";
import type { HubDeps } from "../../deps.ts";
import { topics } from "../../events.ts";
import type { HubSchema } from "../../migrations/schema.ts";

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

/** The newest attempt, closed or not. */
export async function lastAttemptOf(db: DbOrTx<HubSchema>, linkId: string): Promise<AttemptRow | undefined> {
  return db
    .selectFrom("attempt")
    .selectAll()
    .where("link_id", "=", linkId)
    .orderBy("created_at", "desc")
    .orderBy("attempt_id", "desc")
    .limit(1)
    .executeTakeFirst();
}

export async function findAttempt(db: DbOrTx<HubSchema>, attemptId: string): Promise<AttemptRow | undefined> {
  return db.selectFrom("attempt").selectAll().where("attempt_id", "=", attemptId).executeTakeFirst();
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
