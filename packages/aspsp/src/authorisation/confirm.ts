import type { AuthorisationDeps } from "./deps.ts";
import { finalise, holdingsFor, orNothing, tellFinalised } from "./finish.ts";
import { hashSecret, sameHash } from "./proof/secret.ts";
import { failAuthorisation } from "./refuse.ts";
import { findAuthorisation, type AuthorisationRow } from "./store.ts";
import { viewAuthorisation } from "./view.ts";

/**
 * Makes the code that goes out with the redirect of a PSU who has authorised; undefined where none is awaited. Each
 * redirect has its own, and the last one alone is good: whoever follows an older one has not been here last.
 */
export async function issueConfirmationCode(
  deps: AuthorisationDeps,
  authorisationId: string,
): Promise<string | undefined> {
  const code = deps.random.token();
  const issued = await deps.db
    .updateTable("authorisation")
    .set({ confirmation_hash: hashOf(deps, authorisationId, code) })
    .where("authorisation_id", "=", authorisationId)
    .where("sca_status", "=", "unconfirmed")
    .executeTakeFirst();
  return issued.numUpdatedRows === 1n ? code : undefined;
}

export type ConfirmOutcome =
  | { readonly kind: "finalised" }
  /** Not the code of the last redirect: the authorisation has failed, and with it what it was for. */
  | { readonly kind: "wrong" }
  /** No confirmation is awaited: not yet, or not any more. */
  | { readonly kind: "not_awaited" };

/** The TPP confirms that the browser that came back is the one that it sent (rule 35, against cross-browser attacks). */
export async function confirmAuthorisation(
  deps: AuthorisationDeps,
  input: { authorisationId: string; code: string },
): Promise<ConfirmOutcome> {
  // Ends it first when its time is over.
  await viewAuthorisation(deps, input);
  const row = await findAuthorisation(deps.db, input.authorisationId);
  if (row === undefined || row.sca_status !== "unconfirmed" || row.link_hash === null) return { kind: "not_awaited" };
  if (!isRight(deps, row, input.code)) {
    const failed = await failAuthorisation(deps, row, "wrong_confirmation");
    return failed ? { kind: "wrong" } : { kind: "not_awaited" };
  }
  const { link_hash: linkHash } = row;
  const known = await holdingsFor(deps, row);
  const done = await orNothing(deps, (tx) => finalise(deps, tx, { row, linkHash, at: deps.clock.now(), ...known }));
  if (!done) return { kind: "not_awaited" };
  tellFinalised(deps, input.authorisationId);
  return { kind: "finalised" };
}

function isRight(deps: AuthorisationDeps, row: AuthorisationRow, code: string): boolean {
  return row.confirmation_hash !== null && sameHash(row.confirmation_hash, hashOf(deps, row.authorisation_id, code));
}

function hashOf(deps: AuthorisationDeps, authorisationId: string, secret: string): string {
  return hashSecret(deps.codeKey, { challengeId: authorisationId, linkHash: "confirmation", secret });
}
