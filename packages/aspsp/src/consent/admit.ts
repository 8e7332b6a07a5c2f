import type { Access, AccessibleAccount } from "../account/ports.ts";
import type { Holdings } from "../authorisation/subject.ts";
import type { ConsentDeps } from "./deps.ts";
import type { DecisionRow } from "./record/decision.ts";
import { insertAccounts, openedAccounts } from "./record/opened.ts";
import { accountsOf, loadConsent } from "./record/store.ts";

/**
 * The accounts of a consent to all of them, those that core banking has opened since with a name of their own, and what
 * core banking has said. Two reads at once give a new account one name: the second finds the first one's.
 */
export async function admitHeld(
  deps: Pick<ConsentDeps, "db" | "random" | "profile" | "spi">,
  consent: DecisionRow,
  { known, cards }: { known: readonly AccessibleAccount[]; cards: boolean },
): Promise<Required<Pick<Access, "accounts" | "held">>> {
  const { consent_id: consentId, psu_id: psuId } = consent;
  // Only what is listed is asked for.
  const held: Holdings = cards
    ? { accounts: [], cards: (await deps.spi.cardAccounts?.(psuId)) ?? [] }
    : { accounts: await deps.spi.accounts(psuId), cards: [] };
  const names = new Set(known.map(({ accountId }) => accountId));
  const isNew = [...held.accounts, ...held.cards].some(({ accountId }) => !names.has(accountId));
  const row = isNew ? await loadConsent(deps.db, consentId) : undefined;
  const opened = row === undefined ? [] : (openedAccounts(row, held, deps.profile) ?? []);
  const added = opened.filter(({ account_id: accountId }) => !names.has(accountId));
  if (added.length === 0) return { accounts: known, held };
  await deps.db.transaction().execute((tx) => insertAccounts(tx, deps.random, { consentId, accounts: added }));
  return { accounts: await withAdded(deps, consentId, known), held };
}

async function withAdded(
  deps: Pick<ConsentDeps, "db">,
  consentId: string,
  known: readonly AccessibleAccount[],
): Promise<readonly AccessibleAccount[]> {
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
