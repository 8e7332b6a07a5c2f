import type { ScaStatus } from "@tallystick/xs2a";
import type { PaymentAccount, ScaMethod } from "../spi/spi.ts";
import type { AuthorisationDeps } from "./deps.ts";
import { endAlone, failAuthorisation } from "./refuse.ts";
import { hasEnded, type FailureReason } from "./rules.ts";
import { findAuthorisation, findOpenChallenge, type AuthorisationRow } from "./store.ts";
import type { SubjectView } from "./subject.ts";

/** The page that the PSU is to see next. */
type Step =
  /** Login. */
  | "identify"
  /** Choice of the account to pay from, or of the accounts to be seen. */
  | "choose_accounts"
  /** What is authorised, in full, and the choice of the method. */
  | "review"
  /** A method has been chosen, and no challenge can be answered: none was started yet, or it has run out. */
  | "challenge_due"
  /** A challenge waits for its answer. */
  | "challenge"
  /** The PSU has authorised and goes back to the TPP, which has to confirm. */
  | "confirm"
  /** Finalised or failed. */
  | "ended";

export interface AuthorisationView {
  readonly authorisationId: string;
  readonly scaStatus: ScaStatus;
  readonly step: Step;
  readonly subject: SubjectView;
  readonly psuId?: string;
  readonly psuName?: string;
  /** The PSU-ID that the TPP named. */
  readonly psuHint?: string;
  readonly method?: ScaMethod;
  readonly challenge?: { readonly challengeId: string; readonly type: ScaMethod["type"]; readonly expiresAt: Date };
  readonly failure?: FailureReason;
  /** When the subject runs out if it has not been authorised by then. */
  readonly expiresAt: Date;
}

/**
 * The authorisation as it is now, after ending it when its time is over or nothing waits for it any more. Undefined when
 * there is none of that id.
 */
export async function viewAuthorisation(
  deps: AuthorisationDeps,
  key: { authorisationId: string },
): Promise<AuthorisationView | undefined> {
  const now = deps.clock.now();
  let row = await findAuthorisation(deps.db, key.authorisationId);
  if (row === undefined) return undefined;
  const load = (of: AuthorisationRow) => deps.subjects[of.subject_kind].load(deps.db, of.subject_id, of.created_at);
  let subject = await load(row);
  if (subject === undefined) return undefined;
  if (!hasEnded(row.sca_status) && (subject.expiresAt <= now || !subject.open)) {
    const expired = subject.expiresAt <= now && (await failAuthorisation(deps, row, "expired"));
    if (!expired && !subject.open) await endAlone(deps, row, "superseded");
    row = (await findAuthorisation(deps.db, key.authorisationId)) ?? row;
    subject = (await load(row)) ?? subject;
  }
  const challenge = await findOpenChallenge(deps.db, { authorisationId: row.authorisation_id, at: now });
  return {
    authorisationId: row.authorisation_id,
    scaStatus: row.sca_status,
    step: stepOf(row, subject, challenge !== undefined),
    subject: { ...subject, ...redirectsOf(row) },
    ...(row.psu_hint === null ? {} : { psuHint: row.psu_hint }),
    ...(row.psu_id === null ? {} : { psuId: row.psu_id }),
    ...(row.psu_name === null ? {} : { psuName: row.psu_name }),
    ...methodOf(row),
    ...(challenge === undefined
      ? {}
      : {
          challenge: { challengeId: challenge.challenge_id, type: challenge.kind, expiresAt: challenge.expires_at },
        }),
    ...(row.failure_reason === null ? {} : { failure: row.failure_reason }),
    expiresAt: subject.expiresAt,
  };
}

/** Those of the call that started this very authorisation go before the subject's. */
function redirectsOf(row: AuthorisationRow): { redirectUri?: string; nokRedirectUri?: string } {
  return {
    ...(row.redirect_uri === null ? {} : { redirectUri: row.redirect_uri }),
    ...(row.nok_redirect_uri === null ? {} : { nokRedirectUri: row.nok_redirect_uri }),
  };
}

function methodOf(row: AuthorisationRow): { method?: ScaMethod } {
  if (row.method_id === null || row.method_type === null) return {};
  return { method: { methodId: row.method_id, type: row.method_type, name: row.method_name ?? "" } };
}

function stepOf(row: AuthorisationRow, subject: SubjectView, challengeIsOpen: boolean): Step {
  if (hasEnded(row.sca_status)) return "ended";
  if (row.sca_status === "received" || row.sca_status === "psuIdentified") return "identify";
  if (row.sca_status === "unconfirmed") return "confirm";
  if (subject.choice?.made === false) return "choose_accounts";
  if (row.sca_status === "psuAuthenticated") return "review";
  return challengeIsOpen ? "challenge" : "challenge_due";
}

/** The PSU's accounts among which there is a choice. Empty for another PSU than the bound one. */
export async function listChoosableAccounts(
  deps: AuthorisationDeps,
  key: { authorisationId: string; psuId: string },
): Promise<readonly PaymentAccount[]> {
  const view = await viewAuthorisation(deps, key);
  if (view === undefined || view.psuId !== key.psuId || view.step === "ended") return [];
  return choosable(await deps.spi.accounts(key.psuId), view.subject);
}

export function choosable(accounts: readonly PaymentAccount[], { choice }: SubjectView): readonly PaymentAccount[] {
  if (choice === undefined) return [];
  const usable = accounts.filter(({ status = "enabled" }) => status === "enabled");
  if (choice.of === "debtor") {
    return usable.filter(({ iban, currency }) => currency === choice.currency && !choice.payees.includes(iban));
  }
  const { types = [] } = choice;
  return types.length === 0 ? usable : usable.filter(({ cashAccountType }) => types.includes(cashAccountType ?? ""));
}

/** The methods that this PSU may choose from. Empty for another PSU than the bound one. */
export async function listScaMethods(
  deps: AuthorisationDeps,
  key: { authorisationId: string; psuId: string },
): Promise<readonly ScaMethod[]> {
  const view = await viewAuthorisation(deps, key);
  if (view === undefined || view.psuId !== key.psuId || view.step === "ended") return [];
  return deps.spi.scaMethods(key.psuId);
}
