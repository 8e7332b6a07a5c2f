import type { ConsentStatus } from "@tallystick/xs2a";

/**
 * The moves that this bank makes: received, then authorised or ended; valid, until its time is over or somebody ends it.
 * A status that is missing here is never left. `partiallyAuthorised` does not occur: one holder's consent is enough.
 */
const moves: Readonly<Partial<Record<ConsentStatus, readonly ConsentStatus[]>>> = {
  received: ["valid", "rejected", "expired", "terminatedByTpp"],
  valid: ["expired", "revokedByPsu", "terminatedByTpp"],
};

export function mayMove(from: ConsentStatus, to: ConsentStatus): boolean {
  return moves[from]?.includes(to) ?? false;
}

/** Whether a PSU may still authorise it. */
export function awaitsAuthorisation(status: ConsentStatus): boolean {
  return status === "received";
}

/** Why a consent has ended, as its PSU and its TPP may read it. */
const reasons: Readonly<Record<string, string>> = {
  refused: "The access was refused by the account holder.",
  too_many_attempts: "The access was not allowed: too many wrong attempts.",
  not_authorised: "The access was not allowed in time.",
  expired: "The access was not allowed in time.",
  wrong_confirmation: "The access was not confirmed with the code that its redirect carried.",
  over: "The time of this access is over.",
  by_tpp: "The access was ended by those who had asked for it.",
  by_psu: "The access was ended by the account holder.",
  replaced: "The access was replaced by a newer one.",
};

export function reasonText(reason: string): string {
  return reasons[reason] ?? "The access has ended.";
}
