import type { BerlinGroupBank } from "../berlin-group/connector.ts";
import { domesticRon, sepaEur } from "./methods.ts";

export const btRo: BerlinGroupBank = {
  bank: {
    providerId: "bt_ro",
    name: "Banca Transilvania (sandbox)",
    country: "RO",
    bic: "BTRLRO22",
    aliases: ["BT", "BT Pay", "Transilvania"],
    ibanBankCodes: ["BTRL"],
    paymentMethods: [domesticRon, sepaEur],
  },
};
