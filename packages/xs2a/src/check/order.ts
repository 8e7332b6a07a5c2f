import type { Violation } from "../errors/xs2a-error.ts";
import type { AccountReference, SinglePayment } from "../payment.ts";
import { isCreditorReference } from "../values/creditor-reference.ts";
import { isCalendarDate } from "../values/date.ts";
import { parseIban, type IbanError } from "../values/iban.ts";
import { minorDigits, parseAmount, type AmountError } from "../values/money.ts";
import { checkText, textFaults, type TextRules } from "../values/text.ts";

export interface PaymentRules {
  /** The product of the path. SEPA products take the SEPA Latin set in texts. */
  readonly product: string;
  /** Today at the bank, `YYYY-MM-DD`: an execution date before it is refused. */
  readonly today: string;
  /** The last execution date that the bank takes; unlimited when left out. */
  readonly lastExecutionDate?: string | undefined;
  /** IBANs that count although their check digits are wrong (see `parseIban`). */
  readonly sampleIbans?: ReadonlySet<string> | undefined;
  /** Overrides the character set that follows from the product. */
  readonly charset?: TextRules["charset"] | undefined;
}

const sepaProducts: ReadonlySet<string> = new Set(["sepa-credit-transfers", "instant-sepa-credit-transfers"]);

/** The character set of a product's texts. */
export function charsetOf(product: string): TextRules["charset"] {
  return sepaProducts.has(product) ? "sepa" : "any";
}

/** What the orders of all three services have in common; a bulk's order names no debtor. */
export type Order = Omit<SinglePayment, "requestedExecutionDate">;

export const formatError = (path: string, text: string): Violation => ({ path, code: "FORMAT_ERROR", text });

const amountTexts: Readonly<Record<AmountError, string>> = {
  not_text: "must be a decimal number in a string",
  syntax: "must be a decimal number with a dot, without leading zeros, sign, exponent or groups",
  unknown_currency: "must be an ISO 4217 currency with a minor unit",
  too_precise: "has more decimals than the currency has",
  too_large: "has more than 14 digits before the point",
  not_positive: "must be over zero",
};

export function amountViolations({ instructedAmount: { amount, currency } }: Order): Violation[] {
  if (minorDigits(currency) === undefined) {
    return [formatError("instructedAmount.currency", amountTexts.unknown_currency)];
  }
  const minor = parseAmount(amount, currency);
  return typeof minor === "bigint" ? [] : [formatError("instructedAmount.amount", amountTexts[minor])];
}

const ibanTexts: Readonly<Record<IbanError, string>> = {
  not_text: "must be an IBAN",
  syntax: "must be an IBAN without blanks, in capitals",
  country: "has no IBAN country",
  length: "has the wrong length for its country",
  structure: "has the wrong structure for its country",
  check_digits: "has wrong check digits",
};

export function accountViolations(member: string, account: AccountReference, rules: PaymentRules): Violation[] {
  const violations: Violation[] = [];
  if (account.currency !== undefined && minorDigits(account.currency) === undefined) {
    violations.push(formatError(`${member}.currency`, amountTexts.unknown_currency));
  }
  if (account.iban === undefined) return [...violations, formatError(`${member}.iban`, "is required")];
  const others = ["bban", "pan", "maskedPan", "msisdn", "other"] as const;
  const second = others.find((name) => account[name] !== undefined);
  if (second !== undefined) violations.push(formatError(`${member}.${second}`, "must not stand beside an IBAN"));
  const result = parseIban(account.iban, { samples: rules.sampleIbans });
  if (!result.ok) violations.push(formatError(`${member}.iban`, ibanTexts[result.code]));
  else if (result.iban !== account.iban) violations.push(formatError(`${member}.iban`, ibanTexts.syntax));
  return violations;
}

