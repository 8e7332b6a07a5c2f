import type { ConsentStatus } from "@tallystick/xs2a";

/**
 * The moves that this bank makes: received, perhaps authorised by some of several PSUs, then authorised in full or ended;
 * valid, until its time is over or somebody ends it. Whoever has signed may take it back at any time. A status that is
 * missing here is never left.
 */
const moves: Readonly<Partial<Record<ConsentStatus, readonly ConsentStatus[]>>> = {
  received: ["partiallyAuthorised", "valid", "rejected", "expired", "terminatedByTpp"],
  partiallyAuthorised: ["valid", "rejected", "expired", "revokedByPsu", "terminatedByTpp"],
  valid: ["expired", "revokedByPsu", "terminatedByTpp"],
};

export function mayMove(from: ConsentStatus, to: ConsentStatus): boolean {
  return moves[from]?.includes(to) ?? false;
}

/** Where a PSU may still authorise it. */
const awaiting: readonly ConsentStatus[] = ["received", "partiallyAuthorised"];

export function awaitsAuthorisation(status: ConsentStatus): boolean {
  return awaiting.includes(status);
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

/** `signatures`: how many have to authorise it; of several it was one who refused. */
export function reasonText(reason: string, signatures: number): string {
  if (reason === "refused" && signatures > 1) return "One of those who have to allow the access refused it.";
  return reasons[reason] ?? "The access has ended.";
}
