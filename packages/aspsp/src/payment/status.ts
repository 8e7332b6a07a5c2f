import type { PaymentStatus } from "@tallystick/xs2a";
import type { Answer, Call } from "../wire/call.ts";
import type { PaymentDeps } from "./deps.ts";
import { requireOwnState } from "./record/find.ts";
import { reasonText } from "./rules.ts";

/** GET of a payment's status. A rejected payment is a status like any other: 200, with the reason in words. */
export async function readPaymentStatus(
  deps: PaymentDeps,
  call: Call<"getPaymentInitiationStatus">,
): Promise<Answer<"getPaymentInitiationStatus">> {
  const row = await requireOwnState(deps, call);
  const psuMessage = row.status_reason === null ? {} : { psuMessage: reasonText(row.status_reason).slice(0, 500) };
  const body = { transactionStatus: row.status, ...(row.funds_available === false ? noFunds : {}), ...psuMessage };
  return { status: 200, body };
}

/** The guidelines' way of saying why (14.11): the call succeeds, the payment does not. */
const noFunds: Pick<PaymentStatus, "fundsAvailable" | "tppMessages"> = {
  fundsAvailable: false,
  tppMessages: [{ category: "WARNING", code: "FUNDS_NOT_AVAILABLE", text: "The account does not hold enough money." }],
};
