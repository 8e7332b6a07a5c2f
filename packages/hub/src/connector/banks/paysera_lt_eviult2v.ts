import type { BerlinGroupBank } from "../berlin-group/connector.ts";
import { instantEur, sepaEur } from "./methods.ts";

export const payseraLt: BerlinGroupBank = {
  bank: {
    providerId: "paysera_lt",
    name: "Paysera LT (sandbox)",
    country: "LT",
    bic: "EVIULT2V",
    aliases: ["Paysera", "EVP International"],
    ibanBankCodes: ["35000"],
    paymentMethods: [sepaEur, instantEur],
  },
};
