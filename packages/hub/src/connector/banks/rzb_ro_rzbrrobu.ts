import type { BerlinGroupBank } from "../berlin-group/connector.ts";
import { domesticRon, sepaEur } from "./methods.ts";

export const rzbRo: BerlinGroupBank = {
  bank: {
    providerId: "rzb_ro",
    name: "Raiffeisen Bank Romania (sandbox)",
    country: "RO",
    bic: "RZBRROBU",
    aliases: ["Raiffeisen", "RZB"],
    ibanBankCodes: ["RZBR"],
    paymentMethods: [domesticRon, sepaEur],
  },
};
