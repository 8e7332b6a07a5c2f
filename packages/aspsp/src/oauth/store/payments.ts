import type { Db } from "@tallystick/kit";
import { isId } from "../../authorisation/store.ts";
import type { BankSchema } from "../../migrations/schema.ts";

/** What the authorization server has to know of a payment. */
export interface AuthorisablePayment {
  readonly authorisationId: string;
  readonly redirectUri?: string;
}

/** The TPP's payment with its newest authorisation; undefined for an unknown one and for another TPP's alike. */
export async function findPayment(
  db: Db<BankSchema>,
  key: { tppId: string; paymentId: string },
): Promise<AuthorisablePayment | undefined> {
  if (!isId(key.paymentId)) return undefined;
  const row = await db
    .selectFrom("payment")
    .innerJoin("authorisation", "authorisation.subject_id", "payment.payment_id")
    .select(["authorisation.authorisation_id", "payment.redirect_uri"])
    .where("payment.payment_id", "=", key.paymentId)
    .where("payment.tpp_id", "=", key.tppId)
    .where("authorisation.subject_kind", "=", "payment")
    .orderBy("authorisation.created_at", "desc")
    .orderBy("authorisation.authorisation_id", "desc")
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    authorisationId: row.authorisation_id,
    ...(row.redirect_uri === null ? {} : { redirectUri: row.redirect_uri }),
  };
}
