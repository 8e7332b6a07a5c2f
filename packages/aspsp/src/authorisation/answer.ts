import type { AuthorisationDeps } from "./deps.ts";
import { attempt, methodCounter } from "./proof/attempts.ts";
import { finishAuthorisation } from "./finish.ts";
import type { AnswerOutcome } from "./outcomes.ts";
import { failAuthorisation } from "./refuse.ts";
import { hasEnded, maximumFailures } from "./rules.ts";
import { hashSecret, sameHash } from "./proof/secret.ts";
import { closeChallenge, findAuthorisation, findChallenge, type AuthorisationRow, type ChallengeRow } from "./store.ts";
import { viewAuthorisation, type AuthorisationView } from "./view.ts";

/**
 * The PSU answers a challenge with a code or a pin. The right answer finalises the authorisation; five wrong ones in a
 * row, over all of the PSU's challenges of that method, lock the method and fail the authorisation.
 */
export async function answerChallenge(
  deps: AuthorisationDeps,
  input: { authorisationId: string; psuId: string; challengeId: string; answer: string },
): Promise<AnswerOutcome> {
  const view = await viewAuthorisation(deps, input);
  if (view === undefined) return { kind: "unknown" };
  if (view.step === "ended") return { kind: "ended" };
  if (view.psuId !== input.psuId) return { kind: "other_psu" };
  const challenge = await findChallenge(deps.db, input.challengeId);
  if (challenge === undefined || challenge.kind === "push") return { kind: "stale" };
  if (!(await isAnswerable(deps, view, challenge))) return { kind: "stale" };
  const counter = methodCounter(challenge.psu_id, challenge.method_id);
  const tried = await attempt(deps, counter, async () =>
    (await isRight(deps, challenge, input.answer)) ? true : undefined,
  );
  if (tried.kind === "locked") return tried;
  if (tried.result === true) return finishAuthorisation(deps, challenge);
  if (tried.failures < maximumFailures) return { kind: "wrong", attemptsLeft: maximumFailures - tried.failures };
  const row = await findAuthorisation(deps.db, input.authorisationId);
  if (row !== undefined) await failAuthorisation(deps, row, "too_many_attempts");
  return { kind: "failed" };
}

/**
 * The PSU's device answers a push request with the secret that came with it. False when the request is not, or no
 * longer, answerable; approval then has no effect.
 */
export async function answerPush(
  deps: AuthorisationDeps,
  input: { challengeId: string; approval: string; approve: boolean },
): Promise<boolean> {
  const challenge = await findChallenge(deps.db, input.challengeId);
  if (challenge === undefined || challenge.kind !== "push" || challenge.secret_hash === null) return false;
  if (!sameHash(challenge.secret_hash, hashOf(deps, challenge, input.approval))) return false;
  const view = await viewAuthorisation(deps, { authorisationId: challenge.authorisation_id });
  if (view === undefined || view.step === "ended") return false;
  if (!(await isAnswerable(deps, view, challenge))) return false;
  if (input.approve) return (await finishAuthorisation(deps, challenge)).kind !== "stale";
  const row = await findAuthorisation(deps.db, challenge.authorisation_id);
  return row !== undefined && isStarted(row) && failAuthorisation(deps, row, "refused");
}

function isStarted(row: AuthorisationRow): boolean {
  return !hasEnded(row.sca_status);
}

/** Also closes a challenge whose payment no longer is what the PSU was asked about. */
async function isAnswerable(
  deps: AuthorisationDeps,
  view: AuthorisationView,
  challenge: ChallengeRow,
): Promise<boolean> {
  const now = deps.clock.now();
  if (challenge.authorisation_id !== view.authorisationId || challenge.psu_id !== view.psuId) return false;
  if (challenge.closed_at !== null || challenge.expires_at <= now || view.scaStatus !== "started") return false;
  if (challenge.link_hash === view.subject.linkHash) return true;
  deps.log.error("sca.link_broken", { authorisationId: view.authorisationId });
  await deps.db.transaction().execute((tx) => closeChallenge(tx, challenge.challenge_id, now));
  return false;
}

async function isRight(deps: AuthorisationDeps, challenge: ChallengeRow, answer: string): Promise<boolean> {
  if (challenge.kind === "static_pin") {
    return deps.spi.verifyStaticPin(challenge.psu_id, challenge.method_id, answer);
  }
  return challenge.secret_hash !== null && sameHash(challenge.secret_hash, hashOf(deps, challenge, answer));
}

function hashOf(deps: AuthorisationDeps, challenge: ChallengeRow, secret: string): string {
  return hashSecret(deps.codeKey, { challengeId: challenge.challenge_id, linkHash: challenge.link_hash, secret });
}
