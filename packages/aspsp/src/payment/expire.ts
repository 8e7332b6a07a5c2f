import type { Clock, Db } from "@tallystick/kit";
import { failOpenAuthorisations } from "../authorisation/store.ts";
import type { BankSchema } from "../migrations/schema.ts";
import { lockPayment, movePayment } from "./record/store.ts";
import { awaiting, awaitsAuthorisation } from "./rules.ts";

interface Deps {
  readonly db: Db<BankSchema>;
  readonly clock: Clock;
}

/** Ends a payment that was not authorised in time; false when something else has moved it, or given it more time. */
export async function expirePayment(deps: Deps, paymentId: string): Promise<boolean> {
  const at = deps.clock.now();
  return deps.db.transaction().execute(async (tx) => {
    const row = await lockPayment(tx, paymentId);
    if (row === undefined || !awaitsAuthorisation(row.status) || row.expires_at > at) return false;
    await movePayment(tx, { paymentId, from: row.status, to: "RJCT", reason: "expired", at });
    await failOpenAuthorisations(tx, { kind: "payment", subjectId: paymentId, reason: "expired", at });
    return true;
  });
}

/** Ends all that are due; a read does the same for one payment, so that nobody sees an overdue one. */
export async function expireDuePayments(deps: Deps): Promise<number> {
  const due = await deps.db
    .selectFrom("payment")
    .select("payment_id")
    .where("status", "in", awaiting)
    .where("expires_at", "<=", deps.clock.now())
    .orderBy("expires_at")
    .limit(500)
    .execute();
  let ended = 0;
  for (const row of due) if (await expirePayment(deps, row.payment_id)) ended++;
  return ended;
}
