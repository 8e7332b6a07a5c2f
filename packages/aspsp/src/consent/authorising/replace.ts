import type { Tx } from "@tallystick/kit";
import { sql } from "kysely";
import type { BankSchema } from "../../migrations/schema.ts";
import type { BankProfile } from "../../profile.ts";
import { rulesOf } from "../../standard/rules-of.ts";
import { moveConsent, type ConsentRow } from "../record/store.ts";

/** Tokens that are of no consent in particular go on under the consent that replaces theirs; in the same transaction. */
export type HandOnGrants = (tx: Tx<BankSchema>, of: { from: string; to: string }) => Promise<void>;

/** Rule 24: a recurring consent ends the recurring one before it, unless the bank takes several at a time. */
export function replacesOthers({ recurring, kind }: ConsentRow, profile: BankProfile): boolean {
  return recurring && kind !== "funds" && !rulesOf(profile).multipleConsents;
}

/**
 * Of two that are authorised at the same moment neither would see the other: they take turns, by TPP and signers. Whoever
 * waits holds a consent that is not valid yet, which nobody whose turn it is asks for.
 */
export async function takeTurns(tx: Tx<BankSchema>, of: { tppId: string; signers: readonly string[] }): Promise<void> {
  const name = JSON.stringify(["consent", of.tppId, ...of.signers]);
  await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || ${name}, 0))`.execute(tx);
}

/** Whose a consent is, in the order of their ids. */
const signersOfConsent = sql<string[]>`case when signatures_needed = 1 then array[psu_id] else array(
  select s.psu_id from consent_signature s where s.consent_id = consent.consent_id order by s.psu_id) end`;

/** Ends the TPP's others of exactly the same PSUs: what one has given alone, and what several have, are apart. */
export async function endOthers(
  tx: Tx<BankSchema>,
  deps: { readonly handOnGrants?: HandOnGrants },
  row: ConsentRow,
  { signers, at, today }: { signers: readonly string[]; at: Date; today: string },
): Promise<void> {
  const others = await tx
    .selectFrom("consent")
    .select("consent_id")
    .where("psu_id", "in", signers)
    .where("tpp_id", "=", row.tpp_id)
    .where("status", "=", "valid")
    .where("recurring", "=", true)
    .where("kind", "<>", "funds")
    .where("consent_id", "<>", row.consent_id)
    .where(sql<boolean>`${signersOfConsent} = ${signers}::text[]`)
    .execute();
  for (const { consent_id: consentId } of others) {
    const move = { consentId, from: "valid", to: "terminatedByTpp", reason: "replaced", at, today } as const;
    // One that somebody else ends at this moment takes its tokens with it.
    if (await moveConsent(tx, move)) await deps.handOnGrants?.(tx, { from: consentId, to: row.consent_id });
  }
}
