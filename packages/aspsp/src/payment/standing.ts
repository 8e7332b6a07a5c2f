import type { Db } from "@tallystick/kit";
import type { StandingPayments } from "../account/ports.ts";
import type { BankSchema } from "../migrations/schema.ts";

/**
 * The periodic payments from an account that are authorised and not at their end. Whoever of its holders has authorised
 * one: it is a standing order of the account.
 */
export function createStandingPayments({ db }: { readonly db: Db<BankSchema> }): StandingPayments {
  return async ({ iban, currency }) => {
    if (iban === undefined) return [];
    const rows = await db
      .selectFrom("payment")
      .select(["payment_id", "amount", "currency", "creditor_name", "creditor_iban", "creditor_bic", "remittance"])
      .select("standing")
      .where("debtor_iban", "=", iban)
      .where("currency", "=", currency)
      .where("standing", "is not", null)
      .where("status", "in", ["ACTC", "ACSP"])
      .orderBy("created_at")
      .orderBy("payment_id")
      .execute();
    return rows.flatMap(({ standing, ...row }) => {
      if (standing === null) return [];
      const { creditor_name: name, creditor_iban: creditorIban, creditor_bic: bic, remittance } = row;
      return [
        {
          ...standing,
          transactionId: row.payment_id,
          amount: BigInt(row.amount),
          currency: row.currency,
          creditor: { name, iban: creditorIban, ...(bic === null ? {} : { bic }) },
          ...(remittance === null ? {} : { remittance }),
        },
      ];
    });
  };
}
