import { formatAmount } from "@tallystick/xs2a";
import type { OrderDetails, PaymentDisplay, SubjectView } from "../../authorisation/subject.ts";
import type { StoredOrder } from "../../migrations/schema.ts";
import { reasonText } from "../rules.ts";
import type { PaymentRow } from "./store.ts";

/** What payment and cancellation have in common as subjects of an authorisation. */
export function viewOfPayment(
  row: PaymentRow,
): Pick<
  SubjectView,
  | "subjectId"
  | "tppId"
  | "tppName"
  | "psuId"
  | "requiredAccounts"
  | "redirectUri"
  | "nokRedirectUri"
  | "status"
  | "statusReason"
> {
  return {
    subjectId: row.payment_id,
    tppId: row.tpp_id,
    tppName: row.tpp_name,
    ...(row.psu_id === null ? {} : { psuId: row.psu_id }),
    requiredAccounts: row.debtor_iban === null ? [] : [{ iban: row.debtor_iban, currency: row.currency }],
    ...(row.redirect_uri === null ? {} : { redirectUri: row.redirect_uri }),
    ...(row.nok_redirect_uri === null ? {} : { nokRedirectUri: row.nok_redirect_uri }),
    status: row.status,
    ...(row.status_reason === null ? {} : { statusReason: reasonOf(row.status_reason, row.signatures_needed) }),
  };
}

/** Of several holders it was one who refused. */
function reasonOf(reason: string, signatures: number): string {
  return reason === "refused" && signatures > 1 ? "One of those who have to sign refused it." : reasonText(reason);
}

export function displayOf(
  row: PaymentRow,
  of: { isCancellation: boolean; signatures?: PaymentDisplay["signatures"] },
): PaymentDisplay {
  return {
    shows: "payment",
    isCancellation: of.isCancellation,
    amount: formatAmount(BigInt(row.amount), row.currency),
    currency: row.currency,
    creditorName: row.creditor_name,
    creditorIban: row.creditor_iban,
    ...given("debtorIban", row.debtor_iban),
    ...(row.items === null
      ? { ...given("remittance", textOf(row)), ...detailsOf(row) }
      : { items: row.items.map(itemOf) }),
    ...given("requestedExecutionDate", row.requested_execution_date),
    ...given("requestedExecutionTime", row.requested_execution_time),
    ...given("batchBooking", row.batch_booking),
    ...given("standing", row.standing),
    ...given("signatures", of.signatures),
  };
}

function given<Name extends keyof PaymentDisplay>(name: Name, value: PaymentDisplay[Name] | null | undefined) {
  return value === null || value === undefined ? {} : { [name]: value };
}

function detailsOf(order: StoredOrder): OrderDetails {
  return {
    ...given("endToEndId", order.end_to_end_id),
    ...given("chargeBearer", order.charge_bearer),
    ...given("purposeCode", order.purpose_code),
    ...given("ultimateDebtor", order.ultimate_debtor),
    ...given("ultimateCreditor", order.ultimate_creditor),
  };
}

function itemOf(order: StoredOrder) {
  return {
    amount: formatAmount(BigInt(order.amount), order.currency),
    currency: order.currency,
    creditorName: order.creditor_name,
    creditorIban: order.creditor_iban,
    ...given("remittance", textOf(order)),
    ...detailsOf(order),
  };
}

/** The text for the payee, and the reference where there is no text. */
function textOf({ remittance, creditor_reference }: StoredOrder): string | null {
  return remittance ?? creditor_reference;
}
