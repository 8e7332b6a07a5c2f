import type { Violation } from "@tallystick/kit";
import {
  addDays,
  dateOf,
  isCalendarDate,
  isCreditorReference,
  minorDigits,
  parseAmount,
  parseIban,
  type AmountError,
  type IbanError,
} from "@tallystick/xs2a";
import type { Static } from "typebox";
import type { PaymentIntentBody } from "../../requests.ts";
import type { PaymentIntent } from "../../migrations/schema.ts";
import { readIdentifier, readText, type CheckedText } from "./text.ts";

export type IntentBody = Static<typeof PaymentIntentBody>;

export type CheckedIntent =
  | { readonly ok: true; readonly intent: PaymentIntent; /** Minor units. */ readonly amount: bigint }
  | { readonly ok: false; readonly violations: readonly Violation[] };

interface Context {
  readonly now: Date;
  /** For a payment that names no end-to-end id. */
  readonly endToEndId: string;
}

const at = "payment_intent";
const farthestDays = 365;

/** What a schema cannot say about a payment (rows I1 to I4): every member at fault is named. */
export function readIntent(body: IntentBody, context: Context): CheckedIntent {
  const found = new Findings();
  const amount = found.amount(`${at}.amount`, body.amount, body.currency);
  const intent: PaymentIntent = {
    amount: body.amount,
    currency: body.currency,
    creditor: readCreditor(found, body.creditor),
    ...readDebtor(found, body.debtor),
    ...member("description", found.text(`${at}.description`, body.description, { max: 140, sepa: true })),
    ...member("creditor_reference", readReference(found, body.creditor_reference)),
    end_to_end_id: found.identifier(`${at}.end_to_end_id`, body.end_to_end_id, 35) ?? context.endToEndId,
    ...member("items", readItems(found, body)),
    ...member("requested_execution_date", readDate(found, body.requested_execution_date, context.now)),
  };
  if (body.description !== undefined && body.creditor_reference !== undefined) {
    found.add(`${at}.creditor_reference`, "invalid", "excludes description: a transfer carries one or the other");
  }
  if (found.violations.length > 0 || amount === undefined) return { ok: false, violations: found.violations };
  return { ok: true, intent, amount };
}

function readCreditor(found: Findings, { name, iban, bic }: IntentBody["creditor"]): PaymentIntent["creditor"] {
  if (bic !== undefined && !/^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$/.test(bic)) {
    found.add(`${at}.creditor.bic`, "format", "must be a BIC in capitals");
  }
  return {
    name: found.text(`${at}.creditor.name`, name, { max: 70, sepa: true }) ?? "",
    iban: found.iban(`${at}.creditor.iban`, iban) ?? "",
    ...member("bic", bic),
  };
}

function readDebtor(found: Findings, debtor: IntentBody["debtor"]): Pick<PaymentIntent, "debtor"> {
  if (debtor === undefined) return {};
  return {
    debtor: {
      ...member("iban", found.iban(`${at}.debtor.iban`, debtor.iban)),
      ...member("name", found.text(`${at}.debtor.name`, debtor.name, { max: 70, sepa: true })),
      ...member("psu_id", found.text(`${at}.debtor.psu_id`, debtor.psu_id, { max: 128, sepa: false })),
    },
  };
}

function readReference(found: Findings, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const reference = text.replaceAll(" ", "").toUpperCase();
  if (isCreditorReference(reference)) return reference;
  found.add(`${at}.creditor_reference`, "format", "must be a creditor reference of ISO 11649 with right check digits");
  return undefined;
}

function readItems(found: Findings, body: IntentBody): PaymentIntent["items"] {
  if (body.items === undefined) return undefined;
  let total: bigint | undefined = 0n;
  const items = body.items.map((item, index) => {
    const path = `${at}.items.${index}`;
    const price = found.amount(`${path}.unit_price`, item.unit_price, body.currency);
    total = total === undefined || price === undefined ? undefined : total + price * BigInt(item.quantity);
    return { ...item, name: found.text(`${path}.name`, item.name, { max: 140, sepa: false }) ?? "" };
  });
  const amount = parseAmount(body.amount, body.currency);
  if (total !== undefined && typeof amount === "bigint" && total !== amount) {
    found.add(`${at}.items`, "invalid", "must add up to amount");
  }
  return items;
}

function readDate(found: Findings, text: string | undefined, now: Date): string | undefined {
  if (text === undefined) return undefined;
  const path = `${at}.requested_execution_date`;
  const today = dateOf(now);
  if (!isCalendarDate(text)) found.add(path, "format", "must be a day of the calendar, YYYY-MM-DD");
  else if (text < today) found.add(path, "range", "lies in the past");
  else if (text > (addDays(today, farthestDays) ?? text)) found.add(path, "range", "lies more than a year ahead");
  return text;
}

const amountComplaints: Readonly<Record<AmountError, string>> = {
  not_text: "must be a decimal number in a string",
  syntax: "must be a decimal number with a dot, without leading zeros, sign, exponent or groups",
  unknown_currency: "has a currency that ISO 4217 does not know",
  too_precise: "has more decimals than the currency has",
  too_large: "has more than 14 digits before the point",
  not_positive: "must be over zero",
};

const ibanComplaints: Readonly<Record<IbanError, string>> = {
  not_text: "must be an IBAN",
  syntax: "must be an IBAN",
  country: "has no IBAN country",
  length: "has the wrong length for its country",
  structure: "has the wrong structure for its country",
  check_digits: "has wrong check digits",
};

/** Collects what is wrong; a reader returns the value, or undefined after it has noted why there is none. */
class Findings {
  readonly violations: Violation[] = [];

  add(path: string, code: Violation["code"], message: string): void {
    this.violations.push({ path, code, message });
  }

  amount(path: string, text: string, currency: string): bigint | undefined {
    if (minorDigits(currency) === undefined) {
      const currencyPath = `${at}.currency`;
      if (!this.violations.some((violation) => violation.path === currencyPath)) {
        this.add(currencyPath, "enum", "must be a currency of ISO 4217");
      }
      return undefined;
    }
    const minor = parseAmount(text, currency);
    if (typeof minor === "bigint") return minor;
    this.add(path, minor === "not_positive" || minor === "too_large" ? "range" : "format", amountComplaints[minor]);
    return undefined;
  }

  iban(path: string, text: string | undefined): string | undefined {
    if (text === undefined) return undefined;
    const parsed = parseIban(text);
    if (parsed.ok) return parsed.iban;
    this.add(path, "format", ibanComplaints[parsed.code]);
    return undefined;
  }

  text(path: string, text: string | undefined, rules: { max: number; sepa: boolean }): string | undefined {
    return text === undefined ? undefined : this.#taken(readText(path, text, rules));
  }

  identifier(path: string, text: string | undefined, max: number): string | undefined {
    return text === undefined ? undefined : this.#taken(readIdentifier(path, text, max));
  }

  #taken(checked: CheckedText): string | undefined {
    if (checked.ok) return checked.value;
    this.violations.push(checked.violation);
    return undefined;
  }
}

function member<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]?: V });
}
