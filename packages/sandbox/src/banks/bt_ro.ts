import { romanianDefaults, type SandboxBank } from "./bank.ts";

export const btRo: SandboxBank = {
  profile: {
    ...romanianDefaults,
    providerId: "bt_ro",
    cancellationNeedsPsu: true,
    name: "Banca Transilvania (sandbox)",
    bic: "BTRLRO22",
    brand: {
      colour: "#0b3a6f",
      accent: "#f5b400",
      font: "serif",
      tagline: "From the hills of make-believe",
      mark: "BT",
    },
  },
  users: [
    {
      login: "testbt",
      password: "testbt",
      sca: "static_pin",
      pin: "1234567",
      name: "Ilinca Moldovan",
      accounts: [
        {
          iban: "RO62BTRLRONCRT0V23456701",
          currency: "RON",
          balance: 2_480_090n,
          name: "Cont curent",
          history: "household",
        },
      ],
      cards: [
        {
          maskedPan: "479512******8810",
          currency: "RON",
          name: "Card de credit",
          product: "Star card",
          creditLimit: 1_000_000n,
        },
      ],
    },
    {
      login: "vlad.cozma",
      password: "cluj-arena-1911",
      sca: "static_pin",
      pin: "7654321",
      name: "Vlad Cozma",
      accounts: [
        { iban: "RO22BTRLRONCRT0V34567801", currency: "RON", balance: 51_375n, name: "Cont curent" },
        { iban: "RO20BTRLEURCRT0V23456702", currency: "EUR", balance: 1_904_500n, name: "Cont în euro" },
      ],
    },
    {
      login: "daria.pop",
      password: "almost-payday",
      sca: "static_pin",
      pin: "2468135",
      name: "Daria Pop",
      accounts: [{ iban: "RO79BTRLRONCRT0V45678901", currency: "RON", balance: 815n, name: "Cont curent" }],
    },
  ],
};
