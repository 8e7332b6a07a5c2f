import { paymentServices, type PaymentService, type TransactionStatus } from "@tallystick/xs2a";

/** How far ahead a payment may be dated. */
export const maximumDaysAhead = 365;

/**
 * The moves that this bank makes: received, perhaps partially authorised, then authorised (ACTC), then booked or rejected.
 * ACSP is a bulk in work, a periodic payment from its first execution to its last, and whatever core banking settles
 * later; PART a bulk of which some orders were booked. A periodic payment ends as ACSC when any of its days was booked and
 * as RJCT when none was. A status that is missing here is never left.
 */
const moves: Readonly<Partial<Record<TransactionStatus, readonly TransactionStatus[]>>> = {
  RCVD: ["PATC", "ACTC", "RJCT", "CANC"],
  PATC: ["ACTC", "RJCT", "CANC"],
  ACTC: ["ACSP", "ACSC", "RJCT", "CANC"],
  ACSP: ["ACSC", "PART", "RJCT", "CANC"],
};

export function mayMove(from: TransactionStatus, to: TransactionStatus): boolean {
  return moves[from]?.includes(to) ?? false;
}

/** Where a PSU may still authorise it. */
export const awaiting = ["RCVD", "PATC"] as const satisfies readonly TransactionStatus[];

export function awaitsAuthorisation(status: TransactionStatus): boolean {
  return (awaiting as readonly TransactionStatus[]).includes(status);
}

/** Authorised in full, and not at its end. */
export function isUnderway(status: TransactionStatus): boolean {
  return status === "ACTC" || status === "ACSP";
}

/** The service of a path, which the guards have found to be one. */
export function serviceOf(text: string): PaymentService {
  const service = paymentServices.find((one) => one === text);
  if (service === undefined) throw new RangeError(`no payment service ${text}`);
  return service;
}

/** Why a payment ended without being booked, as its PSU and its TPP may read it. */
const reasons: Readonly<Record<string, string>> = {
  refused: "The payment was refused by the account holder.",
  too_many_attempts: "The payment was not authorised: too many wrong attempts.",
  expired: "The payment was not authorised in time.",
  cancelled: "The payment was cancelled before it was authorised.",
  withdrawn: "The payment was cancelled before it was executed.",
  rest_withdrawn: "The payment was cancelled; what was executed before stays.",
  wrong_confirmation: "The payment was not confirmed with the code that its redirect carried.",
  link_broken: "The payment differs from what was authorised.",
  no_order_booked: "None of the orders was booked.",
  no_day_booked: "None of the payments of this order was made.",
};

export function reasonText(reason: string): string {
  return reasons[reason] ?? reason;
}
