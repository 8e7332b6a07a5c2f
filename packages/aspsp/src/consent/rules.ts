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
