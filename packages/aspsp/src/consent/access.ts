import { addDays, dateOf, Xs2aError } from "@tallystick/xs2a";
import type { Access, AccessCheck, AccessibleAccount, AccessRequest } from "../account/ports.ts";
import { rulesOf } from "../standard/rules-of.ts";
import type { ConsentDeps } from "./deps.ts";
import { expireConsent } from "./expire.ts";
import { admitHeld } from "./admit.ts";
import { countUse } from "./count.ts";
import { findDecision, type DecisionRow } from "./record/decision.ts";
import { hasSigned } from "./record/signatures.ts";
import { noteUse } from "./record/store.ts";
import { scopeOf, type GrantedScope } from "./scope.ts";

export type AccessDeps = Pick<ConsentDeps, "db" | "clock" | "random" | "log" | "profile" | "spi">;

/**
 * Decides about each read of account data by this very consent (BG-5): the caller's, valid at this moment, giving the
 * right, of an account that it opens. An unattended read is counted before anything is served (A1).
 */
export function createAccessCheck(deps: AccessDeps): AccessCheck {
  return async (request) => {
    const scope = scopeOf(request, deps.profile);
    const now = deps.clock.now();
    const today = dateOf(now, deps.profile.timeZone);
    const rows = broughtAlong(request, scope) ?? (await findRows(deps, request, scope, now));
    const [consent] = rows;
    if (consent === undefined) throw scope.isNamed ? unknownConsent() : invalid();
    await requireValid(deps, consent, scope);
    const accounts = rows.flatMap((row) => accountOf(row, scope));
    requireRight(request, consent, accounts);
    await countUse(deps, request, consent, now);
    if (consent.used_today !== true) await noteUse(deps.db, { consentId: consent.consent_id, today });
    const { historyDays } = rulesOf(deps.profile).lifetimes;
    const historyFrom = consent.fresh ? undefined : addDays(today, -historyDays);
    return {
      consentId: consent.consent_id,
      psuId: consent.psu_id,
      kind: consent.kind,
      recurring: consent.recurring,
      ...(await listed(deps, request, consent, accounts)),
      ownerName: consent.owner_name,
      ...(historyFrom === undefined ? {} : { historyFrom }),
    };
  };
}

/** What the token's check has read of this very consent and account. */
function broughtAlong({ grant, resourceId }: AccessRequest, { consentId }: GrantedScope) {
  const decision = grant?.decision;
  const fits = decision?.consentId === consentId && decision.resourceId === resourceId;
  return fits ? decision.rows : undefined;
}

function findRows(
  { db, profile }: AccessDeps,
  { tpp, resourceId }: AccessRequest,
  { consentId }: GrantedScope,
  now: Date,
) {
  return findDecision(db, { consentId, tppId: tpp.tppId, resourceId }, { profile, now });
}

/** A valid consent of the PSU whose token it is; one that is over is ended first, so that its status says so too. */
async function requireValid(deps: AccessDeps, consent: DecisionRow, scope: GrantedScope): Promise<void> {
  if (consent.overdue) await expireConsent(deps, consent);
  if (consent.overdue || consent.status === "expired") {
    throw new Xs2aError({
      code: "CONSENT_EXPIRED",
      profile: deps.profile.codeProfile,
      text: "The consent has expired; the account holder has to give a new one.",
    });
  }
  if (consent.status !== "valid") throw invalid();
  if (scope.psuId !== undefined && !(await isOfPsu(deps, consent, scope.psuId))) throw invalid();
}

/** Whoever has signed it is as much its PSU as who made it valid. */
async function isOfPsu({ db }: AccessDeps, consent: DecisionRow, psuId: string): Promise<boolean> {
  return consent.psu_id === psuId || hasSigned(db, { consentId: consent.consent_id, psuId });
}

function accountOf(row: DecisionRow, scope: GrantedScope): AccessibleAccount[] {
  if (row.resource_id === null) return [];
  return [
    {
      resourceId: row.resource_id,
      accountId: row.account_id,
      ...(row.iban === null ? {} : { iban: row.iban }),
      ...(row.masked_pan === null ? {} : { maskedPan: row.masked_pan }),
      currency: row.currency,
      isCard: row.is_card,
      balances: row.balances && scope.balances,
      transactions: row.transactions && scope.transactions,
    },
  ];
}

const ofTransactions: ReadonlySet<string> = new Set(["transactions", "transaction", "card-transactions"]);
const ofBalances: ReadonlySet<string> = new Set(["balances", "card-balances"]);

function requireRight(request: AccessRequest, consent: DecisionRow, accounts: readonly AccessibleAccount[]): void {
  const { endpoint, resourceId } = request;
  if (resourceId === undefined) {
    if (request.withBalance && !consent.any_balances) throw invalid("withBalance");
    return;
  }
  // A list of accounts alone opens none of them.
  if (isListAlone(consent)) throw invalid();
  const [account] = accounts;
  // Another consent's account, the same TPP's too, is as unknown as one that never was (ruling 24).
  if (account === undefined || account.isCard !== endpoint.startsWith("card-")) throw unknownAccount();
  const lacksBalances = ofBalances.has(endpoint) && !account.balances;
  const lacksTransactions = ofTransactions.has(endpoint) && !account.transactions;
  if (lacksBalances || lacksTransactions) throw invalid();
  if (request.withBalance && !account.balances) throw invalid("withBalance");
}

function isListAlone({ kind }: DecisionRow): boolean {
  return kind === "availableAccounts" || kind === "availableAccountsWithBalance";
}

/** Consents to all accounts open those as well that the PSU has got since. */
async function listed(
  deps: AccessDeps,
  request: AccessRequest,
  consent: DecisionRow,
  accounts: readonly AccessibleAccount[],
): Promise<Pick<Access, "accounts" | "held">> {
  const isOfAll = consent.kind === "global" || isListAlone(consent);
  if (request.resourceId !== undefined || !isOfAll) return { accounts };
  return admitHeld(deps, consent, { known: accounts, cards: request.endpoint === "card-accounts" });
}

/** `path` names the parameter without which the call would be allowed. */
function invalid(path?: string): Xs2aError {
  return new Xs2aError({ code: "CONSENT_INVALID", path, text: "The consent does not allow this call." });
}

function unknownConsent(): Xs2aError {
  return new Xs2aError({ code: "CONSENT_UNKNOWN", place: "header", path: "Consent-ID", text: "is unknown" });
}

function unknownAccount(): Xs2aError {
  return new Xs2aError({ code: "RESOURCE_UNKNOWN", place: "path", text: "The addressed resource is unknown." });
}
