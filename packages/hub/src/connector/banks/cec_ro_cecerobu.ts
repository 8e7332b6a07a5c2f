import type { BerlinGroupBank } from "../berlin-group/connector.ts";
import { domesticRon, sepaEur } from "./methods.ts";

export const cecRo: BerlinGroupBank = {
  bank: {
    providerId: "cec_ro",
    name: "CEC Bank (sandbox)",
    country: "RO",
    bic: "CECEROBU",
    aliases: ["CEC", "Casa de Economii și Consemnațiuni"],
    ibanBankCodes: ["CECE"],
    paymentMethods: [domesticRon, sepaEur],
  },
};
