import type { DbOrTx, Tx } from "@tallystick/kit";
import type { Insertable, Selectable } from "kysely";
import type { BankSchema, PaymentExecutionTable } from "../../migrations/schema.ts";
import type { ExecutionOutcome } from "../../spi/spi.ts";

export type ExecutionRow = Selectable<PaymentExecutionTable>;
type NewExecution = Pick<Insertable<PaymentExecutionTable>, "execution_id" | "payment_id" | "item" | "due_at">;

/** Records what is to be executed; the pair of payment and number is unique (row P15). */
export async function insertExecutions(
  tx: Tx<BankSchema>,
  executions: readonly NewExecution[],
  at: Date,
): Promise<void> {
  const rows = executions.map((one) => ({
    ...one,
    created_at: at,
    started_at: null,
    finished_at: null,
    outcome: null,
    reason: null,
  }));
  await tx.insertInto("payment_execution").values(rows).execute();
}

/** What has not ended, due or not, in the order of its numbers. */
export async function listOpen(db: DbOrTx<BankSchema>, paymentId: string): Promise<ExecutionRow[]> {
  return db
    .selectFrom("payment_execution")
    .selectAll()
    .where("payment_id", "=", paymentId)
    .where("finished_at", "is", null)
    .orderBy("item")
    .execute();
}

/** From here on core banking may have been asked, which a cancellation has to know. */
export async function startExecutions(tx: Tx<BankSchema>, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable("payment_execution")
    .set({ started_at: at })
    .where("execution_id", "in", ids)
    .where("started_at", "is", null)
    .execute();
}

/** What core banking said; only ACSP leaves the execution open, so that it is asked again. */
export async function recordOutcome(
  tx: Tx<BankSchema>,
  executionId: string,
  outcome: ExecutionOutcome,
  at: Date,
): Promise<void> {
  await tx
    .updateTable("payment_execution")
    .set({
      outcome: outcome.status,
      reason: outcome.reason ?? null,
      finished_at: outcome.status === "ACSP" ? null : at,
    })
    .where("execution_id", "=", executionId)
    .where("finished_at", "is", null)
    .execute();
}

/** Ends what nobody has begun, within the transaction that cancels the payment. */
export async function withdrawExecutions(tx: Tx<BankSchema>, paymentId: string, at: Date): Promise<void> {
  await tx
    .updateTable("payment_execution")
    .set({ outcome: "CANC", finished_at: at })
    .where("payment_id", "=", paymentId)
    .where("started_at", "is", null)
    .where("finished_at", "is", null)
    .execute();
}

export interface ExecutionCounts {
  readonly total: number;
  readonly started: number;
  /** Core banking has been asked, and what it said is not known yet. */
  readonly inFlight: number;
  readonly unfinished: number;
  readonly booked: number;
}

export async function countExecutions(db: DbOrTx<BankSchema>, paymentId: string): Promise<ExecutionCounts> {
  const rows = await db
    .selectFrom("payment_execution")
    .select(({ fn, eb }) => [
      fn.countAll<string>().as("total"),
      fn.count<string>("started_at").as("started"),
      fn.count<string>(eb.case().when("outcome", "is", null).then(eb.ref("started_at")).end()).as("in_flight"),
      fn.count<string>(eb.case().when("finished_at", "is", null).then(1).end()).as("unfinished"),
      fn.count<string>(eb.case().when("outcome", "=", "ACSC").then(1).end()).as("booked"),
    ])
    .where("payment_id", "=", paymentId)
    .executeTakeFirstOrThrow();
  return {
    total: Number(rows.total),
    started: Number(rows.started),
    inFlight: Number(rows.in_flight),
    unfinished: Number(rows.unfinished),
    booked: Number(rows.booked),
  };
}
