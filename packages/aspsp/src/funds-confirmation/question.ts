import {
  checkShape,
  checkText,
  FundsQuestion,
  minorDigits,
  parseAmount,
  parseIban,
  textFaults,
  Xs2aError,
  type AccountReference,
  type Violation,
} from "@tallystick/xs2a";
import type { BankProfile } from "../profile.ts";

/** What is asked of one account, checked. */
export interface FundsCheck {
  readonly iban: string;
  /** Names one of several accounts of the IBAN. */
  readonly accountCurrency?: string;
  /** Minor units of `currency`, greater than zero. */
  readonly amount: bigint;
  readonly currency: string;
  readonly cardNumber?: string;
}

/** The body of a funds confirmation. Throws one error that lists every violation. */
export function readQuestion(body: unknown, profile: BankProfile): FundsCheck {
  const shape = checkShape(FundsQuestion, body);
  if (!shape.ok) throw Xs2aError.of(shape.violations);
  const { account, instructedAmount, cardNumber } = shape.value;
  const { currency } = instructedAmount;
  const amount = parseAmount(instructedAmount.amount, currency);
  const violations = accountViolations(account, profile);
  if (typeof amount !== "bigint") {
    const path = amount === "unknown_currency" ? "instructedAmount.currency" : "instructedAmount.amount";
    violations.push({ path, code: "FORMAT_ERROR", text: "must be an amount over zero in the currency's decimals" });
  }
  violations.push(...textViolations(shape.value, ["cardNumber", "payee"]));
  if (violations.length > 0 || typeof amount !== "bigint") throw Xs2aError.of(violations);
  return {
    iban: account.iban ?? "",
    ...(account.currency === undefined ? {} : { accountCurrency: account.currency }),
    amount,
    currency,
    ...(cardNumber === undefined ? {} : { cardNumber }),
  };
}

/** Texts may come in any script, but hide or reorder nothing (ruling 26). Their lengths are the schema's. */
export function textViolations<Member extends string>(
  of: Readonly<Partial<Record<Member, unknown>>>,
  members: readonly Member[],
): Violation[] {
  return members.flatMap((path) => {
    const result = of[path] === undefined ? undefined : checkText(of[path], { max: 2_000, charset: "any" });
    return result === undefined || result.ok ? [] : [{ path, code: "FORMAT_ERROR", text: textFaults[result.code] }];
  });
}

const otherNames = ["bban", "pan", "maskedPan", "msisdn", "other", "cashAccountType"] as const;

/** What is wrong with the one account of a funds confirmation or of its consent: an IBAN names it, nothing else. */
export function accountViolations(account: AccountReference, profile: BankProfile): Violation[] {
  const violations: Violation[] = [];
  const refuse = (path: string, text: string): number => violations.push({ path, code: "FORMAT_ERROR", text });
  const result = parseIban(account.iban, { samples: new Set(profile.sampleIbans) });
  if (account.iban === undefined) refuse("account.iban", "is required");
  else if (!result.ok || result.iban !== account.iban) refuse("account.iban", "must be a valid IBAN, without blanks");
  for (const name of otherNames) {
    if (account[name] !== undefined) refuse(`account.${name}`, "must not stand beside the IBAN");
  }
  const { currency } = account;
  if (currency !== undefined && minorDigits(currency) === undefined) refuse("account.currency", "must be a currency");
  return violations;
}
