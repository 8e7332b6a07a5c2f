import type { BankProfile } from "@tallystick/aspsp";

/** How this bank differs from others: its products, its way to authorise, its looks. */
export const profile: BankProfile = {
  providerId: "demo_bank",
  name: "Demo Bank",
  country: "LT",
  bic: "DEMOLT21",
  timeZone: "Europe/Vilnius",
  standard: "berlin-1.3",
  products: ["sepa-credit-transfers"],
  defaultProduct: "sepa-credit-transfers",
  services: ["payments"],
  cardAccounts: false,
  approach: "redirect",
  scaOAuth: false,
  errorForm: "tppMessages",
  revokedSpelling: "CERTIFICATE_REVOKE",
  cancellationCode: "CANCELLATION_INVALID",
  tolerates: { missingRequestId: false, missingPsuIpAddress: false },
  statusAnswerExtras: false,
  sampleIbans: [],
  brand: { colour: "#14213d", accent: "#fca311", font: "sans", tagline: "An example", mark: "D" },
};
