import { after, backoffMs, type Fence, type Outcome, type OutboxHandler } from "@tallystick/kit";
import type { ExecutionOutcome } from "../spi/spi.ts";
import type { PaymentDeps } from "./deps.ts";
import { executionDate, isPutOff } from "./execution/schedule.ts";
import { concludeBulk, settle } from "./execution/settle.ts";
import { listOpen, startExecutions, type ExecutionRow } from "./execution/store.ts";
import { linkHashOf } from "./record/link-hash.ts";
import { executableOrder } from "./record/order.ts";
import { loadPayment, lockPayment, movePayment, type PaymentRow } from "./record/store.ts";
import { isUnderway } from "./rules.ts";

const done: Outcome = { kind: "done" };

/** After so long a bulk makes way and goes on at once, long before the lease of its outbox row ends. */
const turnMs = 10_000;

/**
 * Worker for authorised payments: executes what is due of one. Core banking books at most once per execution id, so that a
 * run that was cut short at any point is simply repeated; an ACSP is asked again until it ends. A payment that no longer
 * is what the PSU authorised is rejected and never booked (P6).
 */
export function createExecutor(deps: PaymentDeps): OutboxHandler {
  return async (row, fence) => {
    const { paymentId } = row.payload as { paymentId: string };
    const turnEnds = performance.now() + turnMs;
    const work = await begin(deps, fence, paymentId);
    if (work === undefined) return done;
    const broken = linkHashOf(work.payment) !== work.payment.authorised_hash;
    if (broken) deps.log.error("payment.link_broken", { paymentId });
    let unsettled = false;
    for (const execution of work.executions) {
      if (fence.signal.aborted || performance.now() > turnEnds) return { kind: "retry", at: deps.clock.now() };
      const outcome = await executeOne(deps, fence, { payment: work.payment, execution, broken });
      unsettled ||= outcome.status === "ACSP";
    }
    if (unsettled) return { kind: "retry", at: after(deps.clock.now(), backoffMs(row.attempt)) };
    // Called too early, by a clock that was put back since: what waits must not be lost with the row.
    if (work.nextDue !== undefined) return { kind: "retry", at: work.nextDue };
    if (work.payment.items !== null) await fence.write((tx) => concludeBulk(tx, paymentId, deps.clock.now()));
    return done;
  };
}

interface Due {
  readonly payment: PaymentRow;
  readonly executions: readonly ExecutionRow[];
  /** When the first of those is due that are not yet. */
  readonly nextDue?: Date;
}

/**
 * What is due of a payment. Where a cancellation could still come, the begin is committed first under the payment's lock,
 * so that one of the two wins (P9); of a cancelled payment only what had begun is brought to its end.
 */
async function begin(deps: PaymentDeps, fence: Fence, paymentId: string): Promise<Due | undefined> {
  const at = deps.clock.now();
  const seen = await loadPayment(deps.db, paymentId);
  if (seen === undefined) return undefined;
  if (!isPutOff(seen) && seen.items === null) {
    return isUnderway(seen.status) ? dueOf(seen, await listOpen(deps.db, paymentId), at) : undefined;
  }
  return fence.write(async (tx) => {
    const payment = await lockPayment(tx, paymentId);
    if (payment === undefined) return undefined;
    const open = await listOpen(tx, paymentId);
    if (!isUnderway(payment.status)) return { payment, executions: open.filter((one) => one.started_at !== null) };
    const due = dueOf(payment, open, at);
    const ids = due.executions.map((one) => one.execution_id);
    await startExecutions(tx, ids, at);
    const begins = payment.items !== null && payment.status === "ACTC" && ids.length > 0;
    if (begins) await movePayment(tx, { paymentId, from: "ACTC", to: "ACSP", at });
    return due;
  });
}

function dueOf(payment: PaymentRow, open: readonly ExecutionRow[], at: Date): Due {
  const executions = open.filter((one) => one.due_at <= at);
  const waiting = open.filter((one) => one.due_at > at).map((one) => one.due_at.getTime());
  return { payment, executions, ...(waiting.length === 0 ? {} : { nextDue: new Date(Math.min(...waiting)) }) };
}

async function executeOne(
  deps: PaymentDeps,
  fence: Fence,
  of: Omit<Due, "executions"> & { execution: ExecutionRow; broken: boolean },
): Promise<ExecutionOutcome> {
  const { payment, execution } = of;
  const date = executionDate(payment, execution.item);
  const order = of.broken ? undefined : executableOrder(payment, { ...execution, date });
  const broken = order === undefined;
  deps.checkpoint("before_execute");
  const outcome: ExecutionOutcome = broken ? { status: "RJCT", reason: "link_broken" } : await deps.spi.execute(order);
  deps.checkpoint("after_execute");
  const at = deps.clock.now();
  await fence.write((tx) => settle(tx, deps, { payment, execution, outcome, broken, at }));
  deps.checkpoint("after_status_commit");
  deps.log.info("payment.executed", {
    paymentId: payment.payment_id,
    transactionStatus: outcome.status,
    reason: outcome.reason,
  });
  return outcome;
}
