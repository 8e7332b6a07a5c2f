import type { AuthorisationDeps } from "./deps.ts";
import type { RefuseOutcome } from "./outcomes.ts";
import { hasEnded, type FailureReason } from "./rules.ts";
import { failOpenAuthorisations, findAuthorisation, type AuthorisationRow } from "./store.ts";

/**
 * The PSU says no. Before login anybody who holds the link may, until somebody has signed; afterwards only the bound
 * PSU's session. scaStatus `failed`, payment `RJCT`.
 */
export async function refuseAuthorisation(
  deps: AuthorisationDeps,
  key: { authorisationId: string; psuId?: string },
): Promise<RefuseOutcome> {
  const row = await findAuthorisation(deps.db, key.authorisationId);
  if (row === undefined) return { kind: "unknown" };
  if (hasEnded(row.sca_status)) return { kind: "ended" };
  if (row.psu_id !== null && row.psu_id !== key.psuId) return { kind: "other_psu" };
  const anonymous = row.psu_id === null;
  if (await failAuthorisation(deps, row, "refused", { anonymous })) return { kind: "refused" };
  const subject = await deps.subjects[row.subject_kind].load(deps.db, row.subject_id, row.created_at);
  return anonymous && subject?.open === true ? { kind: "out_of_order" } : { kind: "ended" };
}

/** Ends subject and authorisations together; false when something else ended the subject first. */
export async function failAuthorisation(
  deps: AuthorisationDeps,
  row: AuthorisationRow,
  reason: FailureReason,
  by: { readonly anonymous?: boolean } = {},
): Promise<boolean> {
  const at = deps.clock.now();
  return deps.db.transaction().execute(async (tx) => {
    const subject = deps.subjects[row.subject_kind];
    const ended = await subject.refused(tx, { subjectId: row.subject_id, reason, at, ...by });
    if (!ended) return false;
    const alone = subject.failsAlone === true ? { authorisationId: row.authorisation_id } : {};
    await failOpenAuthorisations(tx, { kind: row.subject_kind, subjectId: row.subject_id, reason, at, ...alone });
    return true;
  });
}

/** Ends one authorisation, and it alone; one that is being finalised at this moment stays what it is. */
export async function endAlone(deps: AuthorisationDeps, row: AuthorisationRow, reason: FailureReason): Promise<void> {
  const { subject_kind: kind, subject_id: subjectId, authorisation_id: authorisationId } = row;
  const end = { kind, subjectId, authorisationId, reason, at: deps.clock.now() };
  await deps.db.transaction().execute((tx) => failOpenAuthorisations(tx, end));
}
