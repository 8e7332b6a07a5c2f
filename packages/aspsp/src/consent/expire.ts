import type { ConsentStatus } from "@tallystick/xs2a";
import { CompiledQuery } from "kysely";
import { failOpenAuthorisations } from "../authorisation/store.ts";
import type { ConsentClockDeps } from "./deps.ts";
import { clocksOf, clockValues, overdue } from "./record/clocks.ts";
import { moveConsent, sweepReads } from "./record/store.ts";
import { awaitsAuthorisation } from "./rules.ts";

interface Overdue {
  readonly consent_id: string;
  readonly status: ConsentStatus;
}

/** Ends a consent whose time is over; false when something else has moved it. */
export async function expireConsent(deps: ConsentClockDeps, { consent_id, status }: Overdue): Promise<boolean> {
  const { now: at, today } = clocksOf(deps.profile, deps.clock.now());
  const reason = awaitsAuthorisation(status) ? "not_authorised" : "over";
  return deps.db.transaction().execute(async (tx) => {
    const moved = await moveConsent(tx, { consentId: consent_id, from: status, to: "expired", reason, at, today });
    if (moved) await failOpenAuthorisations(tx, { kind: "consent", subjectId: consent_id, reason: "expired", at });
    return moved;
  });
}

/** One index for each of the clocks: this is asked all the time, and most consents are good for months. */
const due = [
  "c.status in ('received', 'partiallyAuthorised') and c.expires_at <= $1",
  "c.status = 'valid' and c.valid_until < $2::date",
]
  .concat(
    ["c.recurring and c.sca_at <= $3", "not c.recurring and c.sca_at <= $4"].map(
      (sca) => `c.status = 'valid' and ${sca}`,
    ),
  )
  .map((clock) => `(select c.consent_id, c.status from consent c where ${clock} and ${overdue} limit 500)`)
  .join(" union ");

/** Ends all that are due; a read does the same for one consent, so that nobody sees an overdue one. */
export async function expireDueConsents(deps: ConsentClockDeps): Promise<number> {
  const values = clockValues(clocksOf(deps.profile, deps.clock.now()));
  const { rows } = await deps.db.executeQuery<Overdue>(CompiledQuery.raw(due, [...values]));
  let ended = 0;
  for (const row of rows) if (await expireConsent(deps, row)) ended++;
  return ended;
}

/** What the bank does every few seconds; counted reads are kept as long as they count. */
export async function sweepConsents(deps: ConsentClockDeps): Promise<void> {
  await expireDueConsents(deps);
  await sweepReads(deps.db, new Date(deps.clock.now().getTime() - 24 * 3_600_000));
}
