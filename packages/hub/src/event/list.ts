import { sql } from "kysely";
import type { Answer, Call } from "../api/operation.ts";
import { startOf } from "../api/page.ts";
import type { Cursors, CursorScope } from "../cursor.ts";
import type { HubDeps } from "../deps.ts";
import { deliveryOf, type DeliveryColumns } from "./delivery.ts";
import { numberOf, positionOf } from "./position.ts";
import { settledPosition } from "./raise.ts";
import { readSelection, selected, type ArchivedEvent, type Selection } from "./select.ts";

const defaultLimit = 50;

/**
 * `events/list`: every event of the client, oldest first, with what became of its webhook. `after` stays good at the end of
 * the list, so that whoever asks again with it gets what has happened since and misses nothing (hub-api section 11, row B8).
 */
export async function listEvents(call: Call<"events.list">, cursors: Cursors): Promise<Answer> {
  const { deps, client, body } = call;
  const { filter = {}, options = {}, pagination = {} } = body;
  const selection = readSelection(filter, "filter");
  const now = deps.clock.now();
  const scope: CursorScope = { clientId: client.clientId, route: "events.list", filter };
  const start = startOf({ after: pagination.after, path: "pagination.after" }, cursors, scope, now);
  const limit = pagination.limit ?? defaultLimit;
  const query = { clientId: client.clientId, selection, after: numberOf(start), limit: limit + 1 };
  const found = await find(deps, query);
  const rows = found.slice(0, limit);
  const attempts = options.show_attempts === true ? await attemptsOf(deps, rows) : undefined;
  const events = rows.map((row) => ({
    ...row.body,
    delivery: {
      ...deliveryOf(row),
      ...(attempts === undefined ? {} : { log: attempts(row.event_id) }),
    },
    keyset: cursors.write(positionOf(row), scope, now),
  }));
  const last = events.at(-1)?.keyset ?? pagination.after ?? null;
  return { events, pagination: { count: events.length, "more?": found.length > limit, after: last } };
}

interface Query {
  readonly clientId: string;
  readonly selection: Selection;
  readonly after: string;
  readonly limit: number;
}

async function find(deps: HubDeps, { clientId, selection, after, limit }: Query) {
  const settled = await deps.db.transaction().execute((tx) => settledPosition(tx, clientId));
  return selected(deps.db, clientId, selection)
    .leftJoin("webhook_delivery as delivery", "delivery.event_id", "event.event_id")
    .select([
      "delivery.attempts",
      "delivery.last_result",
      "delivery.last_attempt_at",
      "delivery.next_attempt_at",
      "delivery.delivered_at",
      "delivery.parked_at",
    ])
    .where("event.position", ">", after)
    .where("event.position", "<=", settled)
    .orderBy("event.position")
    .limit(limit)
    .execute() satisfies Promise<(ArchivedEvent & DeliveryColumns)[]>;
}

async function attemptsOf(deps: HubDeps, rows: readonly ArchivedEvent[]) {
  const log = await deps.db
    .selectFrom("webhook_attempt")
    .select(["event_id", "at", "url", "result"])
    .where(sql<boolean>`event_id = any(${rows.map((row) => row.event_id)}::text[])`)
    .orderBy("attempt_id")
    .execute();
  const byEvent = Map.groupBy(log, ({ event_id }) => event_id);
  return (eventId: string) =>
    (byEvent.get(eventId) ?? []).map(({ at, url, result }) => ({ at: at.toISOString(), url, result }));
}
