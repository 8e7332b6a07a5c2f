import type { AggregatedAccount, AggregatedBalance, Aggregation, Tag } from "./aggregation.ts";

export type AccountWithBalances = AggregatedAccount & { readonly balances: readonly AggregatedBalance[] };

/**
 * The accounts of an aggregation with their balances in them, in the accounts' order: what `totalBalances` adds up. An
 * account whose balances could not be read, or that the consent withholds, has none.
 */
export function accountsWithBalances({
  accounts,
  balances,
}: Pick<Aggregation, "accounts" | "balances">): AccountWithBalances[] {
  const byAccount = Map.groupBy(balances, keyOf);
  return accounts.map((account) => ({ ...account, balances: byAccount.get(keyOf(account)) ?? [] }));
}

function keyOf({ bankId, consentId, account: { id, iban, currency } }: Tag): string {
  return JSON.stringify([bankId, consentId, id, iban, currency]);
}
