import type { BerlinGroupBank } from "../berlin-group/connector.ts";
import { domesticRon, sepaEur } from "./methods.ts";

export const libraRo: BerlinGroupBank = {
  bank: {
    providerId: "libra_ro",
    name: "Libra Internet Bank (sandbox)",
    country: "RO",
    bic: "BRELROBU",
    aliases: ["Libra", "Libra Bank"],
    ibanBankCodes: ["BREL"],
    paymentMethods: [domesticRon, sepaEur],
  },
};
