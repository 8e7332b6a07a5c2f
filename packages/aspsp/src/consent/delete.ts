import { failOpenAuthorisations } from "../authorisation/store.ts";
import type { Answer, Call } from "../wire/call.ts";
import type { ConsentDeps } from "./deps.ts";
import { clocksOf } from "./record/clocks.ts";
import { requireOwnState, type ConsentCall, type ConsentFamily } from "./record/find.ts";
import { moveConsent } from "./record/store.ts";
import { awaitsAuthorisation } from "./rules.ts";

/**
 * DELETE of a consent, authorised or not: 204, and terminatedByTpp. One that has ended already stays as it is and is
 * answered 204 too, since what is asked for holds: a TPP may repeat a call whose answer it lost.
 */
export async function deleteConsent(deps: ConsentDeps, call: Call<"deleteConsent">): Promise<Answer<"deleteConsent">> {
  await terminateConsent(deps, call);
  return { status: 204, body: undefined };
}

/** The same for either family of consents. */
export async function terminateConsent(deps: ConsentDeps, call: ConsentCall, family?: ConsentFamily): Promise<void> {
  // Between reading and moving PSUs may authorise it: in part, and then in full.
  for (let round = 0; round < 3; round++) {
    const { consent_id: consentId, status } = await requireOwnState(deps, call, family);
    if (!awaitsAuthorisation(status) && status !== "valid") return;
    const { now: at, today } = clocksOf(deps.profile, deps.clock.now());
    const move = { consentId, from: status, to: "terminatedByTpp", reason: "by_tpp", at, today } as const;
    const ended = await deps.db.transaction().execute(async (tx) => {
      const moved = await moveConsent(tx, move);
      if (moved) await failOpenAuthorisations(tx, { kind: "consent", subjectId: consentId, reason: "cancelled", at });
      return moved;
    });
    if (ended) {
      deps.log.info("consent.terminated", { consentId });
      return;
    }
  }
}
