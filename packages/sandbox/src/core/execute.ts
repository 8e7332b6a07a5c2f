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

/** ISO 20022 codes of the debtor's entry: domain, family (issued credit transfers, in real time), sub-family. */
const transactionCodes: Readonly<Record<string, string>> = {
  "sepa-credit-transfers": "PMNT-ICDT-ESCT",
  "instant-sepa-credit-transfers": "PMNT-IRCT-ESCT",
  "target-2-payments": "PMNT-ICDT-XBCT",
  "cross-border-credit-transfers": "PMNT-ICDT-XBCT",
  "domestic-ron-transfers": "PMNT-ICDT-DMCT",
  aspsp: "PMNT-ICDT-BOOK",
  domestic: "PMNT-ICDT-DMCT",
  foreign: "PMNT-ICDT-XBCT",
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
      remittance: order.remittance,
      creditorReference: order.creditorReference,
      transactionCode: transactionCodes[order.product],
      endToEndId: order.endToEndId,
    },
    now,
  );
  if (outcome.status === "ACSC") return outcome;
  const noFunds = outcome.reason === "AM04" ? { fundsAvailable: false as const } : {};
  return { status: "RJCT", reason: reasons[outcome.reason], ...noFunds };
}
