import { after, type Outcome, type OutboxHandler } from "@tallystick/kit";
import type { HubDeps } from "../../deps.ts";
import type { AttemptWork } from "../../events.ts";
import { askBank } from "./ask.ts";
import { findAttempt } from "./store.ts";

const s = 1000;
const m = 60 * s;
const h = 60 * m;
/** A bank keeps a payment for weeks when it executes it later; then somebody has to look. */
const givenUpAfterMs = 45 * 24 * h;

/**
 * How long to wait before the bank is asked again, by the time since the payer was last sent there or came back: short
 * while somebody looks at the page, then the toolkit's rhythm (tpp-toolkit section 2), after a day hourly.
 */
function pollDelayMs(sinceMs: number): number {
  if (sinceMs < m) return 2 * s;
  if (sinceMs < 5 * m) return 5 * s;
  if (sinceMs < 20 * m) return 30 * s;
  if (sinceMs < 24 * h) return 5 * m;
  return h;
}

/** Handler of topic `payment.follow`: asks until the payment has ended, whatever became of the payer's browser. */
export function followHandler(deps: HubDeps): OutboxHandler {
  return async (row, fence): Promise<Outcome> => {
    const { attemptId } = row.payload as AttemptWork;
    const attempt = await findAttempt(deps.db, attemptId);
    if (attempt === undefined || attempt.state === "closed") return { kind: "done" };
    deps.checkpoint("before_status_asked");
    const asked = await askBank(deps, attemptId, { signal: fence.signal });
    if (asked.kind === "answered" && asked.closed) return { kind: "done" };
    if (asked.kind === "unavailable") {
      deps.log.warn("bank_status_unavailable", {
        providerId: attempt.provider_id,
        linkId: attempt.link_id,
        code: asked.code,
      });
    }
    const now = deps.clock.now();
    const since = now.getTime() - (attempt.followed_from ?? attempt.created_at).getTime();
    if (now.getTime() - attempt.created_at.getTime() > givenUpAfterMs) return { kind: "parked", reason: "no_end" };
    return { kind: "retry", at: after(now, pollDelayMs(since)) };
  };
}
