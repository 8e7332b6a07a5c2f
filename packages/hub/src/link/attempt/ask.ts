import type { HubDeps } from "../../deps.ts";
import { findAttempt, type AttemptRow } from "./store.ts";
import { settleAttempt, type Settled } from "./settle.ts";

export type AskOutcome =
  | ({ readonly kind: "answered" } & Settled)
  | { readonly kind: "unavailable"; readonly code: string };

/** Asks the bank where the payment is, and takes the link there. The only source of a link's status (row P12). */
export async function askBank(
  deps: HubDeps,
  attemptId: string,
  limits: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<AskOutcome> {
  const attempt = await findAttempt(deps.db, attemptId);
  const connector = attempt && deps.connectors.get(attempt.provider_id);
  if (attempt === undefined || attempt.bank_payment_id === null || connector === undefined) {
    return { kind: "unavailable", code: "not_at_bank" };
  }
  if (attempt.state === "closed")
    return { kind: "answered", linkStatus: await linkStatusOf(deps, attempt), closed: true };
  const answer = await connector.paymentStatus({
    product: attempt.product,
    paymentId: attempt.bank_payment_id,
    ...limits,
  });
  if (answer.kind === "unavailable") return { kind: "unavailable", code: answer.code };
  return { kind: "answered", ...(await settleAttempt(deps, attemptId, answer)) };
}

async function linkStatusOf(deps: HubDeps, attempt: AttemptRow) {
  const { status } = await deps.db
    .selectFrom("link")
    .select("status")
    .where("link_id", "=", attempt.link_id)
    .executeTakeFirstOrThrow();
  return status;
}
