import type { ScaStatus } from "@tallystick/xs2a";

/** What can be authorised. A cancellation's subject is the payment that it is to end. */
export type SubjectKind = "payment" | "cancellation" | "consent";

/** Why an authorisation ended without success. */
export type FailureReason =
  | "refused"
  | "too_many_attempts"
  | "expired"
  | "cancelled"
  | "wrong_confirmation"
  /** What it was for has been authorised, or has ended, without it. */
  | "superseded";

/** Life of a one-time code or push request. */
export const challengeLifeMs = 5 * 60_000;
/** Failures in a row after which a method or a login is locked. */
export const maximumFailures = 5;
export const lockMs = 15 * 60_000;
/** Challenges that one authorisation may send, so that nobody is flooded with messages. */
export const maximumChallenges = 5;
export const codeDigits = 7;

/**
 * The moves of an scaStatus that this bank makes. A redirect bank learns of PSU and password on one page, so that
 * psuIdentified is only passed when the TPP named the PSU.
 */
const moves: Readonly<Record<ScaStatus, readonly ScaStatus[]>> = {
  received: ["psuIdentified", "psuAuthenticated", "failed"],
  psuIdentified: ["psuAuthenticated", "failed"],
  psuAuthenticated: ["scaMethodSelected", "failed"],
  scaMethodSelected: ["started", "failed"],
  started: ["unconfirmed", "finalised", "failed"],
  unconfirmed: ["finalised", "failed"],
  finalised: [],
  failed: [],
  exempted: [],
};

export function mayMove(from: ScaStatus, to: ScaStatus): boolean {
  return moves[from].includes(to);
}

/** The statuses from which `to` may be reached. */
export function sourcesOf(to: ScaStatus): readonly ScaStatus[] {
  return (Object.keys(moves) as ScaStatus[]).filter((from) => mayMove(from, to));
}

export function hasEnded(status: ScaStatus): boolean {
  return moves[status].length === 0;
}
