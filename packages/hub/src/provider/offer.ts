import { dateOf, parseAmount } from "@tallystick/xs2a";
import type { Bank, ConnectorRegistry, PaymentMethod } from "../connector/connector.ts";
import type { MethodFilter, PaymentIntent } from "../migrations/schema.ts";
import { keepsIban } from "./search.ts";

/** A bank with those of its methods that can make one certain payment. */
export interface Offer {
  readonly bank: Bank;
  readonly methods: readonly PaymentMethod[];
}

export interface Wanted {
  readonly intent: PaymentIntent;
  readonly filter: MethodFilter;
  readonly now: Date;
}

/** The banks by which a payment can be made, by name; empty when there is none. */
export function offersFor(registry: ConnectorRegistry, wanted: Wanted): Offer[] {
  return registry
    .list()
    .map(({ bank }) => ({ bank, methods: methodsFor(bank, wanted) }))
    .filter(({ methods }) => methods.length > 0);
}

function methodsFor(bank: Bank, { intent, filter, now }: Wanted): PaymentMethod[] {
  if (filter.provider_id !== undefined && !filter.provider_id.includes(bank.providerId)) return [];
  // Only the bank that keeps the debtor's account can move its money.
  if (intent.debtor?.iban !== undefined && !keepsIban(bank, intent.debtor.iban)) return [];
  return bank.paymentMethods.filter((method) => passes(method, filter) && canMake(method, intent, now));
}

function passes(method: PaymentMethod, filter: MethodFilter): boolean {
  return (
    (filter.remitter_type?.some((type) => method.remitterTypes.includes(type)) ?? true) &&
    (filter.payment_scheme?.includes(method.scheme) ?? true) &&
    (filter.env === undefined || method.envs.includes(filter.env))
  );
}

function canMake(method: PaymentMethod, intent: PaymentIntent, now: Date): boolean {
  if (!method.currencies.includes(intent.currency)) return false;
  const country = intent.creditor.iban.slice(0, 2);
  if (method.creditorCountries !== undefined && !method.creditorCountries.includes(country)) return false;
  const later = intent.requested_execution_date !== undefined && intent.requested_execution_date > dateOf(now);
  if (later && !method.capabilities.includes("future_date")) return false;
  return !exceeds(intent, method.maxAmount?.[intent.currency]);
}

function exceeds(intent: PaymentIntent, max: string | undefined): boolean {
  if (max === undefined) return false;
  const amount = parseAmount(intent.amount, intent.currency);
  const limit = parseAmount(max, intent.currency);
  return typeof amount === "bigint" && typeof limit === "bigint" && amount > limit;
}
