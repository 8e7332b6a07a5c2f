import type { AuthorisationDeps } from "./deps.ts";
import { holdingsOf } from "./holdings.ts";
import { inTurn, Unable } from "./in-turn.ts";
import { attempt, loginsCounter } from "./proof/attempts.ts";
import { checkLogin } from "./proof/login.ts";
import type { IdentifyOutcome } from "./outcomes.ts";
import { endAlone, failAuthorisation } from "./refuse.ts";
import { hasEnded, maximumFailures } from "./rules.ts";
import { findAuthorisation, lockAuthorisation, type AuthorisationRow } from "./store.ts";
import { viewAuthorisation, type AuthorisationView } from "./view.ts";

/**
 * The PSU logs in. Binds payment and authorisation to the first PSU who does, for good; the same PSU may log in again
 * from another tab. Wrong logins count for the login and for the authorisation, whose fifth one ends it.
 */
export async function identifyPsu(
  deps: AuthorisationDeps,
  input: { authorisationId: string; login: string; secret: string },
): Promise<IdentifyOutcome> {
  const view = await viewAuthorisation(deps, input);
  if (view === undefined) return { kind: "unknown" };
  if (view.step === "ended") return { kind: "ended" };
  const tried = await attempt(deps, loginsCounter(input.authorisationId), () => checkLogin(deps, input));
  if (tried.kind === "locked") return { kind: "wrong_credentials" };
  const psu = tried.result;
  if (psu === undefined) return wrongLogin(deps, input.authorisationId, tried.failures);
  if (!(await holdsAccounts(deps, view, psu.psuId))) return { kind: "not_account_holder" };
  return bind(deps, input.authorisationId, psu);
}

async function wrongLogin(
  deps: AuthorisationDeps,
  authorisationId: string,
  failures: number,
): Promise<IdentifyOutcome> {
  const row = await findAuthorisation(deps.db, authorisationId);
  // Once a PSU is bound, a stranger's wrong logins must not end what the PSU is authorising.
  if (row === undefined || row.psu_id !== null || failures < maximumFailures) return { kind: "wrong_credentials" };
  if (await failAuthorisation(deps, row, "too_many_attempts", { anonymous: true })) return { kind: "failed" };
  // What others have signed no stranger undoes: this one authorisation alone has failed then.
  await endAlone(deps, row, "too_many_attempts");
  return { kind: "failed" };
}

/** BG-2: every account that the TPP named is the PSU's at this moment. */
async function holdsAccounts(deps: AuthorisationDeps, view: AuthorisationView, psuId: string): Promise<boolean> {
  const required = view.subject.requiredAccounts;
  if (required.length === 0) return true;
  const { accounts, cards } = await holdingsOf(deps, psuId);
  return required.every(({ iban, maskedPan, currency }) =>
    iban === undefined
      ? cards.some((card) => card.maskedPan === maskedPan && (currency ?? card.currency) === card.currency)
      : accounts.some((account) => account.iban === iban && (currency ?? account.currency) === account.currency),
  );
}

async function bind(
  deps: AuthorisationDeps,
  authorisationId: string,
  psu: { psuId: string; name: string },
): Promise<IdentifyOutcome> {
  const known = await findAuthorisation(deps.db, authorisationId);
  if (known === undefined) return { kind: "unknown" };
  return inTurn(deps, async (tx): Promise<IdentifyOutcome> => {
    const subject = deps.subjects[known.subject_kind];
    const bound = await subject.bindPsu(tx, { subjectId: known.subject_id, psuId: psu.psuId });
    const row = await lockAuthorisation(tx, authorisationId);
    // Thrown, so that the subject is bound by no login that came to nothing.
    if (row === undefined) throw new Unable({ kind: "unknown" });
    if (hasEnded(row.sca_status)) throw new Unable({ kind: "ended" });
    if (!bound || isAnothers(row, psu.psuId)) throw new Unable({ kind: "other_psu" });
    if (row.psu_id === null) {
      await tx
        .updateTable("authorisation")
        .set({
          psu_id: psu.psuId,
          psu_name: psu.name,
          sca_status: "psuAuthenticated",
          changed_at: deps.clock.now(),
        })
        .where("authorisation_id", "=", authorisationId)
        .where("sca_status", "in", ["received", "psuIdentified"])
        .execute();
    }
    return { kind: "identified", psuId: psu.psuId, name: psu.name };
  });
}

function isAnothers(row: AuthorisationRow, psuId: string): boolean {
  return row.psu_id !== null && row.psu_id !== psuId;
}
