import type { AccountAccess, AccountReference, ConsentInformation } from "@tallystick/xs2a";
import { rulesOf } from "../standard/rules-of.ts";
import type { Answer, Call } from "../wire/call.ts";
import type { ConsentDeps } from "./deps.ts";
import { requireOwnConsent, requireOwnState } from "./record/find.ts";
import { accountsOf, type ConsentAccountRow, type ConsentRow } from "./record/store.ts";
import { reasonText } from "./rules.ts";

/**
 * GET of a consent, with the date that the bank has made of the requested one. What was left to the PSU to choose shows
 * once the PSU has authorised.
 */
export async function readConsent(
  deps: ConsentDeps,
  call: Call<"getConsentInformation">,
): Promise<Answer<"getConsentInformation">> {
  const row = await requireOwnConsent(deps, call);
  const accounts = row.sca_at === null ? [] : await accountsOf(deps.db, row.consent_id);
  const body: ConsentInformation = {
    access: accessOf(row, accounts),
    recurringIndicator: row.recurring,
    validUntil: row.valid_until,
    frequencyPerDay: row.frequency_per_day,
    lastActionDate: row.last_action_date,
    consentStatus: row.status,
    ...linksOf(deps, row, accounts),
  };
  return { status: 200, body };
}

function accessOf(row: ConsentRow, accounts: readonly ConsentAccountRow[]): AccountAccess {
  const { access } = row;
  if (row.kind !== "bankOffered" || row.sca_at === null) return access;
  const chosen = accounts.map(referenceOf);
  return {
    ...(access.accounts === undefined ? {} : { accounts: chosen }),
    ...(access.balances === undefined ? {} : { balances: chosen }),
    ...(access.transactions === undefined ? {} : { transactions: chosen }),
    ...(row.owner_name ? { additionalInformation: { ownerName: chosen } } : {}),
  };
}

function referenceOf({ iban, masked_pan, currency }: ConsentAccountRow): AccountReference {
  return { ...(iban === null ? {} : { iban }), ...(masked_pan === null ? {} : { maskedPan: masked_pan }), currency };
}

/** Where the accounts are read, as long as they can be. */
function linksOf(
  deps: ConsentDeps,
  row: ConsentRow,
  accounts: readonly ConsentAccountRow[],
): Pick<ConsentInformation, "_links"> {
  if (row.status !== "valid") return {};
  const link = (name: string) => ({ href: `${deps.standardUrl}/v1/${name}` });
  const hasCards = rulesOf(deps.profile).cardAccounts && accounts.some((account) => account.is_card);
  const hasOthers = !hasCards || accounts.some((account) => !account.is_card);
  return {
    _links: {
      ...(hasOthers ? { account: link("accounts") } : {}),
      ...(hasCards ? { "card-account": link("card-accounts") } : {}),
    },
  };
}

/** GET of a consent's status. One that has ended is a status like any other: 200, with the reason in words. */
export async function readConsentStatus(
  deps: ConsentDeps,
  call: Call<"getConsentStatus">,
): Promise<Answer<"getConsentStatus">> {
  const { status, status_reason: reason, signatures_needed: signatures } = await requireOwnState(deps, call);
  return {
    status: 200,
    body: { consentStatus: status, ...(reason === null ? {} : { psuMessage: reasonText(reason, signatures) }) },
  };
}
