import type { PaymentMethod } from "../connector.ts";

const sepaCountries = (
  "AD AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SK SM VA " +
  "AL MD ME MK RS"
).split(" ");

/** What the sandbox banks' methods have in common: any account holder, who may choose the account at the bank. */
const common = {
  remitterTypes: ["retail", "corporate"],
  envs: ["sandbox"],
  capabilities: ["choose_account_at_bank", "cancel"],
  inputs: [{ path: "debtor.iban", type: "iban", required: false }],
} as const satisfies Partial<PaymentMethod>;

export const domesticRon: PaymentMethod = {
  ...common,
  paymentMethodId: "domestic-ron-transfers",
  product: "domestic-ron-transfers",
  scheme: "domestic",
  currencies: ["RON"],
  creditorCountries: ["RO"],
};

export const sepaEur: PaymentMethod = {
  ...common,
  paymentMethodId: "sepa-credit-transfers",
  product: "sepa-credit-transfers",
  scheme: "sepa",
  currencies: ["EUR"],
  creditorCountries: sepaCountries,
};

export const instantEur: PaymentMethod = {
  ...common,
  paymentMethodId: "instant-sepa-credit-transfers",
  product: "instant-sepa-credit-transfers",
  scheme: "instant",
  currencies: ["EUR"],
  creditorCountries: sepaCountries,
};
