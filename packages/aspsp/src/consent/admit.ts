import type { AccessibleAccount } from "../account/ports.ts";
import { holdingsOf } from "../authorisation/holdings.ts";
import type { ConsentDeps } from "./deps.ts";
import type { DecisionRow } from "./record/decision.ts";
import { insertAccounts, openedAccounts } from "./record/opened.ts";
import { accountsOf, loadConsent } from "./record/store.ts";

/**
 * The accounts of a consent to all of them, those that core banking has opened since with a name of their own. Two reads
 * at once give a new account one name: the second finds the first one's.
 */
export async function admitHeld(
  deps: Pick<ConsentDeps, "db" | "random" | "profile" | "spi">,
  consent: DecisionRow,
  known: readonly AccessibleAccount[],
): Promise<readonly AccessibleAccount[]> {
  const { consent_id: consentId, psu_id: psuId } = consent;
  const holdings = await holdingsOf(deps, psuId);
  const names = new Set(known.map(({ accountId }) => accountId));
  const isNew = [...holdings.accounts, ...holdings.cards].some(({ accountId }) => !names.has(accountId));
  if (!isNew) return known;
  const row = await loadConsent(deps.db, consentId);
  const opened = row === undefined ? [] : (openedAccounts(row, holdings, deps.profile) ?? []);
  const added = opened.filter(({ account_id: accountId }) => !names.has(accountId));
  if (added.length === 0) return known;
  await deps.db.transaction().execute((tx) => insertAccounts(tx, deps.random, { consentId, accounts: added }));
  const all = await accountsOf(deps.db, consentId);
  return all.map((one): AccessibleAccount => {
    const before = known.find(({ accountId }) => accountId === one.account_id);
    if (before !== undefined) return before;
    return {
      resourceId: one.resource_id,
      accountId: one.account_id,
      ...(one.iban === null ? {} : { iban: one.iban }),
      ...(one.masked_pan === null ? {} : { maskedPan: one.masked_pan }),
      currency: one.currency,
      isCard: one.is_card,
      balances: one.balances,
      transactions: one.transactions,
    };
  });
}
