import type { Outcome, OutboxHandler } from "@tallystick/kit";
import type { ExecutableOrder } from "../spi/spi.ts";
import type { PaymentDeps } from "./deps.ts";
import { orderOf } from "./record/draft.ts";
import { linkHashOf } from "./record/link-hash.ts";
import { loadPayment, movePayment, type PaymentRow } from "./record/store.ts";

const done: Outcome = { kind: "done" };

/**
 * Worker for authorised payments. Core banking books at most once per execution id, so that a run that was cut short at
 * any point is simply repeated. A payment that no longer is what the PSU authorised is rejected and never booked (P6).
 */
export function createExecutor(deps: PaymentDeps): OutboxHandler {
  return async (row, fence) => {
    const { paymentId, executionId } = row.payload as { paymentId: string; executionId: string };
    const payment = await loadPayment(deps.db, paymentId);
    if (payment === undefined || payment.status !== "ACTC") return done;
    const order = executable(payment, executionId);
    const broken = order === undefined || linkHashOf(payment) !== payment.authorised_hash;
    if (broken) deps.log.error("payment.link_broken", { paymentId });
    deps.checkpoint("before_execute");
    const outcome = broken ? { status: "RJCT" as const, reason: "link_broken" } : await deps.spi.execute(order);
    deps.checkpoint("after_execute");
    const at = deps.clock.now();
    await fence.write(async (tx) => {
      const reason = outcome.reason === undefined ? {} : { reason: outcome.reason };
      await movePayment(tx, { paymentId, from: "ACTC", to: outcome.status, at, ...reason });
      await tx
        .updateTable("payment_execution")
        .set({ finished_at: at, outcome: outcome.status })
        .where("execution_id", "=", executionId)
        .execute();
    });
    deps.checkpoint("after_status_commit");
    deps.log.info("payment.executed", { paymentId, transactionStatus: outcome.status, reason: outcome.reason });
    return done;
  };
}

function executable(row: PaymentRow, executionId: string): ExecutableOrder | undefined {
  if (row.debtor_iban === null || row.psu_id === null) return undefined;
  const order = orderOf(row.payment_id, row.product, row);
  return { ...order, executionId, psuId: row.psu_id, debtorIban: row.debtor_iban };
}
