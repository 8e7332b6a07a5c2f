import { createHash } from "node:crypto";
import type { AccountReference } from "@tallystick/xs2a";
import type { ConsentDisplay, ConsentedAccount } from "../../authorisation/subject.ts";
import { referenceKey } from "./reference.ts";
import type { ConsentRow } from "./store.ts";

/** What pages and messages show of a consent, straight from the stored record. */
export function displayOf(row: ConsentRow): ConsentDisplay {
  return {
    shows: "consent",
    kind: row.kind,
    accounts: consentedAccounts(row),
    ...(row.access.restrictedTo === undefined ? {} : { restrictedTo: row.access.restrictedTo }),
    balances: row.balances,
    transactions: row.transactions,
    ownerName: row.owner_name,
    recurring: row.recurring,
    validUntil: row.valid_until,
    frequencyPerDay: row.frequency_per_day,
  };
}

type Consented = Pick<ConsentRow, "kind" | "access" | "chosen" | "balances" | "transactions">;

/** Named by the TPP or chosen by the PSU; empty where all are meant, and until the PSU has chosen. */
export function consentedAccounts(consent: Consented): ConsentedAccount[] {
  return consent.kind === "bankOffered" ? chosenAccounts(consent) : namedAccounts(consent);
}

function chosenAccounts({ chosen, balances, transactions }: Consented): ConsentedAccount[] {
  return (chosen ?? []).map(({ iban, currency }) => ({ iban, currency, balances, transactions }));
}

/** Each account that the TPP named once, with all that it asks of it. */
function namedAccounts({ access }: Consented): ConsentedAccount[] {
  const { accounts = [], balances = [], transactions = [] } = access;
  const [ofBalances, ofTransactions] = [keysOf(balances), keysOf(transactions)];
  const once = new Map([...accounts, ...balances, ...transactions].map((one) => [referenceKey(one), one]));
  return [...once].map(([key, { iban, maskedPan, currency }]) => ({
    ...(iban === undefined ? {} : { iban }),
    ...(maskedPan === undefined ? {} : { maskedPan }),
    ...(currency === undefined ? {} : { currency }),
    balances: ofBalances.has(key),
    transactions: ofTransactions.has(key),
  }));
}

function keysOf(references: readonly AccountReference[]): Set<string> {
  return new Set(references.map(referenceKey));
}

/**
 * SHA-256 over everything that the PSU's authentication is linked to: who asks, for what, of which accounts and for how
 * long. It is compared when a challenge is answered and at finalisation.
 */
export function linkHashOf(row: ConsentRow): string {
  const { accounts, ...shown } = displayOf(row);
  // As a JSON list of texts the parts cannot run into each other.
  const canonical = JSON.stringify([
    "consent/1",
    row.consent_id,
    row.tpp_id,
    row.tpp_name,
    Object.entries(shown),
    accounts.map((one) => [one.iban, one.maskedPan, one.currency, one.balances, one.transactions]),
    (row.chosen ?? []).map(({ accountId }) => accountId),
  ]);
  return createHash("sha256").update(canonical).digest("hex");
}
