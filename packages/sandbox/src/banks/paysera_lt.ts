import { paymentProducts } from "@tallystick/xs2a";
import type { SandboxBank } from "./bank.ts";

/** Follows its own published tables where these differ from the standard's (spec: xs2a-bank.md 6.1). */
export const payseraLt: SandboxBank = {
  profile: {
    providerId: "paysera_lt",
    name: "Paysera LT (sandbox)",
    country: "LT",
    bic: "EVIULT2V",
    timeZone: "Europe/Vilnius",
    standard: "berlin-1.3",
    products: paymentProducts,
    defaultProduct: "sepa-credit-transfers",
    multipleConsents: false,
    approach: "oauth",
    scaOAuth: true,
    errorForm: "flat",
    revokedSpelling: "CERTIFICATE_REVOKED",
    cancellationCode: "SERVICE_INVALID",
    codeProfile: "paysera",
    tolerates: { missingRequestId: true, missingPsuIpAddress: true },
    statusAnswerExtras: true,
    localPsuIsPresent: true,
    sampleIbans: ["LT123456789012345678", "LT987654321098765432"],
    limits: { perSecond: 10, perHour: 1_000, concurrent: 20 },
    brand: {
      colour: "#0072ce",
      accent: "#a6e3ff",
      font: "sans",
      tagline: "Pretend euros at full speed",
      mark: "P",
    },
  },
  users: [
    {
      login: "jonas.kazlauskas",
      password: "amber-on-the-beach",
      sca: "code",
      name: "Jonas Kazlauskas",
      accounts: [
        {
          iban: "LT803500010001234567",
          currency: "EUR",
          balance: 364_099n,
          name: "Main account",
          history: "household",
        },
        {
          iban: "LT533500010001234568",
          currency: "EUR",
          balance: 1_500_000n,
          name: "Savings",
          kind: "savings",
          history: "savings",
        },
      ],
      cards: [
        {
          maskedPan: "548601******0027",
          currency: "EUR",
          name: "Credit card",
          product: "Amber card",
          creditLimit: 200_000n,
        },
      ],
    },
    {
      login: "sample",
      password: "sample-of-the-docs",
      sca: "code",
      name: "Sample Payer",
      accounts: [{ iban: "LT123456789012345678", currency: "EUR", balance: 1_000_000n, name: "Sample account" }],
    },
    {
      login: "sample.payee",
      password: "sample-of-the-docs",
      sca: "code",
      name: "Sample Payee",
      accounts: [{ iban: "LT987654321098765432", currency: "EUR", balance: 10_000n, name: "Sample account" }],
    },
    {
      login: "gintare.petrauske",
      password: "tally-of-vilnius",
      sca: "code",
      name: "Gintarė Petrauskė",
      accounts: [
        {
          iban: "LT493500010002345678",
          currency: "EUR",
          balance: 25_000_000n,
          name: "Business account",
          usage: "ORGA",
          history: "company",
        },
        // The same IBAN: one account in two currencies, each with a balance of its own.
        {
          iban: "LT493500010002345678",
          currency: "RON",
          balance: 1_200_000n,
          name: "Business account",
          usage: "ORGA",
        },
      ],
    },
    {
      login: "rokas.balsys",
      password: "last-three-euros",
      sca: "code",
      name: "Rokas Balsys",
      accounts: [{ iban: "LT183500010003456789", currency: "EUR", balance: 312n, name: "Main account" }],
    },
  ],
};
