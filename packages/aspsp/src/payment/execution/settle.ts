import type { Tx } from "@tallystick/kit";
import type { BankSchema } from "../../migrations/schema.ts";
import type { ExecutionOutcome } from "../../spi/spi.ts";
import { lockPayment, movePayment, type PaymentMove, type PaymentRow } from "../record/store.ts";
import { isUnderway } from "../rules.ts";
import { scheduleOccurrence, type ScheduleDeps } from "./schedule.ts";
import { countExecutions, recordOutcome, type ExecutionRow } from "./store.ts";

interface Settled {
  readonly payment: PaymentRow;
  readonly execution: ExecutionRow;
  readonly outcome: ExecutionOutcome;
  /** The record no longer is what the PSU authorised. */
  readonly broken: boolean;
  readonly at: Date;
}

/** Records what core banking said of one execution, and what follows from it for the payment, in one transaction. */
export async function settle(tx: Tx<BankSchema>, deps: ScheduleDeps, of: Settled): Promise<void> {
  const { payment, execution, outcome, at } = of;
  // A bulk as a whole is concluded at its end; to read it for each of a thousand orders would cost most of the time.
  const row = payment.items === null ? await lockPayment(tx, payment.payment_id) : undefined;
  await recordOutcome(tx, execution.execution_id, outcome, at);
  // Of one that was cancelled meanwhile only the execution that had begun is recorded.
  if (row === undefined || !isUnderway(row.status)) return;
  if (row.standing !== null) await settleOccurrence(tx, deps, row, of);
  else if (row.status !== outcome.status) await settleSingle(tx, row, of);
}

async function settleSingle(tx: Tx<BankSchema>, row: PaymentRow, { outcome, at }: Settled): Promise<void> {
  const { status: to, reason, fundsAvailable } = outcome;
  await movePayment(tx, { paymentId: row.payment_id, from: row.status, to, at, reason, fundsAvailable });
}

/** A failed occurrence does not end the order; the one after it is scheduled here, with what this one came to. */
async function settleOccurrence(tx: Tx<BankSchema>, deps: ScheduleDeps, row: PaymentRow, of: Settled): Promise<void> {
  const { execution, outcome, broken, at } = of;
  const move = { paymentId: row.payment_id, from: row.status, at };
  if (broken) {
    await movePayment(tx, { ...move, to: "RJCT", reason: "link_broken" });
    return;
  }
  const goesOn =
    outcome.status === "ACSP" || (await scheduleOccurrence(tx, deps, { row, item: execution.item + 1, at }));
  if (!goesOn) await concludeOrder(tx, move);
  else if (row.status === "ACTC") await movePayment(tx, { ...move, to: "ACSP" });
}

/** After its last day: executed, also when some of its days failed, unless none of them was booked. */
async function concludeOrder(tx: Tx<BankSchema>, move: Omit<PaymentMove, "to">): Promise<void> {
  const { booked } = await countExecutions(tx, move.paymentId);
  if (booked > 0) await movePayment(tx, { ...move, to: "ACSC" });
  else await movePayment(tx, { ...move, to: "RJCT", reason: "no_day_booked" });
}

/** The end of a bulk, once none of its orders is open: all booked, some, or none. */
export async function concludeBulk(tx: Tx<BankSchema>, paymentId: string, at: Date): Promise<void> {
  const row = await lockPayment(tx, paymentId);
  if (row?.status !== "ACSP") return;
  const { unfinished, booked, total } = await countExecutions(tx, paymentId);
  if (unfinished > 0) return;
  const move = { paymentId, from: "ACSP", at } as const;
  if (booked === total) await movePayment(tx, { ...move, to: "ACSC" });
  else if (booked > 0) await movePayment(tx, { ...move, to: "PART" });
  else await movePayment(tx, { ...move, to: "RJCT", reason: "no_order_booked" });
}
