import type { HubDeps } from "../../deps.ts";
import type { LinkStatus } from "../../events.ts";
import { isAtBank } from "../rules.ts";
import { lockLink } from "../store.ts";
import { askBank } from "./ask.ts";
import { settleAttempt } from "./settle.ts";
import { findAttempt, openAttemptOf, type AttemptRow } from "./store.ts";

export type LeaveOutcome =
  /** No bank has a payment of the link. */
  | { readonly kind: "left" }
  /** The bank keeps the payment: it is authorised, or being executed. */
  | { readonly kind: "cannot_leave"; readonly status: LinkStatus }
  /** Whether the payment has ended is not known yet; the follower finds out. */
  | { readonly kind: "pending"; readonly status: LinkStatus };

/** Ends the link's payment at the bank so that another one can be begun. */
export async function leaveBank(deps: HubDeps, linkId: string): Promise<LeaveOutcome> {
  return endAtBank(deps, linkId, "left");
}

/**
 * Deletes the open payment of a link at its bank. Why is written down first: whoever hears from the bank that the
 * payment is cancelled, this call or the follower after a restart, then knows whether the link goes on or is revoked.
 */
export async function endAtBank(deps: HubDeps, linkId: string, ending: "left" | "cancelled"): Promise<LeaveOutcome> {
  const attempt = await mark(deps, linkId, ending);
  if ("kind" in attempt) return attempt;
  const connector = deps.connectors.get(attempt.provider_id);
  if (connector === undefined) return { kind: "pending", status: await statusOf(deps, linkId) };
  const outcome = await connector.cancelPayment({ product: attempt.product, paymentId: attempt.bank_payment_id! });
  if (outcome.kind === "cancelled") await settleAttempt(deps, attempt.attempt_id, { status: "CANC" });
  else {
    if (outcome.kind === "refused") await unmark(deps, attempt, ending);
    deps.log.info("payment_not_ended_at_bank", { linkId, providerId: attempt.provider_id, code: outcome.code });
    await askBank(deps, attempt.attempt_id);
  }
  const after = await findAttempt(deps.db, attempt.attempt_id);
  const status = await statusOf(deps, linkId);
  if (after?.state === "closed") {
    return status === "submitted" || status === "completed" ? { kind: "cannot_leave", status } : { kind: "left" };
  }
  return { kind: outcome.kind === "refused" ? "cannot_leave" : "pending", status };
}

async function mark(deps: HubDeps, linkId: string, ending: "left" | "cancelled"): Promise<LeaveOutcome | AttemptRow> {
  return deps.db.transaction().execute(async (tx) => {
    const link = await lockLink(tx, linkId);
    if (link.status === "requested") return { kind: "pending", status: link.status } as const;
    if (link.status === "submitted") return { kind: "cannot_leave", status: link.status } as const;
    const attempt = await openAttemptOf(tx, linkId);
    if (attempt === undefined || !isAtBank(link.status)) return { kind: "left" } as const;
    // A wish to cancel outlives a wish to change the bank, not the other way round.
    if (attempt.ending !== "cancelled" && attempt.ending !== ending) {
      await tx.updateTable("attempt").set({ ending }).where("attempt_id", "=", attempt.attempt_id).execute();
    }
    return attempt;
  });
}

/** The bank said no, so the payment goes on as if nobody had asked. */
async function unmark(deps: HubDeps, attempt: AttemptRow, ending: "left" | "cancelled"): Promise<void> {
  await deps.db
    .updateTable("attempt")
    .set({ ending: null })
    .where("attempt_id", "=", attempt.attempt_id)
    .where("state", "=", "live")
    .where("ending", "=", ending)
    .execute();
}

async function statusOf(deps: HubDeps, linkId: string): Promise<LinkStatus> {
  const { status } = await deps.db
    .selectFrom("link")
    .select("status")
    .where("link_id", "=", linkId)
    .executeTakeFirstOrThrow();
  return status;
}
