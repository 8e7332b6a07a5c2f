import { totalOf, type Standing } from "@tallystick/xs2a";
import type { PaymentOrder } from "../../spi/spi.ts";
import { paymentOrder, storedOrder } from "./order.ts";
import type { Initiation } from "./read-initiation.ts";
import type { NewPaymentRow } from "./store.ts";

/** The columns that come from the body. */
export type DraftColumns = Pick<
  NewPaymentRow,
  | keyof ReturnType<typeof storedOrder>
  | "debtor_iban"
  | "debtor_chosen"
  | "requested_execution_date"
  | "requested_execution_time"
  | "batch_booking"
  | "items"
  | "standing"
>;

export interface Draft {
  readonly columns: DraftColumns;
  /** What core banking is asked about, in the order of the body. */
  ordersOf(of: { paymentId: string; product: string }): PaymentOrder[];
}

/** A checked initiation as it will be stored. */
export function draftOf(initiation: Initiation): Draft {
  const columns = columnsOf(initiation);
  const { debtorAccount } = initiation.payment;
  const orders =
    initiation.service === "bulk-payments"
      ? initiation.payment.payments.map(storedOrder)
      : [storedOrder(initiation.payment)];
  return {
    columns,
    ordersOf: ({ paymentId, product }) =>
      orders.map((order) =>
        paymentOrder(order, {
          payment_id: paymentId,
          product,
          debtor_iban: debtorAccount?.iban ?? null,
          batch_booking: columns.batch_booking ?? null,
          date: columns.requested_execution_date ?? null,
        }),
      ),
  };
}

function columnsOf(initiation: Initiation): DraftColumns {
  const { debtorAccount } = initiation.payment;
  const common = {
    debtor_iban: debtorAccount?.iban ?? null,
    debtor_chosen: debtorAccount === undefined,
    requested_execution_date: null,
    requested_execution_time: null,
    batch_booking: null,
    items: null,
    standing: null,
  };
  switch (initiation.service) {
    case "payments": {
      const { payment } = initiation;
      const date = payment.requestedExecutionDate ?? null;
      return { ...common, ...storedOrder(payment), requested_execution_date: date };
    }
    case "bulk-payments":
      return { ...common, ...bulkColumns(initiation.payment) };
    case "periodic-payments": {
      const { payment } = initiation;
      return { ...common, ...storedOrder(payment), standing: JSON.stringify(standingOf(payment)) };
    }
  }
}

function bulkColumns(bulk: Extract<Initiation, { service: "bulk-payments" }>["payment"]) {
  const items = bulk.payments.map(storedOrder);
  const [first] = items;
  const total = totalOf(bulk);
  if (first === undefined || total === undefined) throw new RangeError("not a checked payment");
  const { requestedExecutionTime: time } = bulk;
  return {
    ...first,
    amount: total.toString(),
    requested_execution_date: bulk.requestedExecutionDate ?? null,
    requested_execution_time: time === undefined ? null : new Date(time),
    batch_booking: bulk.batchBookingPreferred ?? null,
    items: JSON.stringify(items),
  };
}

function standingOf(payment: Standing): Standing {
  const { startDate, endDate, executionRule, frequency, dayOfExecution, monthsOfExecution } = payment;
  return {
    startDate,
    frequency,
    ...(endDate === undefined ? {} : { endDate }),
    ...(executionRule === undefined ? {} : { executionRule }),
    ...(dayOfExecution === undefined ? {} : { dayOfExecution }),
    ...(monthsOfExecution === undefined ? {} : { monthsOfExecution }),
  };
}
