import {
  addDays,
  checkShape,
  ConsentRequest,
  isCalendarDate,
  Xs2aError,
  type AccountAccess,
  type Violation,
} from "@tallystick/xs2a";
import type { BankProfile } from "../../profile.ts";
import { rulesOf } from "../../standard/rules-of.ts";
import type { ConsentKind } from "../../standard/standard.ts";
import { kindViolations, namedMembers } from "./kind.ts";
import { referenceViolations } from "./reference.ts";

/** A consent as it is asked for, after the bank has made of it what it gives. */
export interface ConsentDraft {
  readonly kind: ConsentKind;
  readonly access: AccountAccess;
  readonly recurring: boolean;
  /** YYYY-MM-DD, inclusive. */
  readonly validUntil: string;
  readonly frequencyPerDay: number;
  readonly combinedService: boolean;
  readonly ownerName: boolean;
  readonly balances: boolean;
  readonly transactions: boolean;
}

/** The body of a consent request, checked. Throws one error that lists every violation (rules 21 to 23). */
export function readConsentRequest(body: unknown, of: { profile: BankProfile; today: string }): ConsentDraft {
  const shape = checkShape(ConsentRequest, body);
  if (!shape.ok) throw Xs2aError.of(shape.violations);
  const request = shape.value;
  const { access } = request;
  const kind = kindViolations(access, rulesOf(of.profile).consentKinds);
  const violations = [
    ...(Array.isArray(kind) ? kind : []),
    ...referenceViolations(access, of.profile),
    ...termViolations(request, of),
  ];
  if (violations.length > 0 || Array.isArray(kind)) throw Xs2aError.of(violations);
  return {
    kind,
    access,
    recurring: request.recurringIndicator,
    validUntil: adjusted(request.validUntil, of),
    frequencyPerDay: request.frequencyPerDay,
    combinedService: request.combinedServiceIndicator ?? false,
    ownerName: rulesOf(of.profile).ownerName && asksForOwnerName(access),
    ...rightsOf(kind, access),
  };
}

function termViolations(request: ConsentRequest, of: { profile: BankProfile; today: string }): Violation[] {
  const { recurringIndicator: recurring, frequencyPerDay, validUntil } = request;
  const { maximumFrequencyPerDay } = rulesOf(of.profile);
  const most = recurring ? maximumFrequencyPerDay : 1;
  const violations: Violation[] = [];
  const refuse = (path: string, text: string): number => violations.push({ path, code: "FORMAT_ERROR", text });
  if (!isCalendarDate(validUntil)) refuse("validUntil", "must be a day of the calendar, YYYY-MM-DD");
  else if (validUntil < of.today) refuse("validUntil", "lies in the past");
  if (frequencyPerDay < 1 || frequencyPerDay > most) {
    refuse("frequencyPerDay", recurring ? `must be 1 to ${most}` : "must be 1 where the consent is not recurring");
  }
  return violations;
}

/** The bank gives less than is asked for where its standard caps it; 9999-12-31 asks for as much as there is. */
function adjusted(validUntil: string, of: { profile: BankProfile; today: string }): string {
  const last = lastValidDay(of);
  return validUntil < last ? validUntil : last;
}

export function lastValidDay({ profile, today }: { profile: BankProfile; today: string }): string {
  return addDays(today, rulesOf(profile).lifetimes.consentDays) ?? today;
}

function asksForOwnerName(access: AccountAccess): boolean {
  if (access.additionalInformation?.ownerName !== undefined) return true;
  const { allPsd2, availableAccounts, availableAccountsWithBalance } = access;
  return [allPsd2, availableAccounts, availableAccountsWithBalance].includes("allAccountsWithOwnerName");
}

/** Balances or transactions of an account imply the account itself. */
function rightsOf(kind: ConsentKind, access: AccountAccess): { balances: boolean; transactions: boolean } {
  switch (kind) {
    case "global":
      return { balances: true, transactions: true };
    case "availableAccounts":
      return { balances: false, transactions: false };
    case "availableAccountsWithBalance":
      return { balances: true, transactions: false };
    case "funds":
      return { balances: false, transactions: false };
    case "dedicated":
    case "bankOffered": {
      const asked = namedMembers(access);
      return { balances: asked.includes("balances"), transactions: asked.includes("transactions") };
    }
  }
}
