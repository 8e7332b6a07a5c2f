import { paymentProducts, paymentServices } from "@tallystick/xs2a";
import type { Standard } from "../standard.ts";

/** NextGenPSD2 1.3 with the products of the documented profile (decision C1). */
export const berlin: Standard = {
  id: "berlin-1.3",
  path: "/xs2a/berlin/1.3",
  services: paymentServices,
  products: paymentProducts,
  consentKinds: ["dedicated", "global", "bankOffered", "availableAccounts", "availableAccountsWithBalance", "funds"],
  cardAccounts: true,
  fundsConfirmation: true,
  ownerName: true,
  multipleConsents: true,
  maximumFrequencyPerDay: 4,
  lifetimes: {
    paymentAuthorisationMinutes: 15,
    partialAuthorisationHours: 24,
    consentAuthorisationHours: 24,
    consentDays: 180,
    scaDays: 180,
    oneOffMinutes: 60,
    historyDays: 90,
    freshScaMinutes: 60,
  },
};
