import type { DbOrTx, Tx } from "@tallystick/kit";
import type { BankSchema } from "../../migrations/schema.ts";

/** Records that a PSU has authorised a consent of several; false when the same PSU did so before. */
export async function sign(
  tx: Tx<BankSchema>,
  of: { consentId: string; psuId: string; linkHash: string; at: Date },
): Promise<boolean> {
  const result = await tx
    .insertInto("consent_signature")
    .values({ consent_id: of.consentId, psu_id: of.psuId, link_hash: of.linkHash, signed_at: of.at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Who has signed, and what, in the order of their ids. */
export async function signaturesOf(
  db: DbOrTx<BankSchema>,
  consentId: string,
): Promise<readonly { psu_id: string; link_hash: string }[]> {
  return db
    .selectFrom("consent_signature")
    .select(["psu_id", "link_hash"])
    .where("consent_id", "=", consentId)
    .orderBy("psu_id")
    .execute();
}

export async function hasSigned(
  db: DbOrTx<BankSchema>,
  { consentId, psuId }: { consentId: string; psuId: string },
): Promise<boolean> {
  return (await signaturesOf(db, consentId)).some((one) => one.psu_id === psuId);
}
