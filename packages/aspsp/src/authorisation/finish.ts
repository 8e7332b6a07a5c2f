import type { Tx } from "@tallystick/kit";
import type { BankSchema } from "../migrations/schema.ts";
import type { AuthorisationDeps } from "./deps.ts";
import {
  closeChallenge,
  findAuthorisation,
  moveAuthorisation,
  type AuthorisationRow,
  type ChallengeRow,
} from "./store.ts";
import { holdingsOf } from "./holdings.ts";
import type { Holdings } from "./subject.ts";

export type FinishOutcome =
  | { readonly kind: "finalised" }
  /** The PSU has authorised; it counts once the TPP has confirmed. */
  | { readonly kind: "unconfirmed" }
  | { readonly kind: "stale" };

/**
 * What follows a right answer. Subject, authorisation and challenge move together or not at all, each by compare-and-set,
 * so that of many parallel answers one wins; the loser sees "stale". Where the TPP has to confirm, the subject stays as
 * it is until then.
 */
export async function finishAuthorisation(deps: AuthorisationDeps, challenge: ChallengeRow): Promise<FinishOutcome> {
  const at = deps.clock.now();
  const row = await findAuthorisation(deps.db, challenge.authorisation_id);
  if (row === undefined) return { kind: "stale" };
  const { authorisation_id: authorisationId, link_hash: linkHash } = challenge;
  const confirms = deps.profile.confirmationCode === true;
  const holdings = confirms ? undefined : await holdingsFor(deps, row);
  const done = await orNothing(deps, async (tx) => {
    const moved = confirms
      ? await moveAuthorisation(tx, { authorisationId, to: "unconfirmed", at, linkHash })
      : await finalise(deps, tx, { row, linkHash, at, ...holdings });
    return moved && (await closeChallenge(tx, challenge.challenge_id, at));
  });
  if (!done) return { kind: "stale" };
  if (confirms) {
    deps.log.info("sca.unconfirmed", { authorisationId });
    return { kind: "unconfirmed" };
  }
  tellFinalised(deps, authorisationId);
  return { kind: "finalised" };
}

/** For `finalise`, to be asked before its transaction. */
export async function holdingsFor(
  deps: AuthorisationDeps,
  { subject_kind: kind, psu_id: psuId }: AuthorisationRow,
): Promise<{ holdings?: Holdings }> {
  if (psuId === null || deps.subjects[kind].needsHoldings !== true) return {};
  return { holdings: await holdingsOf(deps, psuId) };
}

/** Subject first, then its authorisation, in the order in which every transaction locks them. */
export async function finalise(
  deps: AuthorisationDeps,
  tx: Tx<BankSchema>,
  of: { row: AuthorisationRow; linkHash: string; at: Date; holdings?: Holdings },
): Promise<boolean> {
  const { row, linkHash, at, holdings } = of;
  if (row.psu_id === null) return false;
  const subject = deps.subjects[row.subject_kind];
  const known = holdings === undefined ? {} : { holdings };
  const change = { subjectId: row.subject_id, psuId: row.psu_id, linkHash, at, ...known };
  if (!(await subject.authorised(tx, change))) return false;
  return moveAuthorisation(tx, { authorisationId: row.authorisation_id, to: "finalised", at });
}

export function tellFinalised(deps: AuthorisationDeps, authorisationId: string): void {
  deps.checkpoint("after_sca_finalised");
  deps.log.info("sca.finalised", { authorisationId });
  deps.onFinalised();
}

/** Runs `work` in a transaction that is rolled back when it says no. */
export async function orNothing(
  deps: Pick<AuthorisationDeps, "db">,
  work: (tx: Tx<BankSchema>) => Promise<boolean>,
): Promise<boolean> {
  try {
    await deps.db.transaction().execute(async (tx) => {
      if (!(await work(tx))) throw new Lost();
    });
    return true;
  } catch (error) {
    if (error instanceof Lost) return false;
    throw error;
  }
}

/** Rolls the transaction back; never leaves this file. */
class Lost extends Error {}
