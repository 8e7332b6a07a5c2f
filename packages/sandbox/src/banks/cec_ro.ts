import { romanianDefaults, type SandboxBank } from "./bank.ts";

export const cecRo: SandboxBank = {
  profile: {
    ...romanianDefaults,
    providerId: "cec_ro",
    name: "CEC Bank (sandbox)",
    bic: "CECEROBU",
    brand: {
      colour: "#0a5c3b",
      accent: "#c8e6c9",
      font: "serif",
      tagline: "Saving since the day before yesterday",
      mark: "CEC",
    },
  },
  users: [
    {
      login: "testcecapi",
      password: "testcecapi",
      sca: "push",
      name: "Gheorghe Manea",
      accounts: [
        {
          iban: "RO42CECEAG0202RON0007466",
          currency: "RON",
          balance: 1_730_000n,
          name: "Cont curent",
          history: "household",
        },
      ],
    },
    {
      login: "sorina.lupu",
      password: "green-savings-book",
      sca: "push",
      name: "Sorina Lupu",
      accounts: [
        { iban: "RO67CECEB00030RON1122334", currency: "RON", balance: 389_912n, name: "Cont curent" },
        {
          iban: "RO10CECEB00030EUR1122335",
          currency: "EUR",
          balance: 75_000n,
          name: "Economii în euro",
          kind: "savings",
        },
      ],
    },
    {
      login: "mihai.barbu",
      password: "end-of-month",
      sca: "push",
      name: "Mihai Barbu",
      accounts: [{ iban: "RO30CECEB00031RON2233441", currency: "RON", balance: 1_120n, name: "Cont de pensie" }],
    },
    {
      login: "petru.blaga",
      password: "locked-drawer-3",
      sca: "push",
      name: "Petru Blaga",
      accounts: [
        { iban: "RO09CECEB00032RON3344551", currency: "RON", balance: 254_300n, name: "Cont curent" },
        {
          iban: "RO79CECEB00032RON3344552",
          currency: "RON",
          balance: 80_000n,
          name: "Cont blocat",
          status: "blocked",
        },
      ],
    },
  ],
};
