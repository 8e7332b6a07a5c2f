import { FundsAnswer, FundsQuestion } from "../funds-confirmation.ts";
import { reading, type EndpointRow } from "./row.ts";

/** Row 30 of the contract. */
export const fundsEndpoints = {
  checkAvailabilityOfFunds: {
    operationId: "checkAvailabilityOfFunds",
    method: "POST",
    path: "/v1/funds-confirmations",
    role: "PSP_IC",
    subject: "funds",
    headers: { ...reading, psuIpAddress: "none" },
    request: FundsQuestion,
    responses: { 200: FundsAnswer },
  },
} as const satisfies Record<string, EndpointRow>;
