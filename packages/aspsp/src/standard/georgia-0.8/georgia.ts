import { berlin } from "../berlin-1.3/berlin.ts";
import type { Standard } from "../standard.ts";

/** The standard of the Banking Association of Georgia, built on NextGenPSD2 1.3.9: its own products, shorter lives, no cards. */
export const georgia: Standard = {
  ...berlin,
  id: "georgia-0.8",
  path: "/xs2a/georgia/0.8",
  products: ["aspsp", "domestic", "foreign"],
  cardAccounts: false,
  fundsConfirmation: false,
  consentKinds: ["dedicated", "global", "bankOffered", "availableAccounts", "availableAccountsWithBalance"],
  ownerName: false,
  multipleConsents: false,
  lifetimes: { ...berlin.lifetimes, consentDays: 90, scaDays: 90 },
};
