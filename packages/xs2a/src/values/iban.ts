import { ValidationErrorsIBAN, validateIBAN } from "ibantools";

export const ibanErrors = ["not_text", "syntax", "country", "length", "structure", "check_digits"] as const;
export type IbanError = (typeof ibanErrors)[number];

export type IbanResult =
  | { readonly ok: true; readonly iban: string }
  | { readonly ok: false; readonly code: IbanError };

export interface IbanRules {
  /** IBANs in electronic form that count although their check digits are wrong: a sandbox's documented samples. */
  readonly samples?: ReadonlySet<string> | undefined;
}

const maxIbanText = 64;
const ibanPattern = /^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$/;

/**
 * An IBAN in electronic form (no blanks, capitals), or what is wrong with it: country, length and structure by the
 * registry, then ISO 7064 mod 97-10. ASCII blanks between groups and small letters are taken as typing.
 */
export function parseIban(text: unknown, rules: IbanRules = {}): IbanResult {
  if (typeof text !== "string") return { ok: false, code: "not_text" };
  if (text.length > maxIbanText || !/^[A-Za-z0-9 ]*$/.test(text)) return { ok: false, code: "syntax" };
  const iban = text.replaceAll(" ", "").toUpperCase();
  if (!ibanPattern.test(iban)) return { ok: false, code: "syntax" };
  if (rules.samples?.has(iban) === true) return { ok: true, iban };
  const { valid, errorCodes } = validateIBAN(iban);
  return valid ? { ok: true, iban } : { ok: false, code: errorOf(errorCodes) };
}

function errorOf(codes: readonly ValidationErrorsIBAN[]): IbanError {
  if (codes.includes(ValidationErrorsIBAN.NoIBANCountry)) return "country";
  if (codes.includes(ValidationErrorsIBAN.WrongBBANLength)) return "length";
  if (codes.includes(ValidationErrorsIBAN.WrongBBANFormat)) return "structure";
  return "check_digits";
}

/** An IBAN in groups of four for people to compare: `RO49 AAAA 1B31 0075 9384 0000`. */
export function formatIban(iban: string): string {
  return iban.replaceAll(" ", "").replace(/(.{4})(?=.)/g, "$1 ");
}

/** An IBAN for logs and lists: country, check digits and the last four, `RO49…0000`. */
export function maskIban(iban: string): string {
  const text = iban.replaceAll(" ", "");
  return text.length <= 8 ? "…" : `${text.slice(0, 4)}…${text.slice(-4)}`;
}
