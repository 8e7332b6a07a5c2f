import type { Db } from "@tallystick/kit";
import type { LedgerSchema } from "../ledger/schema.ts";

export interface PhoneMessage {
  readonly challengeId: string;
  readonly kind: "code" | "push";
  readonly code?: string;
  readonly text: string;
  readonly answer?: "approved" | "refused";
  readonly receivedAt: Date;
  readonly expiresAt: Date;
}

const shown = 20;

/** What the PSU's phone shows, newest first; never the secret of a push. */
export async function readMessages(
  db: Db<LedgerSchema>,
  bank: string,
  psuId: string,
): Promise<readonly PhoneMessage[]> {
  const rows = await db
    .selectFrom("phone_message")
    .select(["challenge_id", "kind", "code", "text", "answer", "received_at", "expires_at"])
    .where("bank", "=", bank)
    .where("psu_id", "=", psuId)
    .orderBy("id", "desc")
    .limit(shown)
    .execute();
  return rows.map((row) => ({
    challengeId: row.challenge_id,
    kind: row.kind,
    ...(row.code === null ? {} : { code: row.code }),
    text: row.text,
    ...(row.answer === null ? {} : { answer: row.answer }),
    receivedAt: row.received_at,
    expiresAt: row.expires_at,
  }));
}

/** The secret of an unanswered push of this PSU. */
export async function approvalOf(
  db: Db<LedgerSchema>,
  { bank, challengeId, psuId }: { readonly bank: string; readonly psuId: string; readonly challengeId: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom("phone_message")
    .select("approval")
    .where("bank", "=", bank)
    .where("psu_id", "=", psuId)
    .where("challenge_id", "=", challengeId)
    .where("kind", "=", "push")
    .where("answer", "is", null)
    .executeTakeFirst();
  return row?.approval ?? undefined;
}

export async function keepAnswer(
  db: Db<LedgerSchema>,
  bank: string,
  challengeId: string,
  answer: "approved" | "refused",
): Promise<void> {
  await db
    .updateTable("phone_message")
    .set({ answer })
    .where("bank", "=", bank)
    .where("challenge_id", "=", challengeId)
    .where("answer", "is", null)
    .execute();
}
