import type { DbOrTx, Tx } from "@tallystick/kit";
import type { BankSchema } from "../../migrations/schema.ts";

/** Records that a PSU has signed; false when the same PSU did so before. */
export async function sign(
  tx: Tx<BankSchema>,
  of: { paymentId: string; psuId: string; linkHash: string; at: Date },
): Promise<boolean> {
  const result = await tx
    .insertInto("payment_signature")
    .values({ payment_id: of.paymentId, psu_id: of.psuId, link_hash: of.linkHash, signed_at: of.at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Who has signed, and what. */
export async function signaturesOf(
  db: DbOrTx<BankSchema>,
  paymentId: string,
): Promise<readonly { psu_id: string; link_hash: string }[]> {
  return db
    .selectFrom("payment_signature")
    .select(["psu_id", "link_hash"])
    .where("payment_id", "=", paymentId)
    .execute();
}
