import {
  addDays,
  dateOf,
  readBulkPayment,
  readPeriodicPayment,
  readSinglePayment,
  Xs2aError,
  type BulkPayment,
  type PaymentService,
  type PeriodicPayment,
  type SinglePayment,
  type Violation,
} from "@tallystick/xs2a";
import type { BankProfile } from "../../profile.ts";
import { maximumDaysAhead } from "../rules.ts";

/** A checked body, by its service. */
export type Initiation =
  | { readonly service: "payments"; readonly payment: SinglePayment }
  | { readonly service: "bulk-payments"; readonly payment: BulkPayment }
  | { readonly service: "periodic-payments"; readonly payment: PeriodicPayment };

interface InitiationRules {
  readonly service: PaymentService;
  readonly product: string;
  readonly profile: BankProfile;
  readonly now: Date;
}

/** The body of an initiation as a payment of this bank. Throws one error that lists every violation. */
export function readInitiation(body: unknown, rules: InitiationRules): Initiation {
  const initiation = readByService(body, rules);
  const dropped =
    initiation.service === "bulk-payments"
      ? initiation.payment.payments.flatMap((order, index) =>
          droppedMembers(order).map((one) => ({ ...one, path: `payments.${index}.${one.path}` })),
        )
      : droppedMembers(initiation.payment);
  if (dropped.length > 0) throw Xs2aError.of(dropped.slice(0, 20));
  return initiation;
}

function readByService(body: unknown, { service, product, profile, now }: InitiationRules): Initiation {
  const today = dateOf(now, profile.timeZone);
  const lastExecutionDate = addDays(today, maximumDaysAhead);
  const rules = { product, today, lastExecutionDate, sampleIbans: new Set(profile.sampleIbans) };
  switch (service) {
    case "payments":
      return { service, payment: checked(readSinglePayment(body, rules)) };
    case "bulk-payments":
      return { service, payment: checked(readBulkPayment(body, { ...rules, now })) };
    case "periodic-payments":
      return { service, payment: checked(readPeriodicPayment(body, rules)) };
  }
}

type Read<Payment> =
  | { readonly ok: true; readonly payment: Payment }
  | { readonly ok: false; readonly violations: readonly Violation[] };

function checked<Payment>(result: Read<Payment>): Payment {
  if (!result.ok) throw Xs2aError.of(result.violations);
  return result.payment;
}

type Remittance = Pick<
  SinglePayment,
  | "remittanceInformationUnstructured"
  | "remittanceInformationUnstructuredArray"
  | "remittanceInformationStructured"
  | "remittanceInformationStructuredArray"
>;

/** An order carries one text and one reference; whatever else the TPP wrote would be lost without anybody knowing. */
function droppedMembers(order: Remittance): Violation[] {
  const refused = (path: string, text: string): Violation => ({ path, code: "FORMAT_ERROR", text });
  const references = order.remittanceInformationStructuredArray ?? [];
  const violations: Violation[] = [];
  for (const member of ["remittanceInformationUnstructured", "remittanceInformationStructured"] as const) {
    const isTwice = order[member] !== undefined && order[`${member}Array`] !== undefined;
    if (isTwice) violations.push(refused(`${member}Array`, `must not stand beside ${member}`));
  }
  if (references.length > 1) violations.push(refused("remittanceInformationStructuredArray.1", "is one too many"));
  return violations;
}
