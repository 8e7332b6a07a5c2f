import type { Tx } from "@tallystick/kit";
import { isFinalTransactionStatus, type TransactionStatus } from "@tallystick/xs2a";
import type { HubDeps } from "../../deps.ts";
import type { LinkStatus } from "../../events.ts";
import type { Failure, HubSchema } from "../../migrations/schema.ts";
import { moveLink } from "../move.ts";
import { movesToFollow } from "../rules.ts";
import { lockLink, type LinkRow } from "../store.ts";
import { closeAttempt, findAttempt, type AttemptRow } from "./store.ts";

export interface BankWord {
  readonly status: TransactionStatus;
  /** Why it did not pay, when it says so. */
  readonly reason?: Failure;
}

/** What the link became, whether or not anything changed. */
export interface Settled {
  readonly linkStatus: LinkStatus;
  readonly closed: boolean;
}

/**
 * Brings a link to where its bank says the payment is. Any number of callers may bring the same word, in any order:
 * the first one moves the link, the others find it moved (rows P11, P13).
 */
export async function settleAttempt(deps: HubDeps, attemptId: string, word: BankWord): Promise<Settled> {
  const known = await findAttempt(deps.db, attemptId);
  if (known === undefined) throw new Error("an attempt has disappeared");
  const settled = await deps.db.transaction().execute(async (tx) => {
    const link = await lockLink(tx, known.link_id);
    const attempt = await findAttempt(tx, attemptId);
    if (attempt === undefined || attempt.state === "closed") {
      if (attempt !== undefined) watchClosed(deps, attempt, word);
      return { linkStatus: link.status, closed: true, changed: false };
    }
    return settleLocked(tx, deps, link, attempt, word);
  });
  if (settled.changed) {
    deps.checkpoint(`after_status_commit:${settled.linkStatus}`);
    deps.wake();
  }
  return { linkStatus: settled.linkStatus, closed: settled.closed };
}

/** The link goes on without a payment that has ended; when its bank moves it all the same, a person has to know (row P10). */
function watchClosed(deps: HubDeps, attempt: AttemptRow, word: BankWord): void {
  const ended = attempt.transaction_status === "CANC" || attempt.transaction_status === "RJCT";
  if (!ended || word.status === "CANC" || word.status === "RJCT") return;
  deps.log.error("ended_payment_moved", {
    linkId: attempt.link_id,
    providerId: attempt.provider_id,
    attemptId: attempt.attempt_id,
    transactionStatus: word.status,
  });
}

/** As `settleAttempt`, for a caller that holds the link's lock. */
export async function settleLocked(
  tx: Tx<HubSchema>,
  deps: HubDeps,
  link: LinkRow,
  attempt: AttemptRow,
  word: BankWord,
): Promise<Settled & { readonly changed: boolean }> {
  const path = pathFor(link, attempt, word.status);
  if (path === undefined) {
    deps.log.warn("bank_contradicts_itself", {
      linkId: link.link_id,
      providerId: attempt.provider_id,
      code: word.status,
      reason: link.status,
    });
    return { linkStatus: link.status, closed: false, changed: false };
  }
  let moved = link;
  for (const to of path) {
    moved = await moveLink(tx, deps, moved, to === "failed" ? { to, failure: failureOf(attempt, word) } : { to });
  }
  if (attempt.transaction_status !== word.status) {
    await tx
      .updateTable("attempt")
      .set({ transaction_status: word.status })
      .where("attempt_id", "=", attempt.attempt_id)
      .execute();
  }
  const closed = isFinalTransactionStatus(word.status);
  if (closed) await closeAttempt(tx, attempt, { reason: word.status, at: deps.clock.now() });
  return { linkStatus: moved.status, closed, changed: path.length > 0 };
}

/** A payment that the hub itself wanted to end takes the link where that wish leads. */
function pathFor(link: LinkRow, attempt: AttemptRow, status: TransactionStatus): readonly LinkStatus[] | undefined {
  const path = movesToFollow(link.status, status);
  const ended = status === "CANC" || status === "RJCT";
  if (path === undefined || !ended || attempt.ending === null || link.status === "submitted") return path;
  return attempt.ending === "left" ? ["failed", "started"] : ["revoked"];
}

function failureOf(attempt: AttemptRow, word: BankWord): Failure {
  if (attempt.ending === "left") return { code: "left", message: "The payment at this bank was given up." };
  if (word.status === "CANC") {
    return { code: "cancelled_at_bank", message: "The bank cancelled the payment. Nothing was paid." };
  }
  return (
    word.reason ?? {
      code: "rejected_by_bank",
      message: "The bank did not execute the payment: it was refused, or not confirmed in time.",
    }
  );
}
