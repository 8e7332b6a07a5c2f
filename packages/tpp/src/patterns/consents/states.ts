import type { ConsentStatus } from "@tallystick/xs2a";

/** What the toolkit knows of a consent. Only an authorised one may be read under. */
export const consentStates = ["created", "authorised", "expired", "revoked", "superseded", "rejected"] as const;
export type ConsentState = (typeof consentStates)[number];

/** The moves there are. A state that is missing here is never left. */
const moves: Readonly<Partial<Record<ConsentState, readonly ConsentState[]>>> = {
  created: ["authorised", "rejected", "expired", "revoked"],
  authorised: ["expired", "revoked", "superseded"],
};

export function mayMove(from: ConsentState, to: ConsentState): boolean {
  return moves[from]?.includes(to) ?? false;
}

/** Those that can still move, and that a sweep looks at. */
export const liveStates: readonly ConsentState[] = consentStates.filter((state) => moves[state] !== undefined);

/**
 * Why a consent has moved. `day_over`: its last day has passed. `status_at_bank`: the bank says so. `unknown_at_bank`: the
 * bank does not know it, or not any more. `by_tpp`: ended by `revoke`. `renewed`: another one has taken its place.
 */
export type MoveReason = "day_over" | "status_at_bank" | "unknown_at_bank" | "by_tpp" | "renewed";

const saidByBank: Readonly<Record<ConsentStatus, ConsentState | undefined>> = {
  received: undefined,
  // Somebody else has still to authorise it.
  partiallyAuthorised: undefined,
  valid: "authorised",
  rejected: "rejected",
  expired: "expired",
  revokedByPsu: "revoked",
  terminatedByTpp: "revoked",
};

/** Where the bank's word leads from a state; undefined when nothing has changed. */
export function stateAtBank(from: ConsentState, status: ConsentStatus): ConsentState | undefined {
  const said = saidByBank[status];
  // A bank that rejects what it had authorised takes it back.
  const to = from === "authorised" && said === "rejected" ? "revoked" : said;
  return to !== undefined && mayMove(from, to) ? to : undefined;
}
