import { romanianDefaults, type SandboxBank } from "./bank.ts";

export const rzbRo: SandboxBank = {
  profile: {
    ...romanianDefaults,
    providerId: "rzb_ro",
    name: "Raiffeisen Bank Romania (sandbox)",
    bic: "RZBRROBU",
    brand: {
      colour: "#1d1d1b",
      accent: "#ffe600",
      font: "sans",
      tagline: "Practice money, real manners",
      mark: "R",
    },
  },
  users: [
    {
      login: "9999999998",
      password: "9999999998",
      sca: "code",
      name: "Andrei Popescu",
      accounts: [
        {
          iban: "RO03RZBR0000069999999999",
          currency: "RON",
          balance: 1_250_000n,
          name: "Current account",
          history: "household",
        },
      ],
      cards: [
        {
          maskedPan: "525412******3241",
          currency: "RON",
          name: "Credit card",
          product: "Gold card",
          creditLimit: 800_000n,
        },
      ],
    },
    {
      login: "9999999970",
      password: "9999999970",
      sca: "code",
      name: "Răboj Tally Sticks SRL",
      accounts: [
        {
          iban: "RO10RZBR0000069999999970",
          currency: "RON",
          balance: 500_000n,
          name: "Shop takings",
          usage: "ORGA",
          history: "company",
        },
      ],
    },
    {
      login: "maria.ionescu",
      password: "lavender-tram-42",
      sca: "code",
      name: "Maria Ionescu",
      accounts: [
        {
          iban: "RO88RZBR0000060000012001",
          currency: "RON",
          balance: 843_217n,
          name: "Salary account",
          history: "household",
        },
        {
          iban: "RO61RZBR0000060000012002",
          currency: "EUR",
          balance: 212_050n,
          name: "Holiday savings",
          kind: "savings",
          history: "savings",
        },
      ],
    },
    {
      login: "radu.stan",
      password: "empty-pocket-7",
      sca: "code",
      name: "Radu Stan",
      accounts: [{ iban: "RO19RZBR0000060000034001", currency: "RON", balance: 340n, name: "Student account" }],
    },
    {
      login: "elena.dumitru",
      password: "seven-wrong-codes",
      sca: "code",
      name: "Elena Dumitru",
      accounts: [
        {
          iban: "RO47RZBR0000060000056001",
          currency: "RON",
          balance: 96_400n,
          creditLimit: 200_000n,
          name: "Account with overdraft",
        },
      ],
    },
  ],
};
