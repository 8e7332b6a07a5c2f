import type { Db } from "@tallystick/kit";
import type { Book } from "./book-all.ts";
import { payStandingOrders } from "./pay-standing-orders.ts";
import type { LedgerSchema } from "./schema.ts";
import { settleHolds } from "./settle-holds.ts";

/** Does what the bank does by itself and whose day has come: at the start, and when the sandbox's clock was moved. */
export async function catchUp(db: Db<LedgerSchema>, book: Book, now: Date): Promise<void> {
  await settleHolds(db, book, now);
  await payStandingOrders(db, book, now);
}
