import { addDays, dateOf } from "@tallystick/xs2a";
import type { Db } from "@tallystick/kit";
import type { Book } from "./book-all.ts";
import type { LedgerSchema } from "./schema.ts";
import { transfer } from "./transfer.ts";

/** Pays each month's standing orders whose day has come since they were paid last; each day's payment is one transfer. */
export async function payStandingOrders(db: Db<LedgerSchema>, book: Book, now: Date): Promise<void> {
  const today = dateOf(now, book.timeZone);
  const orders = await db
    .selectFrom("standing_order")
    .innerJoin("account", "account.id", "standing_order.account_id")
    .selectAll("standing_order")
    .select((row) => [
      "account.iban",
      "account.currency",
      row
        .selectFrom("account_holder")
        .whereRef("account_holder.account_id", "=", "account.id")
        .select((holder) => holder.fn.min<string>("account_holder.psu_id").as("psu_id"))
        .as("psu_id"),
    ])
    .where("account.bank", "=", book.bank)
    .where("standing_order.paid_until", "<", today)
    .execute();
  for (const order of orders) {
    for (const day of daysBetween(order.paid_until, today)) {
      const isDue = Number(day.slice(8)) === Number(order.day_of_execution) && day >= order.start_date;
      if (!isDue || (order.end_date !== null && day > order.end_date)) continue;
      await transfer(
        db,
        {
          bank: book.bank,
          executionId: `standing:${order.id}:${day}`,
          paymentId: "standing-order",
          psuId: order.psu_id ?? "",
          amount: BigInt(order.amount),
          currency: order.currency,
          debtorIban: order.iban ?? "",
          creditorIban: order.creditor_iban,
          creditorName: order.creditor_name,
          remittance: `${order.remittance ?? ""} ${day.slice(0, 7)}`.trim(),
          transactionCode: "PMNT-ICDT-STDO",
        },
        now,
      );
    }
    await db.updateTable("standing_order").set({ paid_until: today }).where("id", "=", order.id).execute();
  }
}

/** Those after the first day, the last one included. */
function daysBetween(after: string, until: string): readonly string[] {
  const days: string[] = [];
  for (let day = addDays(after, 1); day !== undefined && day <= until; day = addDays(day, 1)) days.push(day);
  return days;
}
