import type { AccountAccess } from "@tallystick/xs2a";
import { rulesOf } from "../standard/rules-of.ts";
import { requireRoom } from "../tpp/open-objects.ts";
import type { Tpp } from "../tpp/tpp.ts";
import type { ConsentDeps } from "./deps.ts";
import { clocksOf } from "./record/clocks.ts";
import { openConsent } from "./record/open.ts";
import { lastValidDay } from "./record/request.ts";

/**
 * A recurring bank-offered consent for a TPP that has asked for plain scopes and has made none of its own (C15): of the
 * accounts that the PSU chooses, for as long as the standard lets a consent last. Scope `accounts` gives their balances,
 * `transactions` their transactions.
 */
export async function createBankOfferedConsent(
  deps: Pick<ConsentDeps, "db" | "clock" | "random" | "profile">,
  of: { tpp: Pick<Tpp, "tppId" | "name">; scopes: readonly string[]; redirectUri?: string },
): Promise<{ consentId: string; authorisationId: string }> {
  const { profile, random } = deps;
  const { now: at, today } = clocksOf(profile, deps.clock.now());
  const balances = of.scopes.includes("accounts");
  const transactions = of.scopes.includes("transactions");
  const access: AccountAccess = {
    accounts: [],
    ...(balances ? { balances: [] } : {}),
    ...(transactions ? { transactions: [] } : {}),
  };
  const [consentId, authorisationId] = [random.uuid(), random.uuid()];
  const draft = {
    kind: "bankOffered",
    access,
    recurring: true,
    validUntil: lastValidDay({ profile, today }),
    frequencyPerDay: rulesOf(profile).maximumFrequencyPerDay,
    combinedService: false,
    ownerName: false,
    balances,
    transactions,
  } as const;
  const { tpp, redirectUri } = of;
  const consent = { consentId, authorisationId, draft, tpp, at, redirectUri };
  await deps.db.transaction().execute(async (tx) => {
    await requireRoom(tx, tpp.tppId, { now: at, maximum: profile.maximumOpen });
    await openConsent(tx, profile, consent);
  });
  return { consentId, authorisationId };
}
