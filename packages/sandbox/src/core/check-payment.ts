import type { BankProfile, PaymentCheck, PaymentOrder } from "@tallystick/aspsp";
import type { Db } from "@tallystick/kit";
import { findCreditor } from "../ledger/route.ts";
import type { LedgerSchema } from "../ledger/schema.ts";

/** What a product moves, and to where. */
interface Product {
  /** The one currency that it moves; otherwise any in which the bank keeps accounts. */
  readonly currency?: string;
  /** Where the creditor's account has to be; otherwise anywhere. */
  readonly reach?: "own bank" | "home" | "abroad" | "Romania";
}

const products: Readonly<Record<string, Product>> = {
  "sepa-credit-transfers": { currency: "EUR" },
  "instant-sepa-credit-transfers": { currency: "EUR" },
  "target-2-payments": { currency: "EUR" },
  "cross-border-credit-transfers": { currency: "EUR", reach: "abroad" },
  "domestic-ron-transfers": { currency: "RON", reach: "Romania" },
  aspsp: { reach: "own bank" },
  domestic: { reach: "home" },
  foreign: { reach: "abroad" },
};

/** A bank knows its own accounts before anybody authorises; another bank's answer comes with the execution. */
export async function checkPayment(
  db: Db<LedgerSchema>,
  profile: BankProfile,
  order: PaymentOrder,
): Promise<PaymentCheck> {
  const { creditor, currency, debtorIban } = order;
  const product = profile.products.includes(order.product) ? products[order.product] : undefined;
  if (product === undefined) return { ok: false, code: "PRODUCT_NOT_SUPPORTED" };
  const bank = profile.providerId;
  const kept = product.currency === undefined ? await keepsAny(db, bank, currency) : product.currency === currency;
  if (!kept) return { ok: false, code: "CURRENCY_NOT_SUPPORTED" };
  const debtor = debtorIban === undefined ? undefined : await findDebtor(db, bank, debtorIban, currency);
  if (debtorIban !== undefined && debtor === undefined) return { ok: false, code: "DEBTOR_UNKNOWN" };
  const found = await findCreditor(db, creditor.iban, currency);
  const isOwn = found.kind !== "external" && found.bank === bank;
  if (isOwn && found.kind === "unknown") return { ok: false, code: "CREDITOR_UNKNOWN" };
  if (!reaches(product.reach, { country: creditor.iban.slice(0, 2), home: profile.country, isOwn })) {
    return { ok: false, code: "CREDITOR_UNKNOWN" };
  }
  return debtor === undefined || debtor.signatures === 1 ? { ok: true } : { ok: true, signatures: debtor.signatures };
}

interface Destination {
  readonly country: string;
  readonly home: string;
  readonly isOwn: boolean;
}

function reaches(reach: Product["reach"], { country, home, isOwn }: Destination): boolean {
  if (reach === "own bank") return isOwn;
  if (reach === "home") return country === home;
  if (reach === "abroad") return country !== home;
  return reach === undefined || country === "RO";
}

function findDebtor(db: Db<LedgerSchema>, bank: string, iban: string, currency: string) {
  return db
    .selectFrom("account")
    .select("signatures")
    .where("bank", "=", bank)
    .where("kind", "=", "customer")
    .where("status", "=", "enabled")
    .where("iban", "=", iban)
    .where("currency", "=", currency)
    .executeTakeFirst();
}

async function keepsAny(db: Db<LedgerSchema>, bank: string, currency: string): Promise<boolean> {
  const row = await db
    .selectFrom("account")
    .select("id")
    .where("bank", "=", bank)
    .where("kind", "=", "customer")
    .where("currency", "=", currency)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
