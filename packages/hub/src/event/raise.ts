import { enqueue, type Tx } from "@tallystick/kit";
import { sql } from "kysely";
import { topics, type EventDelivery, type HubEvent } from "../events.ts";
import type { HubSchema } from "../migrations/schema.ts";

interface Raised {
  readonly clientId: string;
  /** The link's, consent's or job's id: events of one object keep their order. */
  readonly objectId: string;
  /** Where its webhook goes; null when the object has none. */
  readonly url: string | null;
  readonly body: HubEvent;
  readonly at: Date;
}

/**
 * Writes an event into the archive and, when it has somewhere to go, into the outbox, in the transaction of the change that it
 * reports. Whoever raises holds the object's lock, so that positions rise with the sequence.
 */
export async function raiseEvent(tx: Tx<HubSchema>, { clientId, objectId, url, body, at }: Raised): Promise<void> {
  // The position is taken under the client's lock, which `settledPosition` waits for.
  await sql`
    with raising as materialized (select pg_advisory_xact_lock_shared(${lockOf(clientId)}))
    insert into event (event_id, client_id, type, object_id, sequence, body, url, occurred_at)
    select ${body.event_id}, ${clientId}, ${body.type}, ${objectId}::uuid, ${body.sequence}, ${JSON.stringify(body)}::json,
      ${url}, ${at}::timestamptz from raising`.execute(tx);
  if (url === null) return;
  const payload: EventDelivery = { clientId, url, body };
  await enqueue(tx, { topic: topics.deliver, key: objectId, payload, dueAt: at });
}

/**
 * The client's newest position below which nothing can appear any more. Positions are given before they are committed; a
 * reader that went on from one that it has seen would miss a lower one that is committed later.
 */
export async function settledPosition(tx: Tx<HubSchema>, clientId: string): Promise<string> {
  await sql`select pg_advisory_xact_lock(${lockOf(clientId)})`.execute(tx);
  const { rows } = await sql<{ position: string }>`
    select coalesce(max(position), 0)::text as position from event where client_id = ${clientId}`.execute(tx);
  return rows[0]!.position;
}

function lockOf(clientId: string) {
  return sql`hashtextextended(current_schema() || ${` event ${clientId}`}, 0)`;
}
