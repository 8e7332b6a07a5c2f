import type { Tx } from "@tallystick/kit";
import type { HubDeps } from "../deps.ts";
import type { LinkStatus } from "../events.ts";
import type { HubSchema } from "../migrations/schema.ts";
import { endAtBank } from "./attempt/leave.ts";
import { moveLink } from "./move.ts";
import { isExpired, mayBegin, moveKindOf } from "./rules.ts";
import { linkOfClient, linkOfPayer, lockLink, type LinkRow } from "./store.ts";

export type CancelOutcome =
  | { readonly kind: "revoked"; readonly linkId: string }
  | { readonly kind: "not_cancellable"; readonly status: LinkStatus }
  /** The bank could not be asked, or is being asked: the same call later tells. */
  | { readonly kind: "try_again"; readonly status: LinkStatus }
  | { readonly kind: "unknown" };

/** `links/cancel`. A link that is revoked already stays so and is answered alike. */
export async function cancelLink(
  deps: HubDeps,
  { clientId, linkId }: { readonly clientId: string; readonly linkId: string },
): Promise<CancelOutcome> {
  const link = await linkOfClient(deps.db, clientId, linkId);
  return link === undefined ? { kind: "unknown" } : cancel(deps, link);
}

/** The payer gives up on the hosted page; a link for several payers is not one payer's to end. */
export async function cancelByPayer(deps: HubDeps, { webId }: { readonly webId: string }): Promise<CancelOutcome> {
  const link = await linkOfPayer(deps.db, webId);
  if (link === undefined) return { kind: "unknown" };
  if (moveKindOf(link) === "several") return { kind: "not_cancellable", status: link.status };
  return cancel(deps, link);
}

/** Where a bank has the payment it is deleted there first; the bank's no is the last word (decision 5). */
async function cancel(deps: HubDeps, { link_id: linkId }: LinkRow): Promise<CancelOutcome> {
  const ended = await endAtBank(deps, linkId, "cancelled");
  if (ended.kind === "cannot_leave") return { kind: "not_cancellable", status: ended.status };
  if (ended.kind === "pending") return { kind: "try_again", status: ended.status };
  const outcome = await deps.db.transaction().execute((tx) => revoke(tx, deps, linkId));
  if (outcome.kind === "revoked") deps.checkpoint("after_status_commit:revoked");
  deps.wake();
  return outcome;
}

async function revoke(tx: Tx<HubSchema>, deps: HubDeps, linkId: string): Promise<CancelOutcome> {
  const link = await lockLink(tx, linkId);
  if (link.status === "revoked") return { kind: "revoked", linkId };
  const untouched = link.status === "created" || link.status === "started";
  const payable = mayBegin(link) && !isExpired(link, deps.clock.now());
  if (!untouched && !payable) return { kind: "not_cancellable", status: link.status };
  // A link that failed, or has payments to come, ends by the way it would have gone on.
  const open = !untouched ? await moveLink(tx, deps, link, { to: "started" }) : link;
  await moveLink(tx, deps, open, { to: "revoked" });
  return { kind: "revoked", linkId };
}
