import { dateOf } from "@tallystick/xs2a";
import type { Db, Tx } from "@tallystick/kit";
import type { SandboxBank } from "../banks/bank.ts";
import { bookAll, type Book } from "./book-all.ts";
import { firstBookings } from "./history/first-bookings.ts";
import { firstHolds } from "./history/first-holds.ts";
import { openAccounts } from "./open-accounts.ts";
import { ownAccountKinds } from "./route.ts";
import type { LedgerSchema } from "./schema.ts";

export function bookOf({ profile }: SandboxBank): Book {
  return { bank: profile.providerId, timeZone: profile.timeZone ?? "UTC" };
}

/** Opens the bank's books: its own accounts and its people's, with their past. What exists already stays as it is. */
export async function openBooks(db: Db<LedgerSchema>, bank: SandboxBank, now: Date): Promise<void> {
  const book = bookOf(bank);
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto("book")
      .values({ bank: book.bank, time_zone: book.timeZone })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await openOwnAccounts(tx, book.bank, bank.profile.name);
    const opened = await openAccounts(tx, bank);
    const past = { bank, today: dateOf(now, book.timeZone), opened };
    await bookAll(tx, book, await firstBookings(tx, past));
    await firstHolds(tx, past);
  });
}

const currencies = ["RON", "EUR", "GEL"];

async function openOwnAccounts(tx: Tx<LedgerSchema>, bank: string, owner: string): Promise<void> {
  const own = currencies.flatMap((currency) =>
    ownAccountKinds.map((kind) => ({
      bank,
      kind,
      iban: null,
      masked_pan: null,
      name: `${kind} ${currency}`,
      owner_name: owner,
      currency,
      balance: 0n,
      credit_limit: null,
      product: null,
      cash_account_type: null,
      usage: null,
    })),
  );
  await tx
    .insertInto("account")
    .values(own)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
