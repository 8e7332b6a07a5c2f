import type { Tx } from "@tallystick/kit";
import type { HubDeps } from "../deps.ts";
import { raiseEvent } from "../event/raise.ts";
import type { LinkStatus, LinkStatusUpdate } from "../events.ts";
import type { Failure, HubSchema } from "../migrations/schema.ts";
import { completes, mayMove, moveKindOf } from "./rules.ts";
import type { LinkRow, NewLink } from "./store.ts";

type MoveDeps = Pick<HubDeps, "clock" | "random">;

export interface Move {
  readonly to: LinkStatus;
  /** Why, when the link fails. */
  readonly failure?: Failure;
  /** What the payer chose, when the bank is about to be asked. */
  readonly chosen?: { readonly providerId: string; readonly paymentMethodId: string };
}

/** Stores a new link with its first event. */
export async function beginLink(tx: Tx<HubSchema>, deps: MoveDeps, link: NewLink): Promise<LinkRow> {
  const row = await tx.insertInto("link").values(link).returningAll().executeTakeFirstOrThrow();
  await tell(tx, deps, row);
  return row;
}

/**
 * The only place where a link changes its status: compare and set, with the event of the change in the same transaction
 * (row P5). The caller holds the link's lock and has decided by `rules.ts`; a forbidden move is a bug and throws.
 */
export async function moveLink(tx: Tx<HubSchema>, deps: MoveDeps, link: LinkRow, move: Move): Promise<LinkRow> {
  if (!mayMove(link.status, move.to, moveKindOf(link)))
    throw new Error(`a link does not move from ${link.status} to ${move.to}`);
  const moved = await tx
    .updateTable("link")
    .set({
      status: move.to,
      sequence: link.sequence + 1,
      completions: link.completions + (completes(link.status, move.to) ? 1 : 0),
      updated_at: deps.clock.now(),
      // A reason belongs to the failure it explains and goes with it.
      failure: move.to === "failed" ? JSON.stringify(move.failure ?? unexplained) : null,
      ...(move.chosen === undefined
        ? {}
        : { provider_id: move.chosen.providerId, payment_method_id: move.chosen.paymentMethodId }),
    })
    .where("link_id", "=", link.link_id)
    .where("status", "=", link.status)
    .where("sequence", "=", link.sequence)
    .returningAll()
    .executeTakeFirst();
  if (moved === undefined) throw new Error("a link was moved without its lock");
  await tell(tx, deps, moved);
  return moved;
}

const unexplained: Failure = { code: "failed", message: "The payment was not made." };

async function tell(tx: Tx<HubSchema>, deps: MoveDeps, link: LinkRow): Promise<void> {
  const at = link.updated_at;
  const eventId = `evt_${deps.random.token(18)}`;
  await tx
    .insertInto("link_event")
    .values({ link_id: link.link_id, sequence: link.sequence, status: link.status, event_id: eventId, at })
    .execute();
  const body: LinkStatusUpdate = {
    type: "link_status_update",
    link_id: link.link_id,
    web_id: link.web_id,
    status: link.status,
    event_id: eventId,
    sequence: link.sequence,
    occurred_at: at.toISOString(),
  };
  await raiseEvent(tx, { clientId: link.client_id, objectId: link.link_id, url: link.webhook_url, body, at });
}
