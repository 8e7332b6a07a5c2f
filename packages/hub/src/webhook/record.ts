import type { DbOrTx } from "@tallystick/kit";
import { sql } from "kysely";
import type { WebhookTables } from "./tables.ts";

export interface Delivery {
  readonly clientId: string;
  readonly url: string;
  readonly eventId: string;
  readonly body: Buffer;
}

type Writer = DbOrTx<WebhookTables>;

/** Attempts are counted here and not by the outbox, since waiting for a lane is not an attempt. Returns the new number. */
export async function countAttempt(db: Writer, delivery: Delivery, now: Date): Promise<number> {
  const { attempts } = await db
    .insertInto("webhook_delivery")
    .values({ ...firstRow(delivery, now), attempts: 1, last_result: "sending" })
    .onConflict((conflict) =>
      conflict.column("event_id").doUpdateSet((eb) => ({
        attempts: eb("webhook_delivery.attempts", "+", 1),
        last_attempt_at: now,
        last_result: "sending",
        parked_at: null,
        next_attempt_at: null,
      })),
    )
    .returning("attempts")
    .executeTakeFirstOrThrow();
  return attempts;
}

/** How an attempt ended; `end` is the instant of the next one when there will be one. */
interface Conclusion {
  readonly result: string;
  readonly at: Date;
  readonly end: "delivered" | "parked" | Date;
}

/** Writes the attempt into the log, and what stands after it, in one statement. */
export async function concludeAttempt(db: Writer, delivery: Delivery, { result, at, end }: Conclusion): Promise<void> {
  await sql`
    with logged as (
      insert into webhook_attempt (event_id, at, url, result) values (${delivery.eventId}, ${at}, ${delivery.url}, ${result})
    )
    update webhook_delivery set last_result = ${result},
      delivered_at = ${end === "delivered" ? at : null}::timestamptz,
      parked_at = ${end === "parked" ? at : null}::timestamptz,
      next_attempt_at = ${end instanceof Date ? end : null}::timestamptz
    where event_id = ${delivery.eventId}`.execute(db);
}

/** An attempt that the end of this process cut short: it is made again. */
export async function putOff(db: Writer, delivery: Delivery, until: Date): Promise<void> {
  await db
    .updateTable("webhook_delivery")
    .set({ last_result: "aborted", next_attempt_at: until })
    .where("event_id", "=", delivery.eventId)
    .execute();
}

/** Gives an event up without having sent it. */
export async function parkUnsent(
  db: Writer,
  delivery: Delivery,
  { at, reason }: { readonly at: Date; readonly reason: string },
): Promise<void> {
  const change = { last_result: reason, parked_at: at, next_attempt_at: null };
  await db
    .insertInto("webhook_delivery")
    .values({ ...firstRow(delivery, at), attempts: 0, ...change })
    .onConflict((conflict) => conflict.column("event_id").doUpdateSet(change))
    .execute();
}

function firstRow(delivery: Delivery, now: Date) {
  return { event_id: delivery.eventId, client_id: delivery.clientId, first_attempt_at: now, last_attempt_at: now };
}
