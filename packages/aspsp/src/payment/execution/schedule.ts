import { enqueue, type Random, type Tx } from "@tallystick/kit";
import { occurrence, startOfDay } from "@tallystick/xs2a";
import type { BankSchema } from "../../migrations/schema.ts";
import type { BankProfile } from "../../profile.ts";
import type { PaymentRow } from "../record/store.ts";
import { insertExecutions } from "./store.ts";

export const executeTopic = "payment.execute";

export interface ScheduleDeps {
  readonly random: Random;
  readonly profile: Pick<BankProfile, "timeZone">;
}

/** Records what an authorised payment is to execute first, or at all, in the transaction that authorises it. */
export async function scheduleExecutions(
  tx: Tx<BankSchema>,
  deps: ScheduleDeps,
  row: PaymentRow,
  at: Date,
): Promise<void> {
  if (row.standing !== null) {
    await scheduleOccurrence(tx, deps, { row, item: 1, at });
    return;
  }
  const dueAt = later(dueTime(deps, row), at);
  const count = row.items?.length ?? 1;
  const executions = Array.from({ length: count }, (_, index) => ({
    execution_id: deps.random.uuid(),
    payment_id: row.payment_id,
    item: index + 1,
    due_at: dueAt,
  }));
  await insertExecutions(tx, executions, at);
  await enqueueExecution(tx, row.payment_id, dueAt);
}

/** Records one occurrence of a periodic payment; false when its last one has been. */
export async function scheduleOccurrence(
  tx: Tx<BankSchema>,
  deps: ScheduleDeps,
  of: { row: PaymentRow; item: number; at: Date },
): Promise<boolean> {
  const { row, item, at } = of;
  const next = row.standing === null ? undefined : occurrence(row.standing, item);
  if (next === undefined) return false;
  const dueAt = later(startOfDay(next.executedOn, deps.profile.timeZone), at);
  const execution = { execution_id: deps.random.uuid(), payment_id: row.payment_id, item, due_at: dueAt };
  await insertExecutions(tx, [execution], at);
  await enqueueExecution(tx, row.payment_id, dueAt);
  return true;
}

/** The day for which an execution is asked of core banking. */
export function executionDate(row: PaymentRow, item: number): string | null {
  if (row.standing === null) return row.requested_execution_date;
  return occurrence(row.standing, item)?.executedOn ?? null;
}

/** Whether it waits for a day or an instant, so that it may be cancelled after it has been authorised. */
export function isPutOff(row: PaymentRow): boolean {
  return row.standing !== null || row.requested_execution_date !== null || row.requested_execution_time !== null;
}

function dueTime({ profile }: ScheduleDeps, row: PaymentRow): Date | undefined {
  if (row.requested_execution_time !== null) return row.requested_execution_time;
  if (row.requested_execution_date === null) return undefined;
  return startOfDay(row.requested_execution_date, profile.timeZone);
}

function later(wanted: Date | undefined, at: Date): Date {
  return wanted === undefined || wanted < at ? at : wanted;
}

async function enqueueExecution(tx: Tx<BankSchema>, paymentId: string, dueAt: Date): Promise<void> {
  await enqueue(tx, { topic: executeTopic, key: paymentId, payload: { paymentId }, dueAt });
}
