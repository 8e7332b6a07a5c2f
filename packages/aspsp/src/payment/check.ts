import { Xs2aError, type Violation } from "@tallystick/xs2a";
import type { CoreBanking, PaymentCheck, PaymentCheckCode, PaymentOrder } from "../spi/spi.ts";

/** How many orders of a bulk core banking is asked about at a time. */
const atATime = 16;

const refusals: Readonly<Record<PaymentCheckCode, { path: string; text: string; ofOrder?: true }>> = {
  DEBTOR_UNKNOWN: { path: "debtorAccount", text: "is not an account that payments can be made from" },
  CREDITOR_UNKNOWN: { path: "creditorAccount", text: "cannot be paid to", ofOrder: true },
  CURRENCY_NOT_SUPPORTED: {
    path: "instructedAmount.currency",
    text: "is not supported for this product",
    ofOrder: true,
  },
  PRODUCT_NOT_SUPPORTED: { path: "payment-product", text: "is not available for this payment" },
};

/**
 * Asks core banking whether it could take each order; `isBulk` says that an order stands under a path of its own. Returns
 * how many PSUs have to sign. Throws one error that lists what was refused.
 */
export async function checkWithCore(
  spi: Pick<CoreBanking, "checkPayment">,
  orders: readonly PaymentOrder[],
  { isBulk }: { isBulk: boolean },
): Promise<number> {
  const checks: PaymentCheck[] = [];
  for (let from = 0; from < orders.length; from += atATime) {
    const next = orders.slice(from, from + atATime);
    checks.push(...(await Promise.all(next.map((order) => spi.checkPayment(order)))));
    // What is wrong with all of them is found by the first.
    if (checks.some((check) => !check.ok)) break;
  }
  const refused = new Map<string, Violation>();
  for (const [index, check] of checks.entries()) {
    if (check.ok) continue;
    const { path, text, ofOrder } = refusals[check.code];
    const place = isBulk && ofOrder ? `payments.${index}.${path}` : path;
    const code = check.code === "PRODUCT_NOT_SUPPORTED" ? "PRODUCT_INVALID" : "PAYMENT_FAILED";
    if (!refused.has(place)) refused.set(place, { path: place, code, text });
  }
  const [first, ...additional] = refused.values();
  if (first !== undefined) throw new Xs2aError({ ...first, additional });
  return Math.max(1, ...checks.map((check) => (check.ok ? (check.signatures ?? 1) : 1)));
}
