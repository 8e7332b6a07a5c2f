import type { Tx } from "@tallystick/kit";
import type { BankSchema } from "../../migrations/schema.ts";
import { movePayment, type PaymentRow } from "../record/store.ts";
import { isUnderway } from "../rules.ts";
import { isPutOff } from "./schedule.ts";
import { countExecutions, withdrawExecutions } from "./store.ts";

/**
 * Whether an authorised payment can still be cancelled: one that waits for its day while nothing of it has begun, a
 * periodic one between its executions. One without a day is in execution from its authorisation on. Asked under the
 * payment's lock, under which executions begin.
 */
export async function isCancellable(tx: Tx<BankSchema>, row: PaymentRow): Promise<boolean> {
  if (!isUnderway(row.status) || !isPutOff(row)) return false;
  const { started, inFlight } = await countExecutions(tx, row.payment_id);
  return row.standing === null ? started === 0 : inFlight === 0;
}

/** Cancels an authorised payment that `isCancellable`; of a periodic one what was executed stays. */
export async function cancelUnderway(tx: Tx<BankSchema>, row: PaymentRow, at: Date): Promise<boolean> {
  const { payment_id: paymentId, status: from } = row;
  await withdrawExecutions(tx, paymentId, at);
  const reason = from === "ACSP" ? "rest_withdrawn" : "withdrawn";
  return movePayment(tx, { paymentId, from, to: "CANC", reason, at });
}
