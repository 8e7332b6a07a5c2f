import { berlin } from "./berlin-1.3/berlin.ts";
import { georgia } from "./georgia-0.8/georgia.ts";
import type { Lifetimes, Standard, StandardId } from "./standard.ts";

export const standards: Readonly<Record<StandardId, Standard>> = { "berlin-1.3": berlin, "georgia-0.8": georgia };

/** What a bank's profile may narrow of its standard; a member left out is the standard's. */
export type StandardChoices = Readonly<
  Partial<
    Pick<
      Standard,
      "services" | "consentKinds" | "cardAccounts" | "fundsConfirmation" | "ownerName" | "multipleConsents"
    >
  >
> & {
  readonly standard: StandardId;
  readonly products: readonly string[];
  readonly lifetimes?: Partial<Lifetimes>;
};

const known = new WeakMap<StandardChoices, Standard>();

/** The rules that one bank follows: its standard's, as far as its profile does not choose less. */
export function rulesOf(profile: StandardChoices): Standard {
  let rules = known.get(profile);
  if (rules === undefined) {
    rules = narrowed(profile);
    known.set(profile, rules);
  }
  return rules;
}

function narrowed(profile: StandardChoices): Standard {
  const standard = standards[profile.standard];
  const allowed = <T>(all: readonly T[], chosen: readonly T[] | undefined): readonly T[] =>
    chosen === undefined ? all : all.filter((one) => chosen.includes(one));
  return {
    ...standard,
    products: allowed(standard.products, profile.products),
    services: allowed(standard.services, profile.services),
    consentKinds: allowed(standard.consentKinds, profile.consentKinds),
    cardAccounts: standard.cardAccounts && profile.cardAccounts !== false,
    fundsConfirmation: standard.fundsConfirmation && profile.fundsConfirmation !== false,
    ownerName: standard.ownerName && profile.ownerName !== false,
    multipleConsents: standard.multipleConsents && profile.multipleConsents !== false,
    lifetimes: { ...standard.lifetimes, ...profile.lifetimes },
  };
}
