import { romanianDefaults, type SandboxAccount, type SandboxBank } from "./bank.ts";

/** Both partners hold the company's account, and a payment from it needs both. */
const atelier: SandboxAccount = {
  iban: "RO23BREL0002345678900001",
  currency: "RON",
  balance: 9_418_733n,
  name: "Cont de firmă",
  ownerName: "Atelierul de Lemn Maramureș SRL",
  usage: "ORGA",
  signatures: 2,
  history: "company",
};

export const libraRo: SandboxBank = {
  profile: {
    ...romanianDefaults,
    confirmationCode: true,
    providerId: "libra_ro",
    name: "Libra Internet Bank (sandbox)",
    bic: "BRELROBU",
    brand: {
      colour: "#4a148c",
      accent: "#ff8a65",
      font: "sans",
      tagline: "A balance you can play with",
      mark: "LI",
    },
  },
  users: [
    {
      login: "cristina.voicu",
      password: "two-even-scales",
      sca: "code",
      name: "Cristina Voicu",
      accounts: [
        {
          iban: "RO36BREL0001234567890001",
          currency: "RON",
          balance: 672_480n,
          name: "Cont curent",
          history: "household",
        },
        { iban: "RO09BREL0001234567890002", currency: "EUR", balance: 48_025n, name: "Cont în euro" },
      ],
    },
    {
      login: "atelier.lemn",
      password: "oak-and-hazel",
      sca: "code",
      name: "Atelierul de Lemn Maramureș SRL",
      accounts: [atelier],
    },
    {
      login: "ioana.hotea",
      password: "walnut-and-maple",
      sca: "code",
      name: "Ioana Hotea",
      accounts: [atelier],
    },
    {
      login: "tudor.enache",
      password: "coins-only",
      sca: "code",
      name: "Tudor Enache",
      accounts: [{ iban: "RO07BREL0003456789000001", currency: "RON", balance: 205n, name: "Cont curent" }],
    },
  ],
};
