import type { DbOrTx, Tx } from "@tallystick/kit";
import type { ConsentStatus } from "@tallystick/xs2a";
import { sql, type Insertable, type Selectable } from "kysely";
import type { BankSchema, ConsentAccountTable, ConsentTable } from "../../migrations/schema.ts";
import { mayMove } from "../rules.ts";

export type ConsentRow = Selectable<ConsentTable>;
export type NewConsentRow = Insertable<ConsentTable>;
export type ConsentAccountRow = Selectable<ConsentAccountTable>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Other text than a UUID would be an error of the database, where it is simply unknown. */
export function isConsentId(text: string): boolean {
  return uuid.test(text);
}

/** For the bank's own work, which acts for no TPP. */
export async function loadConsent(db: DbOrTx<BankSchema>, consentId: string): Promise<ConsentRow | undefined> {
  return db.selectFrom("consent").selectAll().where("consent_id", "=", consentId).executeTakeFirst();
}

export async function lockConsent(tx: Tx<BankSchema>, consentId: string): Promise<ConsentRow | undefined> {
  return tx.selectFrom("consent").selectAll().where("consent_id", "=", consentId).forUpdate().executeTakeFirst();
}

/** The accounts that a consent opens. */
export async function accountsOf(db: DbOrTx<BankSchema>, consentId: string): Promise<ConsentAccountRow[]> {
  return accountsOfAll(db, [consentId]);
}

/** Those of several consents, of one at least. */
export async function accountsOfAll(
  db: DbOrTx<BankSchema>,
  consentIds: readonly string[],
): Promise<ConsentAccountRow[]> {
  return db
    .selectFrom("consent_account")
    .selectAll()
    .where("consent_id", "in", consentIds)
    .orderBy("is_card")
    .orderBy("account_id")
    .execute();
}

export async function insertConsent(tx: Tx<BankSchema>, row: NewConsentRow): Promise<void> {
  await tx.insertInto("consent").values(row).execute();
  await insertEvent(tx, { consentId: row.consent_id, from: null, to: row.status, at: row.created_at });
}

export interface ConsentMove {
  readonly consentId: string;
  readonly from: ConsentStatus;
  readonly to: ConsentStatus;
  readonly at: Date;
  /** `at` as a calendar date of the bank. */
  readonly today: string;
  readonly reason?: string;
  /** With the move to valid: what was authorised, and who did so last. */
  readonly authorised?: { readonly linkHash: string; readonly psuId: string };
  /** With the move to partiallyAuthorised: how many have to sign, and until when. */
  readonly waits?: { readonly signatures: number; readonly expiresAt: Date };
}

/** Moves a consent by compare-and-set, with its event; false when it no longer is where the move begins. */
export async function moveConsent(tx: Tx<BankSchema>, move: ConsentMove): Promise<boolean> {
  if (!mayMove(move.from, move.to)) throw new RangeError(`a consent does not move from ${move.from} to ${move.to}`);
  const { authorised, waits } = move;
  const result = await tx
    .updateTable("consent")
    .set({
      status: move.to,
      status_reason: move.reason ?? null,
      changed_at: move.at,
      last_action_date: move.today,
      ...(authorised === undefined
        ? {}
        : { authorised_hash: authorised.linkHash, psu_id: authorised.psuId, sca_at: move.at }),
      ...(waits === undefined ? {} : { signatures_needed: waits.signatures, expires_at: waits.expiresAt }),
    })
    .where("consent_id", "=", move.consentId)
    .where("status", "=", move.from)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) return false;
  await insertEvent(tx, move);
  return true;
}

async function insertEvent(
  tx: Tx<BankSchema>,
  event: { consentId: string; from: string | null; to: string; reason?: string; at: Date },
): Promise<void> {
  // The consent's row is locked by the statement before, so that the next number is nobody else's.
  await tx
    .insertInto("consent_event")
    .values({
      consent_id: event.consentId,
      sequence: sql<number>`(select coalesce(max(sequence), 0) + 1 from consent_event
        where consent_id = ${event.consentId})`,
      from_status: event.from,
      to_status: event.to,
      reason: event.reason ?? null,
      at: event.at,
    })
    .execute();
}

/** The first read under a one-off consent begins the sitting in which it may be used. */
export async function beginSession(db: DbOrTx<BankSchema>, of: { consentId: string; at: Date }): Promise<void> {
  await db
    .updateTable("consent")
    .set({ first_used_at: of.at })
    .where("consent_id", "=", of.consentId)
    .where("first_used_at", "is", null)
    .execute();
}

/** On its first use of the day; what the PSU is told is the day, so that no other use costs a write. */
export async function noteUse(db: DbOrTx<BankSchema>, of: { consentId: string; today: string }): Promise<void> {
  await db
    .updateTable("consent")
    .set({ last_used_on: of.today })
    .where("consent_id", "=", of.consentId)
    .where("last_used_on", "is distinct from", of.today)
    .execute();
}

/** Forgets reads that count no more: those of the last day are what the next one is held against. */
export async function sweepReads(db: DbOrTx<BankSchema>, before: Date): Promise<void> {
  await sql`delete from consent_access where used[cardinality(used)] < ${before}`.execute(db);
}
