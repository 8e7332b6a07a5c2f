export interface Product {
  readonly name: string;
  readonly description: string;
  readonly amount: string;
  readonly currency: string;
  readonly creditor: { readonly name: string; readonly iban: string };
}

export const tallyStick: Product = {
  name: "Hazel tally stick",
  description: "Hazel tally stick, one pair",
  amount: "12.50",
  currency: "RON",
  creditor: { name: "Raboj Tally Sticks SRL", iban: "RO10RZBR0000069999999970" },
};
