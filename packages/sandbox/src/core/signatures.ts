import type { NamedAccount } from "@tallystick/aspsp";
import type { Db } from "@tallystick/kit";
import type { LedgerSchema } from "../ledger/schema.ts";

/** The most signatures that one of the bank's accounts of these names needs; 1 for what it does not keep. */
export async function mostSignatures(
  db: Db<LedgerSchema>,
  bank: string,
  named: readonly NamedAccount[],
): Promise<number> {
  if (named.length === 0) return 1;
  const rows = await db
    .selectFrom("account")
    .select(["iban", "currency", "signatures"])
    .where("bank", "=", bank)
    .where("kind", "=", "customer")
    .where(
      "iban",
      "in",
      named.map(({ iban }) => iban),
    )
    .execute();
  const isNamed = (row: { iban: string | null; currency: string }): boolean =>
    named.some(({ iban, currency }) => iban === row.iban && (currency ?? row.currency) === row.currency);
  return Math.max(1, ...rows.filter(isNamed).map(({ signatures }) => signatures));
}
