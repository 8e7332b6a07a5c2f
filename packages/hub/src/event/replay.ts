import { rearrange, type Tx, type Work } from "@tallystick/kit";
import type { Answer, Call } from "../api/operation.ts";
import { startOf } from "../api/page.ts";
import type { Client } from "../client/clients.ts";
import type { Cursors, CursorScope } from "../cursor.ts";
import { HubError, invalidBody } from "../errors.ts";
import { topics, type EventDelivery } from "../events.ts";
import type { HubSchema } from "../migrations/schema.ts";
import { numberOf, positionOf } from "./position.ts";
import { readSelection, selected, type ArchivedEvent, type Selection } from "./select.ts";

/** One call sends this many at most and says where to go on: its transaction holds the queues of their objects. */
export const eventsPerReplay = 500;

const everything: Selection = { type: undefined, objectId: undefined, from: undefined, to: undefined };

/**
 * `webhooks/replay`: sends one event, a range, or all that were parked once more, with the same `event_id` and `sequence`,
 * each object's in their order and before what still waits of it. What waits already is not sent twice, but at once.
 * Addresses that were disabled by a 410 are enabled again (hub-api sections 10 and 11).
 */
export async function replayWebhooks(
  call: Call<"webhooks.replay">,
  tx: Tx<HubSchema>,
  cursors: Cursors,
): Promise<Answer> {
  const { deps, client, body } = call;
  const now = deps.clock.now();
  const wanted = chosen(body);
  const scope: CursorScope = { clientId: client.clientId, route: "webhooks.replay", filter: wanted };
  const start = startOf({ after: body.after, path: "after" }, cursors, scope, now);
  const found = await find(tx, client.clientId, wanted, numberOf(start));
  if (wanted.event_id !== undefined && found.length === 0) {
    throw new HubError("not_found", "There is no event of this event_id.");
  }
  const events = found.slice(0, eventsPerReplay);
  const sendable = events.flatMap((event) => withAddress(event, client, deps.environment));
  if (wanted.event_id !== undefined && sendable.length === 0) {
    throw new HubError("unprocessable_entity", "The event has no address to go to: register a webhook URL.");
  }
  const byObject = Map.groupBy(sendable, ({ event }) => event.object_id);
  let replayed = 0;
  // In one order for every call, so that two of them never wait for each other.
  for (const objectId of [...byObject.keys()].toSorted()) {
    replayed += await sendAgain(tx, objectId, byObject.get(objectId)!, now);
  }
  const last = events.at(-1);
  return {
    replayed,
    already_waiting: sendable.length - replayed,
    without_address: events.length - sendable.length,
    "more?": found.length > eventsPerReplay,
    after: last === undefined ? (body.after ?? null) : cursors.write(positionOf(last), scope, now),
  };
}

type Wanted = Pick<Call<"webhooks.replay">["body"], "event_id" | "range" | "parked">;

function chosen({ event_id, range, parked }: Wanted): Wanted {
  const given = [event_id, range, parked].filter((member) => member !== undefined).length;
  const errors = (["event_id", "range", "parked"] as const).map((path) => ({
    path,
    code: given === 0 ? ("required" as const) : ("invalid" as const),
    message: "is one of event_id, range and parked, of which exactly one is given",
  }));
  if (given !== 1) throw invalidBody(errors);
  return {
    ...(event_id === undefined ? {} : { event_id }),
    ...(range === undefined ? {} : { range }),
    ...(parked === undefined ? {} : { parked }),
  };
}

async function find(tx: Tx<HubSchema>, clientId: string, wanted: Wanted, after: string): Promise<ArchivedEvent[]> {
  const selection = wanted.range === undefined ? everything : readSelection(wanted.range, "range");
  // What is being raised at this moment is delivered by itself, so nothing here waits for it.
  let events = selected(tx, clientId, selection).where("event.position", ">", after);
  if (wanted.event_id !== undefined) events = events.where("event.event_id", "=", wanted.event_id);
  if (wanted.parked === true) {
    events = events
      .innerJoin("webhook_delivery as delivery", "delivery.event_id", "event.event_id")
      .where("delivery.parked_at", "is not", null);
  }
  return events
    .orderBy("event.position")
    .limit(eventsPerReplay + 1)
    .execute();
}

interface Sendable {
  readonly event: ArchivedEvent;
  readonly payload: EventDelivery;
}

/** To where it was to go, unless the client has given that address up since (row W11); then to its first one. */
function withAddress(event: ArchivedEvent, client: Client, environment: "test" | "live"): Sendable[] {
  const kept =
    event.url !== null && (client.webhookUrls.some(isSame(event.url)) || isOfThisMachine(event.url, environment));
  const url = kept ? event.url : client.webhookUrls[0];
  return url === undefined || url === null
    ? []
    : [{ event, payload: { clientId: client.clientId, url, body: event.body } }];
}

const isSame = (url: string) => (registered: string) => URL.parse(registered)?.href === URL.parse(url)?.href;

/** In test a link may name an address of this machine that is not registered. */
function isOfThisMachine(url: string, environment: "test" | "live"): boolean {
  const host = URL.parse(url)?.hostname ?? "";
  return environment === "test" && /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(host);
}

/** Returns how many of them did not wait already. */
async function sendAgain(tx: Tx<HubSchema>, objectId: string, events: readonly Sendable[], now: Date): Promise<number> {
  const again: Sendable[] = [];
  await rearrange(tx, { topic: topics.deliver, key: objectId, now }, ({ waiting, held, parked }) => {
    const queued = [...waiting, ...held].map(eventIdOf);
    again.push(...events.filter(({ event }) => !queued.includes(event.event_id)));
    const ids = again.map(({ event }) => event.event_id);
    return {
      queue: inOrder([...waiting, ...again.map(({ payload }) => payload)]).map((payload) =>
        work(objectId, payload, now),
      ),
      dropped: parked.filter((payload) => ids.includes(eventIdOf(payload))),
    };
  });
  for (const { event, payload } of again) await beginAnew(tx, event, payload, now);
  return again.length;
}

const eventIdOf = (payload: unknown): string => (payload as EventDelivery).body?.event_id;
const sequenceOf = (payload: unknown): number => (payload as EventDelivery).body?.sequence ?? 0;
const inOrder = (payloads: readonly unknown[]) =>
  payloads.toSorted((one, other) => sequenceOf(one) - sequenceOf(other));

function work(key: string, payload: unknown, dueAt: Date): Work {
  return { topic: topics.deliver, key, payload, dueAt };
}

/** The whole schedule of attempts is before it again; the log of those that were made stays. */
async function beginAnew(tx: Tx<HubSchema>, event: ArchivedEvent, { url }: EventDelivery, now: Date): Promise<void> {
  const anew = { attempts: 0, last_result: "replayed", delivered_at: null, parked_at: null, next_attempt_at: now };
  await tx
    .insertInto("webhook_delivery")
    .values({
      event_id: event.event_id,
      client_id: event.client_id,
      first_attempt_at: now,
      last_attempt_at: now,
      ...anew,
    })
    .onConflict((conflict) => conflict.column("event_id").doUpdateSet(anew))
    .execute();
  await tx.deleteFrom("webhook_endpoint").where("client_id", "=", event.client_id).where("url", "=", url).execute();
}