/** A day on which the bank is to begin something: of the calendar, not past, not too far ahead. */
export function dateViolations(path: string, date: string | undefined, rules: PaymentRules): Violation[] {
  if (date === undefined) return [];
  if (!isCalendarDate(date)) return [formatError(path, "must be a day of the calendar, YYYY-MM-DD")];
  if (date < rules.today) return [{ path, code: "EXECUTION_DATE_INVALID", text: "lies in the past" }];
  if (rules.lastExecutionDate !== undefined && date > rules.lastExecutionDate) {
    return [{ path, code: "EXECUTION_DATE_INVALID", text: `lies after ${rules.lastExecutionDate}` }];
  }
  return [];
}

/** Members that identify: EPC217-08 forbids a slash at either end and two in a row. */
const identifiers: ReadonlySet<string> = new Set(["endToEndIdentification", "instructionIdentification"]);

export function textViolations(payment: Order, rules: PaymentRules): Violation[] {
  const charset = rules.charset ?? charsetOf(rules.product);
  return textMembers(payment).flatMap(([path, value, max]) => {
    if (value === undefined) return [];
    const result = checkText(value, { max, charset });
    if (!result.ok) return [formatError(path, textFaults[result.code])];
    const slashes = charset === "sepa" && identifiers.has(path) && /^\/|\/$|\/\//.test(value);
    return slashes ? [formatError(path, "must not begin or end with a slash or contain two in a row")] : [];
  });
}

function textMembers(payment: Order): [path: string, value: string | undefined, max: number][] {
  const { creditorAddress: address, remittanceInformationStructured: structured } = payment;
  return [
    ["endToEndIdentification", payment.endToEndIdentification, 35],
    ["instructionIdentification", payment.instructionIdentification, 35],
    ["debtorName", payment.debtorName, 70],
    ["ultimateDebtor", payment.ultimateDebtor, 70],
    ["creditorName", payment.creditorName, 70],
    ["creditorAgentName", payment.creditorAgentName, 140],
    ["creditorId", payment.creditorId, 35],
    ["ultimateCreditor", payment.ultimateCreditor, 70],
    ["creditorAddress.streetName", address?.streetName, 70],
    ["creditorAddress.buildingNumber", address?.buildingNumber, 16],
    ["creditorAddress.townName", address?.townName, 35],
    ["creditorAddress.postCode", address?.postCode, 16],
    ["remittanceInformationUnstructured", payment.remittanceInformationUnstructured, 140],
    ...(payment.remittanceInformationUnstructuredArray ?? []).map((text, index): [string, string, number] => [
      `remittanceInformationUnstructuredArray.${index}`,
      text,
      140,
    ]),
    ...structuredMembers("remittanceInformationStructured", structured),
    ...(payment.remittanceInformationStructuredArray ?? []).flatMap((entry, index) =>
      structuredMembers(`remittanceInformationStructuredArray.${index}`, entry),
    ),
  ];
}

function structuredMembers(
  path: string,
  entry: SinglePayment["remittanceInformationStructured"],
): [string, string | undefined, number][] {
  return [
    [`${path}.reference`, entry?.reference, 35],
    [`${path}.referenceType`, entry?.referenceType, 35],
    [`${path}.referenceIssuer`, entry?.referenceIssuer, 35],
  ];
}

export function referenceViolations(payment: Order): Violation[] {
  const entries = [
    ["remittanceInformationStructured", payment.remittanceInformationStructured] as const,
    ...(payment.remittanceInformationStructuredArray ?? []).map(
      (entry, index) => [`remittanceInformationStructuredArray.${index}`, entry] as const,
    ),
  ];
  return entries.flatMap(([path, entry]) => {
    const claimed = entry?.referenceIssuer === "ISO" || /^RF[0-9]{2}/i.test(entry?.reference ?? "");
    if (entry === undefined || !claimed || isCreditorReference(entry.reference)) return [];
    return [formatError(`${path}.reference`, "must be a creditor reference of ISO 11649")];
  });
}
