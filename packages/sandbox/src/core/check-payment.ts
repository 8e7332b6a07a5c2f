import type { BankProfile, PaymentCheck, PaymentOrder } from "@tallystick/aspsp";
import type { Db } from "@tallystick/kit";
import { findCreditor } from "../ledger/route.ts";
import type { LedgerSchema } from "../ledger/schema.ts";

/** The currency that each product moves. */
const productCurrencies: Readonly<Record<string, string>> = {
  "domestic-ron-transfers": "RON",
  "sepa-credit-transfers": "EUR",
  "instant-sepa-credit-transfers": "EUR",
};

/** A bank knows its own accounts before anybody authorises; another bank's answer comes with the execution. */
export async function checkPayment(
  db: Db<LedgerSchema>,
  profile: BankProfile,
  order: PaymentOrder,
): Promise<PaymentCheck> {
  if (!profile.products.includes(order.product)) return { ok: false, code: "PRODUCT_NOT_SUPPORTED" };
  if (productCurrencies[order.product] !== order.currency) return { ok: false, code: "CURRENCY_NOT_SUPPORTED" };
  if (order.debtorIban !== undefined && !(await keeps(db, profile.providerId, order.debtorIban, order.currency))) {
    return { ok: false, code: "DEBTOR_UNKNOWN" };
  }
  if (order.product === "domestic-ron-transfers" && !order.creditor.iban.startsWith("RO")) {
    return { ok: false, code: "CREDITOR_UNKNOWN" };
  }
  const creditor = await findCreditor(db, order.creditor.iban, order.currency);
  return creditor.kind === "unknown" && creditor.bank === profile.providerId
    ? { ok: false, code: "CREDITOR_UNKNOWN" }
    : { ok: true };
}

async function keeps(db: Db<LedgerSchema>, bank: string, iban: string, currency: string): Promise<boolean> {
  const row = await db
    .selectFrom("account")
    .select("id")
    .where("bank", "=", bank)
    .where("kind", "=", "customer")
    .where("iban", "=", iban)
    .where("currency", "=", currency)
    .executeTakeFirst();
  return row !== undefined;
}
