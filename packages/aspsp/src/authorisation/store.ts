import type { DbOrTx, Tx } from "@tallystick/kit";
import type { ScaStatus } from "@tallystick/xs2a";
import type { Selectable } from "kysely";
import type { AuthorisationTable, BankSchema, ChallengeTable } from "../migrations/schema.ts";
import { sourcesOf, type FailureReason, type SubjectKind } from "./rules.ts";

export type AuthorisationRow = Selectable<AuthorisationTable>;
export type ChallengeRow = Selectable<ChallengeTable>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Other text than a UUID would be an error of the database, where it is simply unknown. */
export function isId(text: string): boolean {
  return uuid.test(text);
}

export async function findAuthorisation(db: DbOrTx<BankSchema>, id: string): Promise<AuthorisationRow | undefined> {
  if (!isId(id)) return undefined;
  return db.selectFrom("authorisation").selectAll().where("authorisation_id", "=", id).executeTakeFirst();
}

/** Within a transaction that has already locked the subject: subject, authorisation, challenge is the order of locks. */
export async function lockAuthorisation(tx: Tx<BankSchema>, id: string): Promise<AuthorisationRow | undefined> {
  return tx.selectFrom("authorisation").selectAll().where("authorisation_id", "=", id).forUpdate().executeTakeFirst();
}

export interface SubjectKey {
  readonly kind: SubjectKind;
  readonly subjectId: string;
}

export async function listAuthorisationIds(db: DbOrTx<BankSchema>, subject: SubjectKey): Promise<string[]> {
  const rows = await db
    .selectFrom("authorisation")
    .select("authorisation_id")
    .where("subject_kind", "=", subject.kind)
    .where("subject_id", "=", subject.subjectId)
    .orderBy("created_at")
    .orderBy("authorisation_id")
    .execute();
  return rows.map((row) => row.authorisation_id);
}

/** Moves one authorisation, if it still is where the move may begin. */
export async function moveAuthorisation(
  tx: Tx<BankSchema>,
  move: {
    authorisationId: string;
    /** Where the move begins, when not all statuses that may lead to `to` will do. */
    from?: ScaStatus;
    to: ScaStatus;
    at: Date;
    reason?: FailureReason;
    linkHash?: string;
  },
): Promise<boolean> {
  const result = await tx
    .updateTable("authorisation")
    .set({
      sca_status: move.to,
      failure_reason: move.reason ?? null,
      changed_at: move.at,
      ...(move.linkHash === undefined ? {} : { link_hash: move.linkHash }),
    })
    .where("authorisation_id", "=", move.authorisationId)
    .where("sca_status", "in", move.from === undefined ? sourcesOf(move.to) : [move.from])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Fails whatever is still open of a subject, or the one named, and closes its challenges. */
export async function failOpenAuthorisations(
  tx: Tx<BankSchema>,
  end: SubjectKey & { reason: FailureReason; at: Date; authorisationId?: string },
): Promise<void> {
  const rows = await tx
    .updateTable("authorisation")
    .set({ sca_status: "failed", failure_reason: end.reason, changed_at: end.at })
    .where("subject_kind", "=", end.kind)
    .where("subject_id", "=", end.subjectId)
    .where("sca_status", "in", sourcesOf("failed"))
    .$if(end.authorisationId !== undefined, (query) => query.where("authorisation_id", "=", end.authorisationId!))
    .returning("authorisation_id")
    .execute();
  for (const row of rows) await closeChallenges(tx, { authorisationId: row.authorisation_id, at: end.at });
}

export async function closeChallenges(tx: Tx<BankSchema>, end: { authorisationId: string; at: Date }): Promise<void> {
  await tx
    .updateTable("challenge")
    .set({ closed_at: end.at })
    .where("authorisation_id", "=", end.authorisationId)
    .where("closed_at", "is", null)
    .execute();
}

export async function findOpenChallenge(
  db: DbOrTx<BankSchema>,
  key: { authorisationId: string; at: Date },
): Promise<ChallengeRow | undefined> {
  return db
    .selectFrom("challenge")
    .selectAll()
    .where("authorisation_id", "=", key.authorisationId)
    .where("closed_at", "is", null)
    .where("expires_at", ">", key.at)
    .executeTakeFirst();
}

export async function findChallenge(db: DbOrTx<BankSchema>, challengeId: string): Promise<ChallengeRow | undefined> {
  if (!isId(challengeId)) return undefined;
  return db.selectFrom("challenge").selectAll().where("challenge_id", "=", challengeId).executeTakeFirst();
}

/** Closes a challenge, once: false when somebody else has closed it. */
export async function closeChallenge(tx: Tx<BankSchema>, challengeId: string, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable("challenge")
    .set({ closed_at: at })
    .where("challenge_id", "=", challengeId)
    .where("closed_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
