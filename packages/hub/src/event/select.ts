import type { DbOrTx } from "@tallystick/kit";
import type { Selectable } from "kysely";
import { instantOf } from "../api/page.ts";
import type { BodyOf } from "../endpoints.ts";
import type { EventType } from "../events.ts";
import type { HubSchema } from "../migrations/schema.ts";

export type ArchivedEvent = Selectable<HubSchema["event"]>;

/** Which events of a client are meant. */
export interface Selection {
  readonly type: EventType | undefined;
  readonly objectId: string | undefined;
  /** Inclusive. */
  readonly from: Date | undefined;
  /** Exclusive. */
  readonly to: Date | undefined;
}

/** `path` is the member that holds the filter. */
export function readSelection(
  filter: NonNullable<BodyOf<"events.list">["filter"]>,
  path: "filter" | "range",
): Selection {
  return {
    type: filter.type,
    objectId: filter.object_id?.toLowerCase(),
    from: instantOf(filter.occurred_at_from, `${path}.occurred_at_from`),
    to: instantOf(filter.occurred_at_to, `${path}.occurred_at_to`),
  };
}

/** The client's own events; another client's are not found, like those that do not exist (row B3). */
export function selected(db: DbOrTx<HubSchema>, clientId: string, { type, objectId, from, to }: Selection) {
  let events = db.selectFrom("event").selectAll("event").where("event.client_id", "=", clientId);
  if (type !== undefined) events = events.where("event.type", "=", type);
  if (objectId !== undefined) events = events.where("event.object_id", "=", objectId);
  if (from !== undefined) events = events.where("event.occurred_at", ">=", from);
  if (to !== undefined) events = events.where("event.occurred_at", "<", to);
  return events;
}
