import type { TransactionStatus } from "@tallystick/xs2a";

/** How far ahead a payment may be dated. */
export const maximumDaysAhead = 365;

/**
 * The moves that this bank makes: received, then authorised (ACTC), then booked or rejected; cancelled or rejected while
 * still received. A status that is missing here is never left.
 */
const moves: Readonly<Partial<Record<TransactionStatus, readonly TransactionStatus[]>>> = {
  RCVD: ["ACTC", "RJCT", "CANC"],
  ACTC: ["ACSP", "ACSC", "RJCT"],
  ACSP: ["ACSC", "RJCT"],
};

export function mayMove(from: TransactionStatus, to: TransactionStatus): boolean {
  return moves[from]?.includes(to) ?? false;
}

/** Whether a PSU may still authorise it. */
export function awaitsAuthorisation(status: TransactionStatus): boolean {
  return status === "RCVD";
}

/** Why a payment ended without being booked, as its PSU and its TPP may read it. */
const reasons: Readonly<Record<string, string>> = {
  refused: "The payment was refused by the account holder.",
  too_many_attempts: "The payment was not authorised: too many wrong attempts.",
  expired: "The payment was not authorised in time.",
  cancelled: "The payment was cancelled before it was authorised.",
  wrong_confirmation: "The payment was not confirmed with the code that its redirect carried.",
  link_broken: "The payment differs from what was authorised.",
};

export function reasonText(reason: string): string {
  return reasons[reason] ?? reason;
}
