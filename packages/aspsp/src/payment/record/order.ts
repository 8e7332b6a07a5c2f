import { parseAmount, type SinglePayment } from "@tallystick/xs2a";
import type { StoredOrder } from "../../migrations/schema.ts";
import type { ExecutableOrder, PaymentOrder } from "../../spi/spi.ts";
import type { PaymentRow } from "./store.ts";

type SentOrder = Omit<SinglePayment, "debtorAccount" | "debtorName" | "requestedExecutionDate">;

/** A checked order as it is stored. */
export function storedOrder(order: SentOrder): StoredOrder {
  const { instructedAmount, creditorAccount } = order;
  const amount = parseAmount(instructedAmount.amount, instructedAmount.currency);
  if (typeof amount !== "bigint" || creditorAccount.iban === undefined) throw new RangeError("not a checked payment");
  const [firstReference] = order.remittanceInformationStructuredArray ?? [];
  return {
    amount: amount.toString(),
    currency: instructedAmount.currency,
    creditor_name: order.creditorName.normalize("NFC"),
    creditor_iban: creditorAccount.iban,
    creditor_bic: order.creditorAgent ?? null,
    end_to_end_id: order.endToEndIdentification ?? null,
    remittance:
      order.remittanceInformationUnstructured ?? order.remittanceInformationUnstructuredArray?.join("\n") ?? null,
    creditor_reference: (order.remittanceInformationStructured ?? firstReference)?.reference ?? null,
    charge_bearer: order.chargeBearer ?? null,
    purpose_code: order.purposeCode ?? null,
    ultimate_debtor: order.ultimateDebtor ?? null,
    ultimate_creditor: order.ultimateCreditor ?? null,
  };
}

/** What the orders of one payment have in common. */
export type OrderContext = Pick<PaymentRow, "payment_id" | "product" | "debtor_iban" | "batch_booking"> & {
  /** The day for which it is executed; absent for at once. */
  readonly date: string | null;
};

/** An order as core banking takes it. */
export function paymentOrder(order: StoredOrder, of: OrderContext): PaymentOrder {
  const given = <Name extends keyof PaymentOrder>(name: Name, value: PaymentOrder[Name] | null) =>
    value === null ? {} : { [name]: value };
  return {
    paymentId: of.payment_id,
    product: of.product,
    amount: BigInt(order.amount),
    currency: order.currency,
    creditor: {
      name: order.creditor_name,
      iban: order.creditor_iban,
      ...(order.creditor_bic === null ? {} : { bic: order.creditor_bic }),
    },
    ...given("debtorIban", of.debtor_iban),
    ...given("endToEndId", order.end_to_end_id),
    ...given("remittance", order.remittance),
    ...given("creditorReference", order.creditor_reference),
    ...given("requestedExecutionDate", of.date),
    ...given("chargeBearer", order.charge_bearer as PaymentOrder["chargeBearer"] | null),
    ...given("purposeCode", order.purpose_code),
    ...given("ultimateDebtor", order.ultimate_debtor),
    ...given("ultimateCreditor", order.ultimate_creditor),
    ...given("batchBooking", of.batch_booking),
  };
}

/** The order of one execution of a payment; undefined when the payment has no such order, debtor or PSU. */
export function executableOrder(
  row: PaymentRow,
  execution: { readonly execution_id: string; readonly item: number; readonly date: string | null },
): ExecutableOrder | undefined {
  const order = row.items === null ? row : row.items[execution.item - 1];
  if (order === undefined || row.debtor_iban === null || row.psu_id === null) return undefined;
  return {
    ...paymentOrder(order, { ...row, date: execution.date }),
    executionId: execution.execution_id,
    psuId: row.psu_id,
    debtorIban: row.debtor_iban,
  };
}
