import type { SandboxBank } from "./bank.ts";

/** A bank of the Georgian standard; its people bank in lari. */
export const payseraGe: SandboxBank = {
  profile: {
    providerId: "paysera_ge",
    name: "Paysera Georgia (sandbox)",
    country: "GE",
    bic: "PSRAGE22",
    timeZone: "Asia/Tbilisi",
    standard: "georgia-0.8",
    products: ["aspsp", "domestic", "foreign"],
    defaultProduct: "domestic",
    approach: "oauth",
    scaOAuth: true,
    errorForm: "flat",
    revokedSpelling: "CERTIFICATE_REVOKED",
    cancellationCode: "SERVICE_INVALID",
    codeProfile: "paysera",
    tolerates: { missingRequestId: false, missingPsuIpAddress: false },
    statusAnswerExtras: false,
    localPsuIsPresent: true,
    limits: { perSecond: 100 },
    sampleIbans: [],
    brand: {
      colour: "#8e1b3a",
      accent: "#f3d9a4",
      font: "sans",
      tagline: "Pretend lari, honest toasts",
      mark: "PG",
    },
  },
  users: [
    {
      login: "nino.beridze",
      password: "churchkhela-on-a-string",
      sca: "code",
      name: "Nino Beridze",
      accounts: [
        {
          iban: "GE94PS0010000012345601",
          currency: "GEL",
          balance: 782_540n,
          name: "Current account",
          history: "household",
        },
        {
          iban: "GE67PS0010000012345602",
          currency: "EUR",
          balance: 310_000n,
          name: "Savings",
          kind: "savings",
          history: "savings",
        },
      ],
    },
    {
      login: "gvino.company",
      password: "clay-jar-of-saperavi",
      sca: "code",
      name: "Qvevri Gvino LLC",
      accounts: [
        {
          iban: "GE54PS0010000023456701",
          currency: "GEL",
          balance: 4_105_000n,
          name: "Business account",
          usage: "ORGA",
          history: "company",
        },
      ],
    },
    {
      login: "luka.maisuradze",
      password: "one-khinkali-left",
      sca: "code",
      name: "Luka Maisuradze",
      accounts: [{ iban: "GE14PS0010000034567801", currency: "GEL", balance: 270n, name: "Current account" }],
    },
  ],
};
