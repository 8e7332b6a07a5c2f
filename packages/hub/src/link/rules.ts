import type { TransactionStatus } from "@tallystick/xs2a";
import type { LinkStatus } from "../events.ts";
import type { LinkType } from "../migrations/schema.ts";

/** What a link's moves depend on. */
export interface LinkNature {
  readonly type: LinkType;
  readonly max_completions: number;
}

type Moves = Readonly<Record<LinkStatus, readonly LinkStatus[]>>;

/** The payer chooses where to pay and pays once. */
const once: Moves = {
  created: ["started", "revoked"],
  started: ["requested", "revoked"],
  requested: ["intent_accepted", "submitted", "completed", "failed"],
  intent_accepted: ["awaiting_authz", "failed", "revoked"],
  awaiting_authz: ["received", "submitted", "completed", "failed", "revoked"],
  received: ["awaiting_authz", "submitted", "completed", "failed", "revoked"],
  submitted: ["completed", "failed", "funds_received", "funds_rejected"],
  completed: ["funds_received", "funds_rejected"],
  failed: ["started"],
  revoked: [],
  funds_received: [],
  funds_rejected: [],
};

/** Allowed moves of a link (decision 5), by its nature. What is not named here does not happen. */
export const moves = {
  once,
  /** `max_completions` over 1: after a payment the next one begins. */
  several: {
    ...once,
    completed: [...once.completed, "started"],
    funds_received: ["started"],
    funds_rejected: ["started"],
  },
  /** The bank is asked when the link is made, and only then. */
  at_once: { ...once, created: ["requested", "revoked"], started: [], failed: [] },
} as const satisfies Record<string, Moves>;

export type MoveKind = keyof typeof moves;

export function moveKindOf({ type, max_completions: most }: LinkNature): MoveKind {
  if (type !== "link") return "at_once";
  return most > 1 ? "several" : "once";
}

export function mayMove(from: LinkStatus, to: LinkStatus, kind: MoveKind = "once"): boolean {
  const allowed: readonly LinkStatus[] = moves[kind][from];
  return allowed.includes(to);
}

/** Whether a move says that the payer's bank has executed the payment. */
export function completes(from: LinkStatus, to: LinkStatus): boolean {
  return to === "completed" || (from === "submitted" && to === "funds_received");
}

export function isUsedUp(link: { readonly completions: number; readonly max_completions: number }): boolean {
  return link.completions >= link.max_completions;
}

/** Whether the link's status and count let a payer begin a payment; whether it is expired is another question. */
export function mayBegin(link: LinkNature & { readonly status: LinkStatus; readonly completions: number }): boolean {
  if (isUsedUp(link)) return false;
  const kind = moveKindOf(link);
  return mayMove(link.status, "requested", kind) ? kind !== "at_once" : mayMove(link.status, "started", kind);
}

/** While a bank has a payment of the link, or may have one, the link does not expire. */
const live: ReadonlySet<LinkStatus> = new Set([
  "requested",
  "intent_accepted",
  "awaiting_authz",
  "received",
  "submitted",
]);

function isLive(status: LinkStatus): boolean {
  return live.has(status);
}

/** Whether the payer is away at the bank, or back without an answer: the payment can still be deleted there. */
export function isAtBank(status: LinkStatus): boolean {
  return status === "intent_accepted" || status === "awaiting_authz" || status === "received";
}

/** Expiry is not a status; a link whose payment is live expires when that payment has ended. */
export function isExpired(link: { readonly status: LinkStatus; readonly expires_at: Date }, now: Date): boolean {
  return !isLive(link.status) && link.expires_at <= now;
}

/** What the bank's word means for the link (decision 4); `undefined` leaves it where it is. */
export const linkStatusOf: Readonly<Record<TransactionStatus, LinkStatus | undefined>> = {
  RCVD: undefined,
  PATC: undefined,
  ACTC: "submitted",
  ACCP: "submitted",
  ACWC: "submitted",
  ACWP: "submitted",
  ACFC: "submitted",
  ACSP: "submitted",
  PDNG: "submitted",
  PART: "submitted",
  ACSC: "completed",
  ACCC: "completed",
  RJCT: "failed",
  CANC: "revoked",
  RVCM: undefined,
  RVNC: undefined,
  RCVC: undefined,
};

/**
 * The moves by which a link at `from` follows the bank to `status`: none when there is nothing to do, `undefined` when
 * the bank contradicts what it said before (row P13).
 */
export function movesToFollow(from: LinkStatus, status: TransactionStatus): readonly LinkStatus[] | undefined {
  const target = linkStatusOf[status];
  if (target === undefined) return mayStillWait.has(from) ? [] : undefined;
  if (from === target || isSettledAs(from, target)) return [];
  if (mayMove(from, target)) return [target];
  // The payer authorised at a bank that the hub had not yet seen them leave for.
  if (from === "intent_accepted" && mayMove("awaiting_authz", target)) return ["awaiting_authz", target];
  if (from === "requested" && target === "revoked") return ["failed"];
  // The bank cancelled what it had begun to execute: not paid, and another try is possible.
  if (from === "submitted" && target === "revoked") return ["failed"];
  return undefined;
}

const mayStillWait: ReadonlySet<LinkStatus> = new Set(["requested", "intent_accepted", "awaiting_authz", "received"]);

/** The creditor's side said more than the bank of the payer knows. */
function isSettledAs(from: LinkStatus, target: LinkStatus): boolean {
  return target === "completed" && (from === "funds_received" || from === "funds_rejected");
}
