import type { DbOrTx } from "@tallystick/kit";
import { sql } from "kysely";
import { isConsentId } from "../consent/record/store.ts";
import type { BankSchema } from "../migrations/schema.ts";

/** One account that a PSU has opened to funds confirmations of one TPP. */
export interface ConsentedFunds {
  readonly consentId: string;
  readonly psuId: string;
  readonly accountId: string;
  readonly currency: string;
  readonly cardNumber?: string;
}

/** The accounts of an IBAN under the TPP's valid consents, the newest consent first; with `consentId` under that one. */
export async function findConsented(
  db: DbOrTx<BankSchema>,
  key: { tppId: string; consentId?: string; iban: string; today: string },
): Promise<ConsentedFunds[]> {
  const { consentId } = key;
  if (consentId !== undefined && !isConsentId(consentId)) return [];
  const rows = await db
    .selectFrom("consent_account as account")
    .innerJoin("consent", "consent.consent_id", "account.consent_id")
    .innerJoin("funds_consent as funds", "funds.consent_id", "consent.consent_id")
    .select(["consent.consent_id", "consent.psu_id", "account.account_id", "account.currency", "funds.request"])
    .where("account.iban", "=", key.iban)
    .where("consent.tpp_id", "=", key.tppId)
    .where("consent.kind", "=", "funds")
    .where("consent.status", "=", "valid")
    .where("consent.valid_until", ">=", sql<string>`${key.today}::date`)
    .$if(consentId !== undefined, (query) => query.where("consent.consent_id", "=", consentId ?? ""))
    .orderBy("consent.created_at", "desc")
    .orderBy("consent.consent_id")
    .execute();
  return rows.map(({ consent_id, psu_id, account_id, currency, request: { cardNumber } }) => ({
    consentId: consent_id,
    psuId: psu_id ?? "",
    accountId: account_id,
    currency,
    ...(cardNumber === undefined ? {} : { cardNumber }),
  }));
}
