import type { AuthorisationDeps } from "./deps.ts";
import { closeChallenge, findAuthorisation, moveAuthorisation, type ChallengeRow } from "./store.ts";

export type FinishOutcome = { readonly kind: "finalised" } | { readonly kind: "stale" };

/**
 * Finalises after a right answer: subject, authorisation and challenge move together or not at all, each by
 * compare-and-set, so that of many parallel answers one wins. The loser sees "stale".
 */
export async function finishAuthorisation(deps: AuthorisationDeps, challenge: ChallengeRow): Promise<FinishOutcome> {
  const at = deps.clock.now();
  const row = await findAuthorisation(deps.db, challenge.authorisation_id);
  if (row === undefined) return { kind: "stale" };
  const subject = deps.subjects[row.subject_kind];
  const { authorisation_id: authorisationId, link_hash: linkHash } = challenge;
  try {
    await deps.db.transaction().execute(async (tx) => {
      const moved =
        (await subject.authorised(tx, { subjectId: row.subject_id, linkHash, at })) &&
        (await moveAuthorisation(tx, { authorisationId, to: "finalised", at })) &&
        (await closeChallenge(tx, challenge.challenge_id, at));
      if (!moved) throw new Lost();
    });
  } catch (error) {
    if (error instanceof Lost) return { kind: "stale" };
    throw error;
  }
  deps.checkpoint("after_sca_finalised");
  deps.log.info("sca.finalised", { authorisationId });
  deps.onFinalised();
  return { kind: "finalised" };
}

/** Rolls the transaction back; never leaves this file. */
class Lost extends Error {}
