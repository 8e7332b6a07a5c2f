import type { Tx } from "@tallystick/kit";
import type { BankSchema } from "../../migrations/schema.ts";
import type { ScaMessage } from "../../spi/spi.ts";
import { lockedUntil, methodCounter } from "./attempts.ts";
import type { AuthorisationDeps } from "../deps.ts";
import type { StartChallengeOutcome } from "../outcomes.ts";
import { challengeLifeMs, codeDigits, maximumChallenges } from "../rules.ts";
import { hashSecret } from "./secret.ts";
import { closeChallenge, closeChallenges, lockAuthorisation } from "../store.ts";
import { viewAuthorisation, type AuthorisationView } from "../view.ts";
import { codeText, pushText } from "./message.ts";

type Method = NonNullable<AuthorisationView["method"]>;

/**
 * Sends a code or a push request, or opens the question for a static pin. It replaces the challenge before it, is linked
 * to amount and payee as they are stored now, and lives five minutes; failures before it still count.
 */
export async function startChallenge(
  deps: AuthorisationDeps,
  input: { authorisationId: string; psuId: string },
): Promise<StartChallengeOutcome> {
  const view = await viewAuthorisation(deps, input);
  if (view === undefined) return { kind: "unknown" };
  if (view.step === "ended") return { kind: "ended" };
  if (view.psuId !== input.psuId) return { kind: "other_psu" };
  const { method } = view;
  if (method === undefined || view.subject.choice?.made === false) return { kind: "out_of_order" };
  const now = deps.clock.now();
  const until = await lockedUntil(deps, methodCounter(input.psuId, method.methodId));
  if (until !== undefined) return { kind: "locked", until };
  const made = makeChallenge(deps, { view, method, psuId: input.psuId, now });
  const outcome = await deps.db.transaction().execute((tx) => storeChallenge(tx, made, now));
  if (outcome.kind === "started" && made.message !== undefined) return handOver(deps, made.message, outcome);
  return outcome;
}

interface NewChallenge {
  readonly challengeId: string;
  readonly authorisationId: string;
  readonly psuId: string;
  readonly method: Method;
  readonly secretHash: string | null;
  readonly linkHash: string;
  readonly expiresAt: Date;
  readonly message?: ScaMessage;
}

function makeChallenge(
  deps: AuthorisationDeps,
  of: { view: AuthorisationView; method: Method; psuId: string; now: Date },
): NewChallenge {
  const { view, method, psuId } = of;
  const challengeId = deps.random.uuid();
  const { linkHash, expiresAt: subjectEnds } = view.subject;
  const expiresAt = new Date(Math.min(of.now.getTime() + challengeLifeMs, subjectEnds.getTime()));
  const base = { challengeId, authorisationId: view.authorisationId, psuId, method, linkHash, expiresAt };
  if (method.type === "static_pin") return { ...base, secretHash: null };
  const secret =
    method.type === "code"
      ? deps.random
          .int(10 ** codeDigits)
          .toString()
          .padStart(codeDigits, "0")
      : deps.random.token();
  const secretHash = hashSecret(deps.codeKey, { challengeId, linkHash, secret });
  const common = { psuId, methodId: method.methodId, challengeId, expiresAt };
  const message: ScaMessage =
    method.type === "code"
      ? { ...common, kind: "code", code: secret, text: codeText(view.subject, secret, deps.profile.timeZone) }
      : { ...common, kind: "push", approval: secret, text: pushText(view.subject, deps.profile.timeZone) };
  return { ...base, secretHash, message };
}

async function storeChallenge(tx: Tx<BankSchema>, made: NewChallenge, now: Date): Promise<StartChallengeOutcome> {
  const row = await lockAuthorisation(tx, made.authorisationId);
  if (row === undefined) return { kind: "unknown" };
  if (row.sca_status !== "scaMethodSelected" && row.sca_status !== "started") return { kind: "out_of_order" };
  if (row.challenges >= maximumChallenges) return { kind: "too_many_challenges" };
  await tx
    .updateTable("authorisation")
    .set({ sca_status: "started", challenges: row.challenges + 1, changed_at: now })
    .where("authorisation_id", "=", made.authorisationId)
    .execute();
  await closeChallenges(tx, { authorisationId: made.authorisationId, at: now });
  await tx
    .insertInto("challenge")
    .values({
      challenge_id: made.challengeId,
      authorisation_id: made.authorisationId,
      psu_id: made.psuId,
      method_id: made.method.methodId,
      kind: made.method.type,
      secret_hash: made.secretHash,
      link_hash: made.linkHash,
      created_at: now,
      expires_at: made.expiresAt,
      closed_at: null,
    })
    .execute();
  return { kind: "started", challengeId: made.challengeId, expiresAt: made.expiresAt };
}

async function handOver(
  deps: AuthorisationDeps,
  message: ScaMessage,
  started: StartChallengeOutcome,
): Promise<StartChallengeOutcome> {
  try {
    await deps.spi.deliver(message);
    return started;
  } catch (error) {
    deps.log.error("sca.delivery_failed", { error });
    await deps.db.transaction().execute((tx) => closeChallenge(tx, message.challengeId, deps.clock.now()));
    return { kind: "delivery_failed" };
  }
}
