import { after, enqueue, type Outcome, type OutboxHandler, type Tx } from "@tallystick/kit";
import type { BankRefusal, InitiationOutcome } from "../../connector/connector.ts";
import type { HubDeps } from "../../deps.ts";
import { topics, type AttemptWork } from "../../events.ts";
import type { Failure, HubSchema } from "../../migrations/schema.ts";
import { moveLink } from "../move.ts";
import { lockLink, type LinkRow } from "../store.ts";
import { bankPaymentOf } from "./order.ts";
import { settleLocked } from "./settle.ts";
import { closeAttempt, findAttempt, type AttemptRow } from "./store.ts";

export type SubmitOutcome =
  /** The bank has the payment; `continueUrl` is where the payer authorises. */
  | { readonly kind: "accepted"; readonly continueUrl: string | null }
  | { readonly kind: "failed"; readonly failure: Failure }
  /** The bank may have the payment; it will be asked again with the same X-Request-ID. */
  | { readonly kind: "pending"; readonly code: string };

/** The first repetition comes when the first call is over for certain; a restart does not wait for it. */
export const recoveryDelayMs = 20_000;
const callTimeoutMs = 15_000;
const givenUpAfterMs = 24 * 3_600_000;

/**
 * Hands an attempt's payment to its bank. The attempt was committed before; every try carries its X-Request-ID, so that
 * the bank makes one payment however often the answer is lost (rows P3, P4).
 */
export async function submitAttempt(deps: HubDeps, attemptId: string, signal?: AbortSignal): Promise<SubmitOutcome> {
  const attempt = await countTry(deps, attemptId);
  if (attempt === undefined) return standing(deps, attemptId);
  const outcome = await callBank(deps, attempt, signal);
  deps.checkpoint("after_bank_answer");
  if (outcome.kind !== "unknown") await record(deps, attempt, outcome);
  const stands = await standing(deps, attemptId);
  if (stands.kind === "pending") {
    deps.log.warn("payment_outcome_unknown", {
      linkId: attempt.link_id,
      providerId: attempt.provider_id,
      requestId: attempt.bank_request_id,
      attempt: attempt.tries,
      ...(outcome.kind === "accepted" ? {} : { code: outcome.code }),
    });
    return outcome.kind === "accepted" ? stands : { kind: "pending", code: outcome.code };
  }
  deps.checkpoint("after_attempt_commit");
  deps.wake();
  return stands;
}

async function countTry(deps: HubDeps, attemptId: string): Promise<AttemptRow | undefined> {
  return deps.db
    .updateTable("attempt")
    .set((eb) => ({ tries: eb("tries", "+", 1) }))
    .where("attempt_id", "=", attemptId)
    .where("state", "=", "requested")
    .returningAll()
    .executeTakeFirst();
}

async function callBank(deps: HubDeps, attempt: AttemptRow, signal?: AbortSignal): Promise<InitiationOutcome> {
  const connector = deps.connectors.get(attempt.provider_id);
  if (connector === undefined) {
    return { kind: "not_done", code: "bank_unavailable", message: "This bank cannot be reached at the moment." };
  }
  const link = await deps.db
    .selectFrom("link")
    .selectAll()
    .where("link_id", "=", attempt.link_id)
    .executeTakeFirstOrThrow();
  const back = `${deps.url}/pay/${link.web_id}/return/${attempt.return_state}`;
  return connector.initiatePayment({
    payment: bankPaymentOf(link, attempt),
    requestId: attempt.bank_request_id,
    psuIpAddress: attempt.psu_ip_address,
    ...(attempt.psu_user_agent === null ? {} : { psuUserAgent: attempt.psu_user_agent }),
    redirectUri: back,
    nokRedirectUri: back,
    timeoutMs: callTimeoutMs,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Several tries may bring their answers at a time; the first one is stored, the others find the attempt answered. */
async function record(
  deps: HubDeps,
  attempt: AttemptRow,
  outcome: Exclude<InitiationOutcome, { readonly kind: "unknown" }>,
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const link = await lockLink(tx, attempt.link_id);
    const current = await findAttempt(tx, attempt.attempt_id);
    if (current?.state !== "requested") return;
    // This try did nothing, but there was another one, of which nobody can say that.
    if (outcome.kind === "not_done" && current.tries > 1) return;
    if (outcome.kind === "accepted") await accept(tx, deps, link, current, outcome);
    else await fail(tx, deps, link, current, outcome);
  });
}

async function accept(
  tx: Tx<HubSchema>,
  deps: HubDeps,
  link: LinkRow,
  attempt: AttemptRow,
  outcome: Extract<InitiationOutcome, { readonly kind: "accepted" }>,
): Promise<void> {
  const now = deps.clock.now();
  const live = await tx
    .updateTable("attempt")
    .set({
      state: "live",
      bank_payment_id: outcome.paymentId,
      continue_url: outcome.continueUrl ?? null,
      confirms_authorisation_id: outcome.confirmsAuthorisationId ?? null,
      followed_from: now,
    })
    .where("attempt_id", "=", attempt.attempt_id)
    .where("state", "=", "requested")
    .returningAll()
    .executeTakeFirstOrThrow();
  const waits = outcome.status === "RCVD" || outcome.status === "PATC";
  const accepted = waits ? await moveLink(tx, deps, link, { to: "intent_accepted" }) : link;
  const settled = await settleLocked(tx, deps, accepted, live, { status: outcome.status });
  if (settled.closed) return;
  const payload: AttemptWork = { attemptId: attempt.attempt_id };
  await enqueue(tx, { topic: topics.follow, key: attempt.attempt_id, payload, dueAt: after(now, 2_000) });
}

async function fail(tx: Tx<HubSchema>, deps: HubDeps, link: LinkRow, attempt: AttemptRow, refusal: BankRefusal) {
  await closeAttempt(tx, attempt, { reason: refusal.code, at: deps.clock.now() });
  await moveLink(tx, deps, link, { to: "failed", failure: { code: refusal.code, message: refusal.message } });
}

/** Where the attempt stands by what is stored, whoever stored it. */
async function standing(deps: HubDeps, attemptId: string): Promise<SubmitOutcome> {
  const attempt = await findAttempt(deps.db, attemptId);
  if (attempt === undefined) throw new Error("an attempt has disappeared");
  if (attempt.state === "requested") return { kind: "pending", code: "no_answer_yet" };
  if (attempt.bank_payment_id !== null) return { kind: "accepted", continueUrl: attempt.continue_url };
  const { failure } = await deps.db
    .selectFrom("link")
    .select("failure")
    .where("link_id", "=", attempt.link_id)
    .executeTakeFirstOrThrow();
  const code = attempt.closed_reason ?? "failed";
  return { kind: "failed", failure: failure ?? { code, message: "The bank did not take the payment." } };
}

/** Handler of topic `payment.submit`: what a process that ended, or an answer that was lost, has left open. */
export function submitHandler(deps: HubDeps): OutboxHandler {
  return async (row, fence): Promise<Outcome> => {
    const { attemptId } = row.payload as AttemptWork;
    const outcome = await submitAttempt(deps, attemptId, fence.signal);
    if (outcome.kind !== "pending") return { kind: "done" };
    const now = deps.clock.now();
    if (now.getTime() - row.createdAt.getTime() > givenUpAfterMs) return { kind: "parked", reason: outcome.code };
    return { kind: "retry", at: after(now, retryDelayMs(row.attempt)) };
  };
}

/** 2 s, doubling, at most five minutes. */
function retryDelayMs(attempt: number): number {
  return Math.min(1_000 * 2 ** Math.min(attempt, 10), 300_000);
}
