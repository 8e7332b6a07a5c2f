import type { ExecutableOrder, ExecutionOutcome } from "@tallystick/aspsp";
import type { Db } from "@tallystick/kit";
import type { RefusalReason } from "../ledger/order.ts";
import type { LedgerSchema } from "../ledger/schema.ts";
import { transfer } from "../ledger/transfer.ts";

const reasons: Readonly<Record<RefusalReason, string>> = {
  AC02: "The debtor account cannot be used for this payment.",
  AC03: "The creditor account does not exist.",
  AM04: "The account does not hold enough money.",
};

export async function execute(
  db: Db<LedgerSchema>,
  bank: string,
  order: ExecutableOrder,
  now: Date,
): Promise<ExecutionOutcome> {
  const outcome = await transfer(
    db,
    {
      bank,
      executionId: order.executionId,
      paymentId: order.paymentId,
      psuId: order.psuId,
      amount: order.amount,
      currency: order.currency,
      debtorIban: order.debtorIban,
      creditorIban: order.creditor.iban,
      creditorName: order.creditor.name,
      remittance: order.remittance ?? order.creditorReference,
      endToEndId: order.endToEndId,
    },
    now,
  );
  return outcome.status === "ACSC" ? outcome : { status: "RJCT", reason: reasons[outcome.reason] };
}
