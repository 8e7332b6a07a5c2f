import { minorDigits, parseIban, type AccountAccess, type AccountReference, type Violation } from "@tallystick/xs2a";
import type { BankProfile } from "../../profile.ts";
import { rulesOf } from "../../standard/rules-of.ts";

const identifications = ["iban", "bban", "pan", "maskedPan", "msisdn", "other"] as const;

/** What is wrong with the account references of a consent: each names one account, in a way that the bank knows. */
export function referenceViolations(access: AccountAccess, profile: BankProfile): Violation[] {
  const { accounts, balances, transactions, additionalInformation: more } = access;
  const samples = new Set(profile.sampleIbans);
  const { cardAccounts: cards, ownerName: tellsNames } = rulesOf(profile);
  // What a bank does not give of the additional information it ignores (rule 22).
  const ownerName = tellsNames ? more?.ownerName : undefined;
  const lists = { accounts, balances, transactions, "additionalInformation.ownerName": ownerName };
  const faults = Object.entries(lists).flatMap(([member, references = []]) =>
    references.flatMap((reference, at) => faultsOf(`access.${member}.${at}`, reference, { samples, cards })),
  );
  return [...faults, ...ownerNameFaults(access, ownerName ?? [])];
}

function faultsOf(
  path: string,
  reference: AccountReference,
  { samples, cards }: { samples: ReadonlySet<string>; cards: boolean },
): Violation[] {
  const violations: Violation[] = [];
  const refuse = (at: string, text: string, code: Violation["code"] = "FORMAT_ERROR"): number =>
    violations.push({ path: at, code, text });
  const [first, second] = identifications.filter((name) => reference[name] !== undefined);
  if (first === undefined) refuse(path, "must identify an account");
  else if (second !== undefined) refuse(`${path}.${second}`, `must not stand beside ${first}`);
  else if (first === "iban") {
    const result = parseIban(reference.iban, { samples });
    if (!result.ok || result.iban !== reference.iban) refuse(`${path}.iban`, "must be a valid IBAN, without blanks");
  } else if (first !== "maskedPan" || !cards) {
    refuse(`${path}.${first}`, "is no identification that the bank knows", "PARAMETER_NOT_SUPPORTED");
  }
  const { currency } = reference;
  if (currency !== undefined && minorDigits(currency) === undefined) refuse(`${path}.currency`, "must be a currency");
  return violations;
}

/** The bank gives names of owners for all accounts of a consent or for none. */
function ownerNameFaults(access: AccountAccess, named: readonly AccountReference[]): Violation[] {
  if (named.length === 0) return [];
  const { accounts = [], balances = [], transactions = [] } = access;
  const keys = (references: readonly AccountReference[]): Set<string> => new Set(references.map(referenceKey));
  const [asked, all] = [keys(named), keys([...accounts, ...balances, ...transactions])];
  if (asked.symmetricDifference(all).size === 0) return [];
  const path = "access.additionalInformation.ownerName";
  return [{ path, code: "PARAMETER_NOT_SUPPORTED", text: "must name every account of the consent and no other" }];
}

/** The same for references to the same account. */
export function referenceKey({ iban, maskedPan, currency }: AccountReference): string {
  return JSON.stringify([iban, maskedPan, currency]);
}
